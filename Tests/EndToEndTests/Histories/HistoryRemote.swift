import TestSupport

/// The bare repositories of one history, and what people do to them.
struct HistoryRemote: Sendable {
  typealias Tree = [String: ModelRepository.Blob]

  /// The folder that goes with the last owner of this value.
  let folder: TemporaryFolder

  /// The owner's repository.
  var path: String { folder.path("remote.git") }

  /// The upstream template.
  var template: String { folder.path("template.git") }

  /// How the configuration names the upstream template.
  var templateURL: String { "file://\(template)" }

  init() async throws {
    folder = try TemporaryFolder()
    try await git("init", "--quiet", "--bare", folder.path("remote.git"))
  }

  /// Makes the repository of the upstream template.
  func makeTemplate() async throws { try await git("init", "--quiet", "--bare", template) }

  /// The branch of the bot's proposal.
  static let proposal = "gitops-bot/sync"

  /// Copies the upstream template to another address.
  func moveTemplate(from old: String, to new: String) async throws {
    try await git("clone", "--quiet", "--bare", old, new)
  }

  /// The commit that `main` is at.
  func tip() async throws -> String { try await git("rev-parse", "refs/heads/main", in: path) }

  /// Has `main` be at another commit.
  func reset(to commit: String) async throws {
    try await git("update-ref", "refs/heads/main", commit, in: path)
  }

  /// Whether a path was ever in the history of the bot's proposal.
  func proposalHeld(_ file: String) async throws -> Bool {
    let branch = "refs/heads/\(Self.proposal)"
    let result = try await runGit(["log", "--format=%H", branch, "--", file], in: path)
    return result.status == 0 && !result.output.isEmpty
  }

  /// Commits to a branch of one of the repositories what makes `new` of `old`.
  func commit(
    from old: Tree, to new: Tree, in repository: String, on branch: String = "main", time: Int
  ) async throws {
    guard old != new else { return }
    var stream = FastImport()
    stream.commit(from: old, to: new, on: branch, time: time)
    try await stream.write(to: repository)
  }

  /// Brings the bot's branch into `main`, which has not moved since, as a server does.
  ///
  /// - Parameters:
  ///   - how: The kind of merge.
  ///   - removesBranch: Whether the bot's branch goes, as on many servers.
  ///   - time: Seconds since 1970.
  /// - Throws: `TestSupportError` when `git` fails.
  func merge(_ how: Merging, removesBranch: Bool, time: Int) async throws {
    let branch = "refs/heads/\(Self.proposal)"
    let log = try await git(
      "log", "--reverse", "--format=%T %H", "refs/heads/main..\(branch)", in: path)
    let commits = log.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    guard let last = commits.last else { throw TestSupportError("\(branch) has no commit") }
    var stream = FastImport()
    switch how {
    case .mergeCommit: stream.commit(tree: last[0], merging: last[1], time: time)
    case .squash: stream.commit(tree: last[0], time: time)
    case .rebase: for commit in commits { stream.commit(tree: commit[0], time: time) }
    }
    if removesBranch { stream.delete(branch) }
    try await stream.write(to: path)
  }

  /// All files of `main`.
  func files() async throws -> Tree {
    let listing = try await git("ls-tree", "-r", "-z", "refs/heads/main", in: path)
    let entries = listing.split(separator: "\0").map { line in
      let fields = line.split(separator: "\t", maxSplits: 1)
      let words = fields[0].split(separator: " ")
      return (mode: String(words[0]), id: String(words[2]), path: String(fields[1]))
    }
    let input = entries.map { $0.id + "\n" }.joined()
    let result = try await runGit(["cat-file", "--batch"], in: path, input: Array(input.utf8))
    var rest = result.standardOutput[...]
    var tree: Tree = [:]
    for entry in entries {
      tree[entry.path] = ModelRepository.Blob(mode: entry.mode, bytes: try Self.next(&rest))
    }
    return tree
  }

  /// The next object of what `git cat-file --batch` prints.
  private static func next(_ rest: inout ArraySlice<UInt8>) throws -> [UInt8] {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
      throw TestSupportError("git cat-file: an object is missing")
    }
    let head = String(decoding: rest[..<end], as: UTF8.self)
    guard let size = head.split(separator: " ").last.flatMap({ Int($0) }) else {
      throw TestSupportError("git cat-file: \(head)")
    }
    let bytes = rest[(end + 1)...].prefix(size)
    rest = rest[(end + 1)...].dropFirst(size + 1)
    return Array(bytes)
  }

  /// What `git fsck` finds wrong with all that was ever written; empty when nothing.
  func problems() async throws -> String {
    let check = try await runGit(
      ["fsck", "--strict", "--full", "--no-progress", "--no-dangling"], in: path)
    return check.status == 0 ? check.output + check.errorOutput : "fsck: " + check.errorOutput
  }

  /// What `git merge-file` makes of three texts.
  ///
  /// - Returns: The bytes; nil when it finds a conflict.
  /// - Throws: What Foundation throws.
  func mergedFile(base: [UInt8], ours: [UInt8], theirs: [UInt8]) async throws -> [UInt8]? {
    let files = try [ours, base, theirs].enumerated().map {
      try folder.write($0.element, to: "side-\($0.offset)")
    }
    let result = try await runGit(["merge-file", "-p", "-q"] + files, in: folder.path)
    return result.status == 0 ? result.standardOutput : nil
  }
}
