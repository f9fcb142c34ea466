import Foundation
import Synchronization
import TestSupport

/// A template, the repository that was made from it, and the owner's clone of that, with work of the owner's.
final class AttackSite: Sendable {
  /// Stands for what must not be shown.
  static let secret = "c4nary-s3cret-value"

  private let folder: TemporaryFolder
  private let notes = Mutex(Notes())

  private struct Notes {
    var kept: [any Sendable] = []
    var target = ""
    var verifications: [@Sendable () throws -> Void] = []
  }

  /// The template's repository, with its files.
  var template: String { folder.path("template") }
  /// The owner's clone, which has `origin` as its remote.
  var own: String { folder.path("own") }
  /// The owner's repository on the server.
  var origin: String { folder.path("origin.git") }

  private static let files = [
    "bot.config.json": """
    {
      "template": { "url": "../template", "ref": "main" },
      "include": ["manifests/**"],
      "configMap": { "path": "manifests/config.yaml" },
      "replacements": [
        { "kind": "domain", "from": "example.com", "to": "{{project.domain}}" },
        { "kind": "name", "from": "my-cluster", "to": "{{cluster.name}}", "paths": true }
      ]
    }

    """,
    "infrastructure.config.json": """
    {
      "project": { "name": "acme", "domain": "acme.io" },
      "environments": [
        {
          "name": "production",
          "cluster": { "region": "fra1", "nodeSize": "s-2vcpu-4gb", "nodeCount": 3 }
        }
      ]
    }

    """,
    "manifests/chat.yaml": "kind: Chat\nspec:\n  host: chat.example.com\n  replicas: 1\n",
    "manifests/clusters/my-cluster/root.yaml": "kind: Root\nname: my-cluster\n",
  ]

  /// Makes one with the template's files in the owner's first commit.
  init() async throws {
    folder = try TemporaryFolder()
    for name in ["template", "own"] {
      for (path, text) in Self.files { try folder.write(text, to: "\(name)/\(path)") }
      try await git("init", "--quiet", in: folder.path(name))
      try await commit(name)
    }
    try await git("clone", "--quiet", "--bare", own, origin)
    try await git("remote", "remove", "origin", in: origin)
    try await git("remote", "add", "origin", origin, in: own)
    try await git("branch", "work", in: own)
    try await git("commit", "--quiet", "--allow-empty", "-m", "Unpushed", in: own)
    try await git("branch", "--force", "work", in: own)
    try await git("reset", "--quiet", "--hard", "HEAD~1", in: own)
    try await git("tag", "mine", in: own)
  }

  private func commit(_ name: String) async throws {
    try await git("add", "--all", in: folder.path(name))
    try await git("commit", "--quiet", "-m", "Start", in: folder.path(name))
  }

  /// `{template}`, `{own}` and `{origin}` in a text as paths.
  func filled(_ text: String) -> String {
    text.replacing("{template}", with: template).replacing("{own}", with: own)
      .replacing("{origin}", with: origin).replacing("{secret}", with: Self.secret)
      .replacing("{target}", with: notes.withLock { $0.target })
  }

  /// Has a server run as long as the site is there.
  func keep(_ server: some Sendable) { notes.withLock { $0.kept.append(server) } }

  /// Names what `{target}` stands for.
  func aim(at address: String) { notes.withLock { $0.target = address } }

  /// Has something looked at after the run.
  func verify(_ body: @escaping @Sendable () throws -> Void) {
    notes.withLock { $0.verifications.append(body) }
  }

  /// Looks at it.
  func runVerifications() throws {
    for verification in notes.withLock({ $0.verifications }) { try verification() }
  }

  // MARK: What attackers do

  /// The template's author changes a file.
  func release(_ text: String, _ path: String) async throws {
    try folder.write(text, to: "template/\(path)")
    try await commit("template")
  }

  /// The owner copies the template as it is now, as "use this template" does: in the first commit.
  func copyTemplate() async throws {
    for name in ["own", "origin.git"] {
      try FileManager.default.removeItem(atPath: folder.path(name))
    }
    try FileManager.default.copyItem(atPath: template, toPath: own)
    try FileManager.default.removeItem(atPath: "\(own)/.git")
    try await git("init", "--quiet", in: own)
    try await commit("own")
    try await git("clone", "--quiet", "--bare", own, origin)
    try await git("remote", "add", "origin", origin, in: own)
    try await git("branch", "work", in: own)
  }

  /// A file reaches the base branch in a commit of its own.
  func edit(_ text: String, _ path: String) async throws {
    try folder.write(text, to: "own/\(path)")
    try await commit("own")
    try await git("push", "--quiet", "origin", "main", in: own)
  }

  /// Replaces a text of the owner's configuration.
  func configure(_ old: String, _ new: String, in path: String = "bot.config.json") async throws {
    let text = Self.files[path] ?? ""
    guard text.contains(old) else { throw TestSupportError("\(path) does not hold \(old)") }
    try await edit(text.replacing(old, with: new), path)
  }

