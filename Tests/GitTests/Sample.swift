import Git
import TestSupport
import Testing

/// A repository that Git itself has made.
struct Sample {
  let folder: TemporaryFolder

  /// Makes `work`, a repository with one commit of some files on `main`.
  init(_ files: [String: String] = ["a.yaml": "a: 1\n", "b/c.yaml": "c: 2\n"]) async throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("work")
    try await git("init", "-q", in: work)
    try await commit(files, "first")
  }

  var work: String { folder.path("work") }

  /// Writes files, nil removes one, and commits everything.
  @discardableResult
  func commit(_ files: [String: String?], _ message: String = "next") async throws -> ObjectID {
    for path in files.keys where files[path] == .some(nil) {
      try await git("rm", "-q", path, in: work)
    }
    for case (let path, let text?) in files { try folder.write(text, to: "work/\(path)") }
    try await git("add", "-A", in: work)
    try await git("commit", "-q", "--allow-empty", "-m", message, in: work)
    return try await id("HEAD")
  }

  /// What Git takes a revision for.
  func id(_ revision: String) async throws -> ObjectID {
    try #require(ObjectID(hex: try await git("rev-parse", revision, in: work)))
  }

  /// Makes a bare copy of `work`.
  @discardableResult
  func makeBare(_ path: String) async throws -> String {
    try await git("clone", "-q", "--bare", work, path)
    return path
  }

  /// Opens `work`.
  func open() throws -> Repository { try Repository.open(work, discover: false) }
}

/// Somebody, at a fixed time.
let somebody = Signature(
  name: "Änne Example", email: "aenne@example.org", time: 1_700_000_000, offset: 90)

/// Makes a commit with one file more than the tip of `main`.
func commitFile(
  _ name: String, _ text: String, on parent: ObjectID, in repository: Repository
) throws -> ObjectID {
  let root = try repository.commit(parent).tree
  let blob = try repository.writeBlob(Array(text.utf8))
  let tree = try repository.writeTree(root, settingPaths: [(name, (blob, .blob))])
  return try repository.createCommit(
    tree: tree, parents: [parent], author: somebody, committer: somebody, message: "add \(name)\n")
}
