import Foundation
import Git
import TestSupport
import Testing

@Suite("Working trees")
struct WorkingTreeTests {
  /// The paths and texts of what is read.
  private func files(_ sample: Sample) throws -> [String: String] {
    let repository = try sample.open()
    let read = try #require(try repository.readWorkingTree())
    var files: [String: String] = [:]
    func collect(_ id: ObjectID, _ folder: String) throws {
      let entries = try repository.tree(id).entries
      for entry in entries {
        if entry.mode == .tree {
          try collect(entry.id, folder + entry.name + "/")
        } else {
          let blob = try repository.blob(entry.id)
          files[folder + entry.name] = String(decoding: blob.bytes, as: UTF8.self)
        }
      }
    }
    try collect(read.tree, "")
    return files
  }

  @Test("What stands in the working tree is read as git status sees it, and nothing is written")
  func changes() async throws {
    let sample = try await Sample([
      "changed.yaml": "a: 1\n", "deleted.yaml": "a: 1\n", "same.yaml": "a: 1\n",
      "folder/gone.yaml": "a: 1\n", ".gitignore": "*.tmp\nout/\n", "turned": "a file\n",
    ])
    try sample.folder.write("a: 2\n", to: "work/changed.yaml")
    try sample.folder.write("n: 1\n", to: "work/new/new.yaml")
    try sample.folder.write("s: 1\n", to: "work/staged.yaml")
    try await git("add", "staged.yaml", in: sample.work)
    try sample.folder.write("s: 2\n", to: "work/staged.yaml")
    try await git("rm", "-q", "--cached", "same.yaml", in: sample.work)
    for name in ["deleted.yaml", "folder/gone.yaml", "turned"] {
      try FileManager.default.removeItem(atPath: "\(sample.work)/\(name)")
    }
    try sample.folder.write("inner\n", to: "work/turned/inner.yaml")
    try sample.folder.write("no\n", to: "work/a.tmp")
    try sample.folder.write("no\n", to: "work/out/a.yaml")
    let before = sample.folder.files(in: "work/.git")
    let index = try sample.folder.read("work/.git/index")

    #expect(
      try files(sample) == [
        "changed.yaml": "a: 2\n", "same.yaml": "a: 1\n", ".gitignore": "*.tmp\nout/\n",
        "new/new.yaml": "n: 1\n", "staged.yaml": "s: 2\n", "turned/inner.yaml": "inner\n",
      ])
    #expect(sample.folder.files(in: "work/.git") == before)
    #expect(try sample.folder.read("work/.git/index") == index)
  }

  @Test("A link is read as a link, so that nothing outside is taken for a file of the repository")
  func link() async throws {
    let sample = try await Sample()
    try FileManager.default.createSymbolicLink(
      atPath: "\(sample.work)/out", withDestinationPath: "/etc")
    try FileManager.default.createSymbolicLink(
      atPath: "\(sample.work)/out.yaml", withDestinationPath: "/etc/passwd")
    let repository = try sample.open()
    let read = try #require(try repository.readWorkingTree())
    let tree = try repository.tree(read.tree)
    #expect(tree["out"]?.mode == .symbolicLink && tree["out.yaml"]?.mode == .symbolicLink)
    #expect(read.changed == ["out", "out.yaml"])
  }

  @Test("A file of 11 MiB is named and not read, before the first commit too")
  func large() async throws {
    let sample = try await Sample([:])
    try await git("checkout", "-q", "--orphan", "other", in: sample.work)
    try sample.folder.write("a: 1\n", to: "work/a.yaml")
    try sample.folder.write(String(repeating: "x", count: 11 << 20), to: "work/large.yaml")
    let read = try #require(try sample.open().readWorkingTree())
    #expect(read.leftOut == ["large.yaml"])
    #expect(try files(sample) == ["a.yaml": "a: 1\n"])
  }

  @Test("Files that a sparse checkout leaves out are there all the same")
  func sparse() async throws {
    let sample = try await Sample(["a/a.yaml": "a: 1\n", "b/b.yaml": "b: 1\n"])
    try await git("sparse-checkout", "set", "a", in: sample.work)
    #expect(!FileManager.default.fileExists(atPath: "\(sample.work)/b/b.yaml"))
    #expect(try files(sample) == ["a/a.yaml": "a: 1\n", "b/b.yaml": "b: 1\n"])
  }
}
