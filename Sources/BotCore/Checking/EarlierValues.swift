internal import Rewriter

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
