internal import Findings
internal import Flux
internal import Rewriter
internal import YAML

/// Which rules and patterns of a configuration fit a tree that still has the stand-ins.
///
/// A rule that fits nothing changes nothing, and nobody would notice.
struct ConfigurationFit {
  /// The rules whose stand-in is nowhere in what is rewritten.
  private(set) var unmatchedRules: [BotConfiguration.Replacement] = []
  /// The patterns that match no file.
  private(set) var unmatchedPatterns: [BotConfiguration.WrittenPattern] = []
  /// The stand-ins in files that `include` does not reach, by the place of their rule.
  private(set) var outside: [Int: Outside] = [:]
  /// The folders at the root, for remedies.
  private var rootFolders: [String] = []
  private let file: String

  /// Stand-ins that are not rewritten.
  struct Outside {
    var count = 0
    /// Whether the example is in a manifest, which says more than one in a text for people.
    var isManifest: Bool
    /// The first of them.
    var path: String
    var position: SourcePosition
    var text: String
  }

  /// What of a configuration is asked about.
  struct Question {
    /// By their places; nil for all rules.
    var rules: Set<Int>?
    /// Nil for all patterns.
    var patterns: Set<String>?
    /// The places of rules that are known to fit, so that files in scope need not be read; nil where nothing is
    /// known.
    var known: Set<Int>?
    /// Whether files that `include` does not reach are looked through.
    var looksOutside = true
  }

  /// Looks through `tree`, which is the template's.
  ///
  /// - Throws: BotError when a pattern cannot be compiled.
  init(
    _ bot: BotConfiguration, in tree: some ManifestTree, _ question: Question = Question()
  ) throws(BotError) {
    file = bot.file
    var search = try FitSearch(bot, question)
    TreeFiles(tree).visitEntries { path, isFolder in
      search.visit(path, isFolder) { tree.readableFile(path) }
    }
    unmatchedRules = bot.replacements.filter {
      search.open.contains($0.place) && question.rules?.contains($0.place) != false
    }
    unmatchedPatterns = search.patterns.map(\.written)
    outside = search.outside
    rootFolders = (tree.entries(of: "") ?? []).filter { $0.isFolder && !$0.name.hasPrefix(".") }
      .map(\.name)
  }
}

/// The looking through, one path after the other.
private struct FitSearch {
  let scope: Scope
  let rules: RuleSet?
  let places: [Int]
  /// For the names of files and folders.
  let renaming: [(place: Int, rules: RuleSet)]
  let question: ConfigurationFit.Question
  let hasInclude: Bool
  /// The places of the rules that fit nothing so far.
  var open: Set<Int>
  /// The patterns that fit nothing so far.
  var patterns: [(written: BotConfiguration.WrittenPattern, compiled: PathPattern)] = []
  var outside: [Int: ConfigurationFit.Outside] = [:]

  init(_ bot: BotConfiguration, _ question: ConfigurationFit.Question) throws(BotError) {
    self.question = question
    hasInclude = !bot.include.isEmpty
    scope = try configuration { () throws(ConfigurationError) in
      try Scope(
        Inputs.Replacements(
          include: bot.include, exclude: bot.exclude, perEnvironment: bot.perEnvironment, rules: [],
          fields: [], environments: []))
    }
    (rules, places, _) = bot.compiled()
    open = Set(places).subtracting(question.known ?? [])
    renaming = bot.replacements.filter(\.paths).compactMap { rule in
      let set = try? RuleSet([
        Rule(
          kind: rule.kind, from: rule.from, to: rule.to, renamesPaths: true,
          exactBoundary: rule.exactBoundary, spellings: rule.spellings)
      ])
      return set.map { (rule.place, $0) }
    }
    for written in bot.patterns where question.patterns?.contains(written.pattern) != false {
      // What is always left alone may be named once more.
      guard !Scope.defaultExclude.contains(written.pattern),
        let compiled = try? PathPattern(written.pattern)
      else { continue }
      patterns.append((written, compiled))
    }
  }

  mutating func visit(_ path: String, _ isFolder: Bool, _ bytes: () -> [UInt8]?) {
    if !isFolder { patterns.removeAll { $0.compiled.matches(path) } }
    let isInScope = isFolder ? scope.contains(folder: path) : scope.contains(path)
    if isInScope { markName(RepositoryPath.name(of: path)) }
    guard !isFolder, let rules else { return }
    if isInScope {
      guard question.known == nil, !open.isEmpty, let bytes = bytes() else { return }
      for edit in edits(rules, bytes) { open.remove(places[edit.ruleIndex]) }
    } else if question.looksOutside, hasInclude, !scope.isExcluded(path), let bytes = bytes() {
      note(edits(rules, bytes), in: bytes, at: path)
    }
  }

