internal import Git
internal import YAML

/// The two configuration files of a proposal that takes over an update of the template.
struct TemplateConfiguration {
  /// The keys that may come from the template, which say how is rewritten.
  ///
  /// What the bot is allowed to do comes from the base branch alone, and so does every key that is not
  /// named here.
  static let sharedKeys: Set = [
    "$schema", "include", "exclude", "replacements", "perEnvironment", "configMap", "wiring",
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
    merging base: BaseBranch, from old: ObjectID, to new: ObjectID, isFromOutside: Bool,
    in repository: Repository
  ) throws(BotError) {
    bot = base.bot
    infrastructure = base.infrastructure
    let name = BotConfiguration.fileName
    let rules = try merge(
      name, base.tree, old, new, repository, isShared: TemplateConfiguration.isShared
    ) {
      bytes throws(ConfigurationError) in
      _ = try BotConfiguration.decode(bytes, file: name)
    }
    if let rules, !isFromOutside {
      bot = try configuration { () throws(ConfigurationError) in
        try BotConfiguration.decode(rules, file: name)
      }
    }
    let values = try merge(InfrastructureFile.name, base.tree, old, new, repository) {
      bytes throws(ConfigurationError) in
      let parsed = try parsedJSON(bytes, file: InfrastructureFile.name)
      _ = try InfrastructureConfiguration.decode(parsed, file: InfrastructureFile.name)
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
    let old = base.flatMap { (try? PositionedValue.parse(json: $0)) == nil ? nil : $0 }
    do {
      return try mergedConfiguration(
        base: old ?? Array("{}".utf8), ours: ours, theirs: theirs, isShared: isShared)
    } catch {
      throw ConfigurationError(
        error.message, file: path, position: error.position, remedy: error.remedy)
    }
  }
}
