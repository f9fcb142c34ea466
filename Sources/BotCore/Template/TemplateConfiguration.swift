internal import Findings
internal import Git
internal import YAML

/// The two configuration files of a proposal that takes over an update of the template.
struct TemplateConfiguration {
  /// The keys that may come from the template, which say how is rewritten.
  ///
  /// What the bot is allowed to do comes from the base branch alone, and so does every key that is not
  /// named here.
  static let sharedKeys: Set = [
    "$schema", "include", "exclude", "values", "replacements", "perEnvironment", "configMap",
    "wiring",
  ]

  /// With the template's new rules.
  var bot: BotConfiguration
  /// The bytes of `infrastructure.config.json` with the template's new keys; nil when there is none.
  var infrastructure: [UInt8]?
  /// Both files as the proposal has them; those that the repository lacks are left out.
  var files: [(path: String, bytes: [UInt8])] = []
  var findings: [Finding] = []

  /// Merges the files of `base` with those of the template's trees T₀ (`old`) and T₁ (`new`).
  ///
  /// Where `isFromOutside` the rules in force are not those of the repository's file: that is merged
  /// all the same, and `bot` stays as it is.
  ///
  /// - Throws: BotError when an object cannot be read.
  init(
    merging target: TargetBranch, from old: ObjectID, to new: ObjectID, isFromOutside: Bool,
    in repository: Repository
  ) throws(BotError) {
    bot = target.bot
    infrastructure = target.infrastructure
    let name = BotFile.configuration
    let rules = try merge(
      name, target.tree, old, new, repository, isShared: TemplateConfiguration.isShared
    ) {
      bytes throws(ConfigurationError) in
      _ = try BotConfiguration.decode(bytes, file: name)
    }
    if let rules, !isFromOutside {
      bot = try configuration { () throws(ConfigurationError) in
        try BotConfiguration.decode(rules, file: name)
      }
    }
    var keys = bot.keys
    // What a template has in the place of a value is an owner's to mend, and no reason to leave the rest.
    keys.checksKinds = false
    let values = try merge(BotFile.infrastructure, target.tree, old, new, repository) {
      bytes throws(ConfigurationError) in
      let parsed = try parsedJSON(bytes, file: BotFile.infrastructure)
      _ = try InfrastructureConfiguration.decode(parsed, file: BotFile.infrastructure, keys: keys)
    }
    infrastructure = values ?? infrastructure
  }

  private static func isShared(_ key: String) -> Bool { sharedKeys.contains(key) }

  /// The merged bytes of one file; nil where the repository has none.
  private mutating func merge(
    _ path: String, _ tree: ObjectID, _ old: ObjectID, _ new: ObjectID, _ repository: Repository,
    isShared: (String) -> Bool = { _ in true },
    check: ([UInt8]) throws(ConfigurationError) -> Void
  ) throws(BotError) -> [UInt8]? {
    guard let ours = try repository.bytes(at: path, in: tree) else { return nil }
    let base = try repository.bytes(at: path, in: old)
    let theirs = try repository.bytes(at: path, in: new)
    var bytes = ours
    if let theirs, theirs != base {
      do throws(ConfigurationError) {
        try check(theirs)
        let merged = try TemplateConfiguration.merged(base, ours, theirs, path, isShared)
        try check(merged.bytes)
        bytes = merged.bytes
        findings += merged.kept.map { .configurationKept($0, path: path) }
      } catch {
        findings.append(.templateConfiguration(error, path: path))
      }
    }
    files.append((path: path, bytes: bytes))
    return bytes
  }

  private static func merged(
    _ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8], _ path: String,
    _ isShared: (String) -> Bool
  ) throws(ConfigurationError) -> MergedConfiguration {
    // What cannot be read was never in force, so that it changed nothing.
    let old = base.flatMap { (try? PositionedValue.parse(commentedJSON: $0)) == nil ? nil : $0 }
    do {
      return try mergedConfiguration(
        base: old ?? Array("{}".utf8), ours: ours, theirs: theirs, isShared: isShared)
    } catch {
      throw ConfigurationError(
        error.message, file: path, position: error.position, remedy: error.remedy)
    }
  }
}

/// A file, link or submodule that differs between two trees.
struct ChangedEntry {
  let path: String
  /// Nil when it is new.
  let old: TreeEntry?
  /// Nil when it is gone.
  let new: TreeEntry?
}

extension Repository {
  /// What differs between two trees, in the order of the paths; equal folders are not entered.
  ///
  /// `old` and `new` are root trees, nil for nothing. Renames are a removal and an addition.
  ///
  /// - Throws: GitError where a tree is absent.
  func changedEntries(
    from old: ObjectID?, to new: ObjectID?, below path: String = ""
  ) throws(GitError) -> [ChangedEntry] {
    if old == new { return [] }
    let before = try entriesByName(of: old)
    let after = try entriesByName(of: new)
    var changes: [ChangedEntry] = []
    for name in ExactSet(before.keys + after.keys).ordered {
      let (was, now) = (before[name], after[name])
      if was == now { continue }
      let place = joined(path, name)
      let files = (
        was.flatMap { $0.mode == .tree ? nil : $0 }, now.flatMap { $0.mode == .tree ? nil : $0 }
      )
      if files.0 != nil || files.1 != nil {
        changes.append(ChangedEntry(path: place, old: files.0, new: files.1))
      }
      let folders = (
        was.flatMap { $0.mode == .tree ? $0.id : nil },
        now.flatMap { $0.mode == .tree ? $0.id : nil }
      )
      changes += try changedEntries(from: folders.0, to: folders.1, below: place)
    }
    return changes
  }

  private func entriesByName(of id: ObjectID?) throws(GitError) -> ExactMap<TreeEntry> {
    guard let id else { return [:] }
    return ExactMap(try tree(id).entries.map { ($0.name, $0) })
  }
}
