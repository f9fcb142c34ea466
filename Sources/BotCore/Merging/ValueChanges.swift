internal import Rewriter

/// The values that differ between two renderings: what makes of the base's text what theirs would
/// be if only values had changed.
struct ValueChanges {
  /// One rule set for each environment whose values differ, more where several stand-ins had one value.
  private let sets: [RuleSet]
  /// One for each environment, from the stand-ins: for files that have newly come into scope.
  private var fromStandIns: [RuleSet] = []

  /// - Parameters:
  ///   - old: The inputs that the base was rendered with; nil when it has the stand-ins.
  ///   - new: The inputs that theirs was rendered with.
  ///   - keepsSelfContained: Whether a text that lies inside its own value is left as it is.
  init(from old: Inputs?, to new: Inputs, keepsSelfContained: Bool = false) {
    guard let replacements = new.replacements else {
      sets = []
      return
    }
    sets = replacements.environments.flatMap { environment in
      let before = old?.replacements.flatMap { locked in
        locked.environments.first { $0.name == environment.name }.map(locked.rules)
      }
      let rules = ValueChanges.rules(
        from: before ?? [], to: replacements.rules(for: environment))
      return ValueChanges.compiled(rules, keepsSelfContained: keepsSelfContained)
    }
    fromStandIns = replacements.environments.flatMap { environment in
      ValueChanges.compiled(replacements.rules(for: environment))
    }
  }

  /// The way back: from the values of `inputs` to the stand-ins.
  init(reversing inputs: Inputs) {
    let replacements = inputs.replacements
    sets = (replacements?.environments ?? []).flatMap { environment in
      let rules = (replacements?.rules(for: environment) ?? []).map { rule in
        var back = rule
        (back.from, back.to) = (rule.to, rule.from)
        return back
      }
      return ValueChanges.compiled(rules)
    }
  }

  /// The path that a file of the base has after the change of values.
  func path(_ path: String, isThere: (String) -> Bool) -> String {
    for set in sets {
      let parts = path.split(separator: "/").map { set.renamed(String($0)) ?? String($0) }
      let new = parts.joined(separator: "/")
      if new != path, isThere(new) { return new }
    }
    return path
  }

  /// An object of the base as the other side may write it: as it is, and with the values of each environment.
  func spellings(of object: IdentifiedObject) -> [IdentifiedObject] {
    [object]
      + sets.map { set in
        object.rewritten {
          String(decoding: ValueChanges.rewritten(Array($0.utf8), by: set), as: UTF8.self)
        }
      }
  }

  /// Changes the values in a text of the file whose base and other side are given.
  ///
  /// Of several environments the one that explains most lines of the file counts; the stand-ins only
  /// where they explain more than any change of a value.
  func text(base: [UInt8], theirs: [UInt8]) -> ([UInt8]) -> [UInt8] {
    let wanted = Set(theirs.split(separator: UInt8(ascii: "\n")))
    func explained(_ set: RuleSet?) -> Int {
      let lines = (set.map { ValueChanges.rewritten(base, by: $0) } ?? base)
        .split(separator: UInt8(ascii: "\n"))
      return lines.count { wanted.contains($0) }
    }
    var best: (set: RuleSet?, lines: Int) = (sets.first, explained(sets.first))
    for set in sets.dropFirst() + fromStandIns {
      let lines = explained(set)
      if lines > best.lines { best = (set, lines) }
    }
    guard let set = best.set else { return { $0 } }
    return { ValueChanges.rewritten($0, by: set) }
  }

  private static func rewritten(_ bytes: [UInt8], by set: RuleSet) -> [UInt8] {
    bytes.withUnsafeBytes { buffer in
      let edits = set.edits(in: buffer)
      return edits.isEmpty ? bytes : Edit.apply(edits, to: buffer)
    }
  }

  /// The rules whose value differs, each from its old value to its new one, and those that are new,
  /// from their stand-in.
  private static func rules(from old: [Rule], to new: [Rule]) -> [Rule] {
    new.compactMap { rule in
      let before = old.first { ($0.kind, $0.from) == (rule.kind, rule.from) }
      guard let before else { return rule }
      guard before.to != rule.to else { return nil }
      var change = rule
      change.from = before.to
      return change
    }
  }

  /// Compiles what can be: a value need not be a stand-in that its kind takes.
  ///
  /// Two stand-ins may have had one value; then there is a set for each of them, and what the two sides
  /// have decides in each place.
  private static func compiled(_ rules: [Rule], keepsSelfContained: Bool = false) -> [RuleSet] {
    let first = compiled(rules, keepingLater: false, keepsSelfContained)
    let later = compiled(rules, keepingLater: true, keepsSelfContained)
    return first?.rules == later?.rules
      ? [first].compactMap { $0 } : [first, later].compactMap { $0 }
  }

  private static func compiled(
    _ rules: [Rule], keepingLater: Bool, _ keepsSelfContained: Bool
  ) -> RuleSet? {
    var rules = rules
    while !rules.isEmpty {
      do {
        return try RuleSet(rules, keepsSelfContained: keepsSelfContained)
      } catch {
        if keepingLater, case .duplicate(let earlier) = error.reason {
          rules.remove(at: earlier)
        } else {
          rules.remove(at: error.ruleIndex)
        }
      }
    }
    return nil
  }
}
