internal import Findings
internal import Flux
internal import Rewriter
internal import YAML

/// Finds stand-ins, and values that were replaced since, which no run will replace any more.
///
/// A run rewrites the template's files; what the owner wrote is the owner's.
struct LeftOver {
  private let scope: Scope?
  /// One rule set for each environment; the rules after `standIns` look for earlier values.
  private let sets: [(rules: RuleSet, standIns: Int)]
  /// What the rules write now, in any environment.
  private let values: [[UInt8]]
  /// Whether no proposal was merged yet, so that the next one replaces all of them.
  private let isUntouched: Bool

  /// - Throws: BotError when the rules cannot be compiled.
  init(_ inputs: Inputs, _ lock: Lock?) throws(BotError) {
    isUntouched = lock == nil
    guard let replacements = inputs.replacements else {
      scope = nil
      sets = []
      values = []
      return
    }
    var sets: [(rules: RuleSet, standIns: Int)] = []
    let earlier = lock.map { EarlierValues($0, before: replacements) }
    for environment in replacements.environments {
      let standIns = replacements.rules(for: environment)
      let old = earlier?.rules(for: environment) ?? []
      let rules = try configuration { () throws(ConfigurationError) in
        try Self.compiled(standIns, old)
      }
      sets.append((rules, standIns.count))
    }
    let patterns = try configuration { [sets] () throws(ConfigurationError) in
      try Scope(replacements.following(sets.map(\.rules)))
    }
    scope = patterns
    values = replacements.environments.flatMap { replacements.rules(for: $0) }
      .map { Array($0.to.utf8) }
    self.sets = sets
  }

  /// Compiles both kinds of rules; an earlier value that cannot be told from a stand-in is left out.
  private static func compiled(
    _ standIns: [Rule], _ earlier: [Rule]
  ) throws(ConfigurationError) -> RuleSet {
    var earlier = earlier
    while true {
      do throws(RuleError) {
        return try RuleSet(standIns + earlier, keepsSelfContained: true)
      } catch {
        guard error.ruleIndex >= standIns.count else {
          throw ConfigurationError(
            "\"\(standIns[error.ruleIndex].from)\" cannot be looked for: \(error)",
            file: BotFile.configuration, remedy: "change its \"from\" or its value")
        }
        earlier.remove(at: error.ruleIndex - standIns.count)
      }
    }
  }
}

extension LeftOver {
  /// The findings in a file, none where it is out of scope or would be skipped by a run.
  func findings(in bytes: [UInt8], at path: String) -> [Finding] {
    guard let scope, let first = sets.first, path != BotFile.baseline, scope.contains(path),
      bytes.withUnsafeBytes({ RuleSet.skipReason(for: $0) }) == nil
    else { return [] }
    // What another environment's value holds is no stand-in.
    let others = sets.dropFirst().map { Set(edits($0.rules, in: bytes).map(\.range)) }
    let found = edits(first.rules, in: bytes).filter { edit in
      others.allSatisfy { $0.contains(edit.range) } && !isWithinValue(edit.range, of: bytes)
    }
    var findings: [Finding] = []
    if !found.isEmpty {
      let lines = bytes.withUnsafeBytes { LineIndex($0) }
      findings = found.map { edit in
        let position = lines.position(of: edit.range.lowerBound)
        return finding(edit, in: bytes, at: path, position)
      }
    }
    return findings + encoded(in: bytes, at: path)
  }

  /// The findings in the names of files and folders.
  func findings(inNamesOf files: TreeFiles) -> [Finding] {
    guard let scope, !sets.isEmpty else { return [] }
    var findings: [Finding] = []
    files.visitEntries { path, isFolder in
      let name = RepositoryPath.name(of: path)
      guard isFolder ? scope.contains(folder: path) : scope.contains(path),
        sets.allSatisfy({ $0.rules.renamed(name) != nil }),
        let renamed = sets.first?.rules.renamed(name)
      else { return }
      findings.append(
        Finding(
          .standInLeft, .warning, path: path, "the name \"\(name)\" holds a stand-in",
          remedy: sets.count == 1 ? "rename it to \"\(renamed)\"" : "rename it"))
    }
    return findings
  }

