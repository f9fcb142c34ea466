import Git
import TestSupport
import YAML

@testable import BotCore

/// Merges trees of a few files in a repository of their own.
struct TreeMergeSample {
  /// A file of a tree.
  struct File: Equatable, ExpressibleByStringLiteral, CustomStringConvertible {
    var text: String
    var mode = FileMode.blob

    init(stringLiteral text: String) { self.text = text }

    init(_ text: String) { self.text = text }

    init(program text: String) { (self.text, mode) = (text, .executable) }

    init(link target: String) { (text, mode) = (target, .symbolicLink) }

    var description: String { mode == .blob ? text : "\(mode): \(text)" }
  }

  typealias Files = ExactMap<File>

  private let folder: TemporaryFolder
  private let repository: Repository

  init() throws {
    folder = try TemporaryFolder()
    repository = try Repository.create(bareAt: folder.path("r.git"))
  }

  private func tree(_ files: Files) throws -> ObjectID {
    let entries: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = try files.map {
      ($0.key, (try repository.writeBlob(Array($0.value.text.utf8)), $0.value.mode))
    }
    return try repository.writeTree(try repository.emptyTree(), settingPaths: entries)
  }

  private func files(_ tree: ObjectID) throws -> Files {
    var files: Files = [:]
    for (path, change) in try TreeComparison(from: nil, to: tree, in: repository).changes {
      guard let entry = change.new else { continue }
      files[path] = File(String(decoding: try repository.blob(entry.id).bytes, as: UTF8.self))
      files[path]?.mode = entry.mode
    }
    return files
  }

  /// What the template changed from `base` to `theirs`, done to the owner's files; `domain` is what the
  /// stand-in example.com was in the base, and is now.
  func merged(
    base: Files, ours: Files, theirs: Files, domain: (old: String, new: String)? = nil
  ) throws -> (files: Files, conflicts: [Conflict]) {
    let own = try tree(ours)
    let sides = Sides(base: try tree(base), theirs: try tree(theirs), ours: own)
    let branch = TargetBranch(
      reference: "refs/heads/main", commit: own, tree: own,
      bot: try BotConfiguration.decode(Array("{}".utf8), file: "bot.config.json"),
      infrastructure: nil, lock: nil, findings: [])
    let rules = MergeRules(
      ValueChanges(from: Self.inputs(domain?.old), to: Self.inputs(domain?.new)), branch, Inputs())
    let result = try merge3(sides, rules, in: repository)
    return (try files(result.tree), result.conflicts)
  }

  private static func inputs(_ domain: String?) -> Inputs {
    guard let domain else { return Inputs() }
    let rule = Inputs.RuleInput(
      kind: "domain", from: "example.com", to: domain, paths: true, exactBoundary: false,
      spellings: [], place: 1)
    return Inputs(
      replacements: Inputs.Replacements(
        include: ["**"], exclude: [], perEnvironment: [], rules: [rule], fields: [],
        environments: [Inputs.EnvironmentValues(name: "production", values: [:])]))
  }
}

extension ExactMap<TreeMergeSample.File> {
  /// Both together; where both have a file, `choose` takes one.
  func merging(_ other: Self, _ choose: (Value, Value) -> Value = { $1 }) -> Self {
    var all = self
    for (path, file) in other { all[path] = all[path].map { choose($0, file) } ?? file }
    return all
  }

  /// The same without what is below `folder`.
  func without(_ folder: String) -> Self { filter { !$0.key.hasPrefix(folder) } }

  /// The same with `folder` renamed.
  func moving(_ folder: String, to target: String) -> Self {
    Self(
      map {
        ($0.key.hasPrefix(folder) ? target + $0.key.dropFirst(folder.count) : $0.key, $0.value)
      })
  }

  /// The same with a text of one file exchanged, or in all of them.
  func replacing(_ old: String, with new: String, in path: String? = nil) -> Self {
    var all = self
    for (place, file) in self where path == nil || place == path {
      all[place]?.text = file.text.replacing(old, with: new)
    }
    return all
  }

  /// The same with lines at the end of a file.
  func appending(_ text: String, to path: String) -> Self {
    var all = self
    all[path]?.text += text
    return all
  }
}
