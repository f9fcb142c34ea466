import TestSupport
import Testing

/// A tree that is small and endless to whoever walks it.
enum HostileTree: String, CaseIterable, CustomTestStringConvertible {
  /// 10^10 names in 11 objects.
  case bomb
  /// 9,000 folders within each other.
  case abyss

  var testDescription: String { rawValue }

  /// What is said of it below a folder `hostile`.
  var complaint: String {
    switch self {
    case .bomb: "hostile/d0/d0/d0 holds more than 2,000,000 files and folders"
    case .abyss: "hostile/d/d/d/d/d/… lies deeper than 128 folders"
    }
  }

  /// Commits it as the folder `hostile` on a branch of a bare repository.
  func add(to repository: String, branch: String = "main") async throws {
    let listing = try await git("ls-tree", branch, in: repository)
    let tree = try await make(in: repository)
    let root = try await git(
      "mktree", in: repository, input: Array("\(listing)\n040000 tree \(tree)\thostile\n".utf8))
    let commit = try await git("commit-tree", "-p", branch, "-m", "Grow", root, in: repository)
    try await git("update-ref", "refs/heads/\(branch)", commit, in: repository)
  }

  private func make(in repository: String) async throws -> String {
    switch self {
    case .bomb:
      let blob = try await git(
        "hash-object", "-w", "--stdin", in: repository, input: Array("a: example.com\n".utf8))
      var entry = "100644 blob \(blob)"
      var tree = ""
      for _ in 0..<10 {
        let lines = (0..<10).map { "\(entry)\td\($0)\n" }.joined()
        tree = try await git("mktree", in: repository, input: Array(lines.utf8))
        entry = "040000 tree \(tree)"
      }
      return tree
    case .abyss:
      let stream = """
        commit refs/heads/abyss
        committer T <t@example.org> 1700000000 +0000
        data 1
        x
        M 100644 inline \(String(repeating: "d/", count: 9_000))a.yaml
        data 2
        a

        """
      try await git("fast-import", "--quiet", in: repository, input: Array(stream.utf8))
      let tree = try await git("rev-parse", "abyss^{tree}", in: repository)
      try await git("update-ref", "-d", "refs/heads/abyss", in: repository)
      return tree
    }
  }
}
