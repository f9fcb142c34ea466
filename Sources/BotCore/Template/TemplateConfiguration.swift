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

  /// Merges the files of `target` with those of the template's trees T₀ (`old`) and T₁ (`new`).
  ///
  /// Where `isFromOutside` the rules in force are not those of the repository's file: that is merged
  /// all the same, and `bot` stays as it is. `request` may give values.
  ///
  /// - Throws: BotError when an object cannot be read.
  init(
    merging target: TargetBranch, from old: ObjectID, to new: ObjectID, isFromOutside: Bool,
    _ request: Request? = nil, in repository: Repository
  ) throws(BotError) {
    bot = target.bot
    infrastructure = target.infrastructure
    let name = BotFile.configuration
    let trees = Sides(base: old, theirs: new, ours: target.tree)
    func rules(declaring dropped: [String]) throws(BotError) -> ConfigurationFile? {
      try ConfigurationFile(name, trees, in: repository, declaring: dropped, where: Self.isShared) {
        bytes throws(ConfigurationError) in
        _ = try BotConfiguration.decode(bytes, file: name)
      }
    }
    func decoded(_ rules: ConfigurationFile) throws(BotError) -> BotConfiguration {
      try configuration { () throws(ConfigurationError) in
        try BotConfiguration.decode(rules.bytes, file: name)
      }
    }
    let dropped = try trees.droppedValues(in: repository)
    var merged = try rules(declaring: dropped)
    if let merged, !isFromOutside { bot = try decoded(merged) }
    var keys = bot.keys
    // What a template has in the place of a value is an owner's to mend, and no reason to leave the rest.
    keys.checksKinds = false
    let values = try ConfigurationFile(BotFile.infrastructure, trees, in: repository) {
      bytes throws(ConfigurationError) in
      let parsed = try parsedJSON(bytes, file: BotFile.infrastructure)
      _ = try InfrastructureConfiguration.decode(parsed, file: BotFile.infrastructure, keys: keys)
    }
    infrastructure = values?.bytes ?? infrastructure
    if !dropped.isEmpty, let all = merged.flatMap({ try? decoded($0) }) {
      let needs = try OwnersNeeds(
        all, infrastructure, request, reviewText: target.reviewFile(in: repository))
      let kept = needs.kept(of: dropped)
      merged = try rules(declaring: kept.map(\.name))
      if let merged, !isFromOutside { bot = try decoded(merged) }
      findings += kept.map(needs.finding)
    }
    for file in [merged, values].compactMap({ $0 }) {
      files.append((path: file.path, bytes: file.bytes))
      findings += file.findings
    }
  }

  private static func isShared(_ key: String) -> Bool { sharedKeys.contains(key) }
}

/// One of the files, merged.
private struct ConfigurationFile {
  let path: String
  private(set) var bytes: [UInt8]
  private(set) var findings: [Finding] = []

  /// Nil where the repository has none; the owner's bytes where what the template has does not pass `check`.
  init?(
    _ path: String, _ trees: Sides, in repository: Repository, declaring dropped: [String] = [],
    where isShared: (String) -> Bool = { _ in true },
    check: ([UInt8]) throws(ConfigurationError) -> Void
  ) throws(BotError) {
    guard let ours = try repository.bytes(at: path, in: trees.ours) else { return nil }
    let base = try repository.bytes(at: path, in: trees.base)
    let theirs = try repository.bytes(at: path, in: trees.theirs)
    (self.path, bytes) = (path, ours)
    guard let theirs, theirs != base else { return }
    do throws(ConfigurationError) {
      try check(theirs)
      let merged = try Self.merged(base, ours, theirs, path, declaring: dropped, isShared)
      try check(merged.bytes)
      bytes = merged.bytes
      findings = merged.kept.map { .configurationKept($0, path: path) }
    } catch {
      findings = [.templateConfiguration(error, path: path)]
    }
  }

  private static func merged(
    _ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8], _ path: String,
    declaring dropped: [String], _ isShared: (String) -> Bool
  ) throws(ConfigurationError) -> MergedConfiguration {
    // What cannot be read was never in force, so that it changed nothing.
    let old = base.flatMap { (try? PositionedValue.parse(commentedJSON: $0)) == nil ? nil : $0 }
    do {
      return try mergedConfiguration(
        base: old ?? Array("{}".utf8), ours: ours, theirs: theirs, declaring: dropped,
        isShared: isShared)
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