  /// Proposes and merges, so that the next run is a sync.
  func settle() async throws {
    let result = try await Bot.run(["run", "."], in: own)
    guard result.status == 0 else { throw TestSupportError(result.errorOutput) }
    try await git("fetch", "--quiet", "origin", in: own)
    try await git("merge", "--quiet", "--no-ff", "-m", "Merge", "origin/gitops-bot/sync", in: own)
    try await git("push", "--quiet", "origin", "main", ":gitops-bot/sync", in: own)
  }

  /// Points a reference of the server at something.
  func forge(_ reference: String, _ id: String) async throws {
    try await git("update-ref", reference, id, in: origin)
  }

  /// Stores an object in the server's repository: its id.
  func object(_ kind: String, _ bytes: [UInt8], in repository: String? = nil) async throws -> String
  {
    try await git(
      "hash-object", "-t", kind, "-w", "--stdin", "--literally", in: repository ?? origin,
      input: bytes)
  }

  /// The template's next release is a tree that Git's own commands would not make.
  func releaseTree(_ entries: [(mode: String, name: [UInt8], id: String)]) async throws {
    let root = try await git("rev-parse", "main^{tree}", in: template)
    var bytes = try await runGit(["cat-file", "tree", root], in: template).standardOutput
    for entry in entries {
      bytes += Array("\(entry.mode) ".utf8) + entry.name + [0] + Self.raw(entry.id)
    }
    let tree = try await object("tree", bytes, in: template)
    let tip = try await git("commit-tree", "-m", "Release", "-p", "main", tree, in: template)
    try await git("update-ref", "refs/heads/main", tip, in: template)
  }

  /// Stores a tree in the template's repository: its id.
  func tree(_ entries: [(mode: String, name: String, id: String)]) async throws -> String {
    var bytes: [UInt8] = []
    for entry in entries {
      bytes += Array("\(entry.mode) \(entry.name)".utf8) + [0] + Self.raw(entry.id)
    }
    return try await object("tree", bytes, in: template)
  }

  private static func raw(_ id: String) -> [UInt8] {
    stride(from: 0, to: 40, by: 2).compactMap { UInt8(id.dropFirst($0).prefix(2), radix: 16) }
  }

  // MARK: What must stay

  /// Everything of the owner's and the template's that no run may change.
  struct State: Equatable {
    var lines: [String]

    func differences(from other: State) -> [String] {
      Set(lines).symmetricDifference(other.lines).sorted()
    }
  }

  /// References but the bot's own, HEAD, index and working files.
  func state() async throws -> State {
    var lines: [String] = []
    for place in [own, origin, template] {
      lines += try await git("for-each-ref", "--format=%(refname) %(objectname)", in: place)
        .split(separator: "\n").map { "\(place) \($0)" }
        .filter { !$0.contains(" refs/gitops-bot/") && !$0.contains(" refs/heads/gitops-bot/sync") }
      let head = place == origin ? "\(place)/HEAD" : "\(place)/.git/HEAD"
      lines.append("\(place) \(try String(contentsOfFile: head, encoding: .utf8))")
    }
    let index = try Data(contentsOf: URL(fileURLWithPath: "\(own)/.git/index"))
    lines.append("index \(index.base64EncodedString())")
    for name in try FileManager.default.subpathsOfDirectory(atPath: own)
    where !name.hasPrefix(".git/") {
      let bytes = FileManager.default.contents(atPath: "\(own)/\(name)") ?? Data()
      lines.append("\(name) \(bytes.base64EncodedString())")
    }
    return State(lines: lines)
  }

  /// The files of a proposal but for the lock, whose ids are those of this site.
  func files(of tree: String) async throws -> [String] {
    try await git("ls-tree", "-r", tree, in: origin).split(separator: "\n").map(String.init)
      .filter { !$0.hasSuffix("gitops-bot.lock.json") }
  }

  /// The files of a proposal that nobody has disturbed.
  static func undisturbed() async throws -> [String] {
    let site = try await AttackSite()
    let result = try await Bot.run(["run", "."], in: site.own)
    guard result.status == 0 else { throw TestSupportError(result.errorOutput) }
    let proposed = try await git("rev-parse", "gitops-bot/sync^{tree}", in: site.origin)
    return try await site.files(of: proposed)
  }
}

// MARK: Forged marks

extension AttackSite {
  /// A mark of no state, which names a template at `address`.
  static func mark(_ address: String) -> String {
    let text = Data("\(address)\nmain".utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    return String(repeating: "0", count: 40) + "-" + text
  }

  /// Leaves such a mark.
  func leaveMark(_ address: String) async throws {
    try await forge(
      "refs/gitops-bot/settled/\(Self.mark(address))",
      try await git("rev-parse", "main", in: origin))
  }

  /// Takes from the server what none of its references leads to any more.
  func prune() async throws {
    try await git("repack", "-adq", in: origin)
    try await git("prune", "--expire=now", in: origin)
  }
}

/// A hook of a server.
enum HookScript {
  /// Writes one that the server runs.
  static func write(_ script: String, to path: String) throws {
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }
}