  private func edits(_ rules: RuleSet, in bytes: [UInt8]) -> [Edit] {
    bytes.withUnsafeBytes { rules.edits(in: $0) }
  }

  /// Whether a text is a part of what a rule writes: a domain in an address of somebody elsewhere.
  private func isWithinValue(_ range: Range<Int>, of bytes: [UInt8]) -> Bool {
    values.contains { value in
      guard value.count > range.count else { return false }
      return (0...(value.count - range.count)).contains { offset in
        let start = range.lowerBound - offset
        return start >= 0 && start + value.count <= bytes.count
          && bytes[start..<(start + value.count)].elementsEqual(value)
      }
    }
  }

  private func finding(
    _ edit: Edit, in bytes: [UInt8], at path: String, _ position: SourcePosition
  ) -> Finding {
    let text = String(decoding: bytes[edit.range], as: UTF8.self)
    let value = String(decoding: edit.replacement, as: UTF8.self)
    let isStandIn = edit.ruleIndex < (sets.first?.standIns ?? 0)
    let known = sets.count == 1 ? "\"\(value)\"" : "the value"
    return Finding(
      isStandIn ? .standInLeft : .earlierValue, .warning, path: path, line: position.line,
      column: position.column,
      isStandIn ? "\"\(text)\" is a stand-in" : "\"\(text)\" is an earlier value",
      remedy: isUntouched
        ? "let gitops-bot run write \(known)"
        : "write \(known), or exclude the file in \(BotFile.configuration)")
  }

  private func encoded(in bytes: [UInt8], at path: String) -> [Finding] {
    guard isYAMLOrJSON(path), bytes.withUnsafeBytes({ $0.contains("Secret") }) else { return [] }
    return SecretValue.all(in: bytes)
      .filter { value in sets.allSatisfy { $0.rules.rewrite(value.text) != value.text } }
      .map { Rendering.Encoded(path: path, key: $0.key, position: $0.position) }
      .map(Finding.init)
  }
}

extension Inputs.Replacements {
  /// The same with patterns that also fit the paths to which rules have renamed the template's.
  fileprivate func following(_ rules: [RuleSet]) -> Self {
    func both(_ patterns: [String]) -> [String] {
      let renamed = patterns.flatMap { pattern in
        rules.map { rules in
          pattern.split(separator: "/", omittingEmptySubsequences: false)
            .map { rules.renamed(String($0)) ?? String($0) }.joined(separator: "/")
        }
      }
      return patterns + renamed
    }
    var copy = self
    copy.include = both(include)
    copy.exclude = both(exclude)
    return copy
  }
}

/// The values that rules have put in the place of stand-ins once, and that are others now.
struct EarlierValues {
  private let now: Inputs.Replacements
  /// What was written, by the place of the rule among those of now.
  private var written: [Int: Set<String>] = [:]

  /// Collects them from what the last merged proposal was made from, and the one before.
  init(_ lock: Lock, before now: Inputs.Replacements) {
    self.now = now
    let current = Set(now.environments.flatMap { now.rules(for: $0) }.flatMap { [$0.to, $0.from] })
    for inputs in [lock.inputs, lock.previous?.inputs] {
      guard let then = inputs?.replacements else { continue }
      for rule in then.environments.flatMap({ then.rules(for: $0) }) {
        guard Self.isTelling(rule), !current.contains(rule.to),
          let index = now.rules.firstIndex(where: { $0.from == rule.from })
        else { continue }
        written[index, default: []].insert(rule.to)
      }
    }
  }

  /// Rules that turn earlier values into those that `environment` has now.
  func rules(for environment: Inputs.EnvironmentValues) -> [Rule] {
    now.rules(for: environment).flatMap { rule in
      let index = now.rules.firstIndex { $0.from == rule.from }
      return index.flatMap { written[$0] }.map { texts in
        texts.sorted().map { text in
          Rule(
            kind: rule.kind, from: text, to: rule.to, renamesPaths: rule.renamesPaths,
            exactBoundary: rule.exactBoundary)
        }
      } ?? []
    }
  }

  /// Whether finding the value says anything: short ones, and those that need not stand for
  /// themselves, are everywhere.
  private static func isTelling(_ rule: Rule) -> Bool {
    rule.kind != .text && rule.to.utf8.count >= 4
  }
}
