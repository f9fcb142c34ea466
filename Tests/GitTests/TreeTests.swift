import Git
import TestSupport
import Testing

@Suite("Trees")
struct TreeTests {
  @Test(
    "A name that leaves the folder or reaches into .git is refused",
    arguments: [
      "", ".", "..", ".git", ".GIT", ".gIt", "a/b", "/", "git~1", "GIT~1", ".git.", ".git ",
      ".git::$INDEX_ALLOCATION", ".g\u{200C}it", "a\0b",
    ])
  func dangerousNames(name: String) async throws {
    let sample = try await Sample()
    let repository = try sample.open()
    let blob = try repository.writeBlob([1])
    let error = #expect(throws: GitError.self) {
      _ = try repository.writeTree(
        changes: [.set(TreeEntry(name: name, id: blob, mode: .blob))])
    }
    #expect(error?.description.contains("cannot be a name in a folder") == true)
  }

  @Test(
    "Names that only look like .git are allowed",
    arguments: [".gitignore", ".github", "git", "x.git"])
  func harmlessNames(name: String) async throws {
    let sample = try await Sample()
    let repository = try sample.open()
    let blob = try repository.writeBlob([1])
    let id = try repository.writeTree(changes: [.set(TreeEntry(name: name, id: blob, mode: .blob))])
    let tree = try repository.tree(id)
    #expect(tree.entries == [TreeEntry(name: name, id: blob, mode: .blob)])
  }

  @Test(
    "Paths with dangerous parts are refused",
    arguments: ["../x", "a/../x", "/x", "a//x", "a/.git/x", "x/"])
  func dangerousPaths(path: String) async throws {
    let sample = try await Sample()
    let repository = try sample.open()
    let blob = try repository.writeBlob([1])
    let root = try repository.emptyTree()
    #expect(throws: GitError.self) {
      _ = try repository.writeTree(root, settingPaths: [(path, (blob, .blob))])
    }
  }

  @Test("A name that is no UTF-8 survives the change of its neighbour")
  func rawNames() async throws {
    let sample = try await Sample()
    let blob = try await git("hash-object", "-w", "a.yaml", in: sample.work)
    let line = Array("100644 blob \(blob)\t".utf8)
    let listing = line + [0x66, 0xFF, 0xFE] + [0] + line + Array("plain".utf8) + [0]
    let made = try await git("mktree", "-z", in: sample.work, input: listing)
    let repository = try sample.open()
    let old = try repository.tree(try #require(ObjectID(hex: made)))
    let raw = try #require(old.entries.first)
    #expect(raw.hasExactName == false)

    let new = try repository.writeBlob([1, 2])
    let id = try repository.writeTree(
      replacing: old, changes: [.set(TreeEntry(name: "plain", id: new, mode: .blob))])
    let result = try await runGit(["ls-tree", "-z", id.hex], in: sample.work)
    let newLine = Array("100644 blob \(new)\tplain\0".utf8)
    #expect(result.standardOutput == line + [0x66, 0xFF, 0xFE, 0] + newLine)

    #expect(throws: GitError.self) { _ = try repository.writeTree(changes: [.set(raw)]) }
  }

  @Test("Setting and removing nested paths gives the tree that Git makes of the same files")
  func nestedPaths() async throws {
    let sample = try await Sample([
      "a.yaml": "1", "d/e/f": "2", "d/g": "3", "gone/only/file": "4", "file": "5",
    ])
    let repository = try sample.open()
    let root = try repository.commit(try await sample.id("HEAD")).tree
    let blob = try repository.writeBlob(Array("new".utf8))
    let made = try repository.writeTree(
      root,
      settingPaths: [
        ("d/e/f", (blob, .blob)), ("d/new/x", (blob, .executable)), ("gone/only/file", nil),
        ("absent/too", nil), ("a.yaml", nil), ("file", nil), ("file/inside", (blob, .blob)),
      ])
    try await sample.commit(["d/e/f": "new", "gone/only/file": nil, "a.yaml": nil, "file": nil])
    try sample.folder.write("new", to: "work/d/new/x", executable: true)
    let expected = try await sample.commit(["file/inside": "new"])
    let expectedTree = try repository.commit(expected).tree
    #expect(made == expectedTree)
    #expect(try repository.entry(at: "d/new/x", in: made)?.mode == .executable)
    #expect(try repository.entry(at: "gone/only/file", in: made) == nil)
    #expect(try repository.entry(at: "gone", in: made) == nil)
  }

  @Test("A path through a file is refused instead of losing the file")
  func throughFile() async throws {
    let sample = try await Sample(["file": "1"])
    let repository = try sample.open()
    let root = try repository.commit(try await sample.id("HEAD")).tree
    let blob = try repository.writeBlob([1])
    let error = #expect(throws: GitError.self) {
      _ = try repository.writeTree(root, settingPaths: [("file/x", (blob, .blob))])
    }
    #expect(error?.kind == .exists)
  }

  @Test("An entry for an object that is absent is refused")
  func absentObject() async throws {
    let sample = try await Sample()
    let repository = try sample.open()
    let id = try #require(ObjectID(hex: String(repeating: "2", count: 40)))
    #expect(throws: GitError.self) {
      _ = try repository.writeTree(changes: [.set(TreeEntry(name: "x", id: id, mode: .blob))])
    }
  }
}
