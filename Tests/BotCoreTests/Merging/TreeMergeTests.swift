import Git
import TestSupport
import Testing
import YAML

@testable import BotCore

/// What becomes of paths and modes; the text of files is another matter.
@Suite struct TreeMergeTests {
  private typealias File = TreeMergeSample.File
  private typealias Files = TreeMergeSample.Files

  /// What the template changed from `base` to `theirs`, done to the owner's files without a conflict.
  private func merged(base: Files, ours: Files, theirs: Files) throws -> Files {
    let result = try TreeMergeSample().merged(base: base, ours: ours, theirs: theirs)
    #expect(result.conflicts.isEmpty)
    return result.files
  }

  private static let apps: Files = ["apps/a.yaml": "a: 1\n", "apps/b.yaml": "b: 1\n"]
  private static let moved: Files = ["base/a.yaml": "a: 1\n", "base/b.yaml": "b: 1\n"]

  @Test("the owner's file stays in a folder that the template keeps, whatever moves out of it")
  func folderStays() throws {
    let (own, rest): (Files, Files) = (["apps/own.yaml": "own: 1\n"], ["apps/c.yaml": "c: 1\n"])
    let base = Self.apps.merging(rest) { $1 }
    let result = try merged(
      base: base, ours: base.merging(own) { $1 }, theirs: Self.moved.merging(rest) { $1 })
    #expect(result == Self.moved.merging(rest) { $1 }.merging(own) { $1 })
  }

  @Test("the owner's file goes along with a folder that the template renames as a whole")
  func folderGoes() throws {
    let result = try merged(
      base: Self.apps, ours: Self.apps.merging(["apps/own.yaml": "own: 1\n"]) { $1 },
      theirs: Self.moved)
    #expect(result == Self.moved.merging(["base/own.yaml": "own: 1\n"]) { $1 })
  }

  @Test("a folder of the owner's is not replaced by a file that the template adds")
  func folderInTheWay() throws {
    let base: Files = ["a.yaml": "a: 1\n"]
    let error = try #require(
      throws: BotError.self,
      performing: {
        try merged(
          base: base, ours: base.merging(["notes/todo.txt": "mine\n"]) { $1 },
          theirs: base.merging(["notes": "the template's\n"]) { $1 })
      })
    #expect(error.exit == .refused)
    #expect(error.problems.map(\.file) == ["notes"])
  }

  @Test("a file takes the place of a folder of which the owner has nothing of their own")
  func folderOfTheTemplate() throws {
    let base: Files = ["a.yaml": "a: 1\n", "notes/todo.txt": "1\n2\n3\n4\n"]
    let theirs: Files = ["a.yaml": "a: 1\n", "notes": "the template's\n"]
    let result = try merged(base: base, ours: base.merging(["b": "b\n"]) { $1 }, theirs: theirs)
    #expect(result == theirs.merging(["b": "b\n"]) { $1 })
  }

  @Test(
    "a program stays one whoever made it so, with the text that the other side gave it",
    arguments: [
      (File(program: "1\n"), "2\n", File(program: "2\n")),
      ("2\n", File(program: "1\n"), File(program: "2\n")),
    ] as [(TreeMergeSample.File, TreeMergeSample.File, TreeMergeSample.File)])
  private func mode(_ ours: File, _ theirs: File, _ expected: File) throws {
    let result = try merged(base: ["run": "1\n"], ours: ["run": ours], theirs: ["run": theirs])
    #expect(result == ["run": expected])
  }
}