  private mutating func markName(_ name: String) {
    for rule in renaming where open.contains(rule.place) && rule.rules.renamed(name) != nil {
      open.remove(rule.place)
    }
  }

  private func edits(_ rules: RuleSet, _ bytes: [UInt8]) -> [Edit] {
    bytes.withUnsafeBytes { RuleSet.skipReason(for: $0) == nil ? rules.edits(in: $0) : [] }
  }

  private mutating func note(_ edits: [Edit], in bytes: [UInt8], at path: String) {
    guard !edits.isEmpty else { return }
    let lines = bytes.withUnsafeBytes { LineIndex($0) }
    for edit in edits {
      let place = places[edit.ruleIndex]
      let isManifest = isYAMLOrJSON(path)
      if outside[place] == nil || isManifest && outside[place]?.isManifest == false {
        let count = outside[place]?.count ?? 0
        outside[place] = ConfigurationFit.Outside(
          count: count, isManifest: isManifest, path: path,
          position: lines.position(of: edit.range.lowerBound),
          text: String(decoding: bytes[edit.range], as: UTF8.self))
      }
      outside[place]?.count += 1
    }
  }
}

extension ConfigurationFit {
  /// What a person should know of it.
  var findings: [Finding] {
    unmatchedRules.map(finding) + unmatchedPatterns.map(finding) + outsideFinding
  }

  private func finding(_ rule: BotConfiguration.Replacement) -> Finding {
    let elsewhere = outside[rule.place]
    return Finding(
      .ruleUnmatched, .warning, path: file, position: rule.fromPosition,
      "the stand-in \"\(rule.from)\" is nowhere in what is rewritten"
        + (elsewhere.map { "; outside of include, \($0.path):\($0.position.line) has it" } ?? ""),
      remedy: elsewhere == nil
        ? "correct \"from\", or remove the rule"
        : "let \"include\" reach that file, or remove the rule")
  }

  private func finding(_ pattern: BotConfiguration.WrittenPattern) -> Finding {
    let first = String(pattern.pattern.prefix { $0 != "/" })
    let isGlob = first.contains { "*?[\\".contains($0) }
    let nearest = isGlob ? nil : nearestSpelling(to: first, among: rootFolders)
    let rest = pattern.pattern.dropFirst(first.count)
    let known = rootFolders.sorted().prefix(8).joined(separator: ", ")
    let remedy =
      nearest.flatMap { $0 == first ? nil : "did you mean \"\($0)\(rest)\"?" }
      ?? "correct it, or remove it"
      + (rootFolders.isEmpty ? "" : "; the folders at the root are \(known)")
    return Finding(
      .includeUnmatched, pattern.list == "exclude" ? .note : .warning, path: file,
      position: pattern.position,
      "\"\(pattern.pattern)\" in \(pattern.list) matches no file", remedy: remedy)
  }

  private var outsideFinding: [Finding] {
    let all = outside.values.sorted {
      ($0.isManifest ? 0 : 1, $0.path, $0.position) < ($1.isManifest ? 0 : 1, $1.path, $1.position)
    }
    guard let first = all.first else { return [] }
    let count = all.reduce(0) { $0 + $1.count }
    return [
      Finding(
        .standInOutside, .note, path: first.path, line: first.position.line,
        column: first.position.column,
        count == 1
          ? "\"\(first.text)\" stands here, where \"include\" does not reach"
          : "\(count) stand-ins stand where \"include\" does not reach, such as \"\(first.text)\" here",
        remedy: "let \"include\" reach them if they are to be replaced")
    ]
  }
}

extension Finding {
  /// A note where a tree holds manifests and none of Flux's Kustomizations; else nothing.
  static func fluxNotFound(in files: TreeFiles) -> [Finding] {
    var (hasManifests, hasFlux) = (false, false)
    files.visitFiles(where: { !hasFlux && RepositoryPath.isYAML($0) }) { _, bytes in
      bytes.withUnsafeBytes { bytes in
        hasManifests = hasManifests || bytes.contains("apiVersion") && bytes.contains("kind")
        // A FluxInstance syncs a folder of its own.
        hasFlux =
          bytes.contains("kustomize.toolkit.fluxcd.io/v")
          || bytes.contains("fluxcd.controlplane.io/v")
      }
    }
    guard hasManifests, !hasFlux else { return [] }
    return [
      Finding(
        .fluxNotFound, .note,
        "no Kustomization of Flux was recognised, so nothing is known of what a cluster applies",
        remedy:
          "nothing where Flux is set up elsewhere; else commit what flux bootstrap has written")
    ]
  }
}
