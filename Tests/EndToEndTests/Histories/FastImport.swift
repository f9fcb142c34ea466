import TestSupport

/// A stream of commits for `git fast-import`, which writes a whole round with one process.
struct FastImport {
  typealias Tree = [String: ModelRepository.Blob]

  static let null = String(repeating: "0", count: 40)

  private var stream: [UInt8] = []

  /// Adds a commit to a branch that makes `new` of `old`.
  ///
  /// - Parameters:
  ///   - old: The files so far; empty makes a first commit.
  ///   - new: The files then.
  ///   - branch: Another branch than `main`.
  ///   - time: Seconds since 1970.
  mutating func commit(from old: Tree, to new: Tree, on branch: String = "main", time: Int) {
    head("Edit", on: branch, time: time, from: old.isEmpty ? nil : "refs/heads/\(branch)^0")
    for path in old.keys.sorted() where new[path] == nil { add("D \(path)\n") }
    for (path, blob) in new.sorted(by: { $0.key < $1.key }) where old[path] != blob {
      add("M \(blob.mode) inline \(path)\ndata \(blob.bytes.count)\n")
      stream += blob.bytes
      add("\n")
    }
  }

  /// Adds a commit to `main` that has the tree with an id.
  ///
  /// - Parameters:
  ///   - tree: The tree's id.
  ///   - other: A second parent.
  ///   - time: Seconds since 1970.
  mutating func commit(tree: String, merging other: String? = nil, time: Int) {
    head("Merge", time: time, from: "refs/heads/main^0")
    if let other { add("merge \(other)\n") }
    add("M 040000 \(tree) \"\"\n")
  }

  /// Deletes a reference.
  mutating func delete(_ reference: String) { add("reset \(reference)\nfrom \(Self.null)\n") }

  /// Writes the stream into a repository.
  ///
  /// - Throws: `TestSupportError` with what `git` printed when it fails.
  func write(to repository: String) async throws {
    try await git("fast-import", "--quiet", in: repository, input: stream)
  }

  private mutating func head(
    _ message: String, on branch: String = "main", time: Int, from parent: String?
  ) {
    add("commit refs/heads/\(branch)\ncommitter Owner <owner@example.org> \(time) +0000\n")
    add("data \(message.utf8.count)\n\(message)\n")
    if let parent { add("from \(parent)\n") }
  }

  private mutating func add(_ text: String) { stream += Array(text.utf8) }
}
