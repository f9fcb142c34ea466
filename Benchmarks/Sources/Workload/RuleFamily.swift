public import Rewriter

/// How the rules of a benchmark begin, beyond the ten that all have.
public enum RuleFamily: String, CaseIterable, Sendable {
  /// With words that the files never have.
  case unrelated
  /// With the words that the files are full of, which a search by first bytes stumbles over.
  case common

  /// The first `count` rules: ten that files can hold, then ones that no file holds.
  ///
  /// No rule is shorter than the shortest of the ten, so that lists differ in length alone.
  public func rules(_ count: Int) -> [Rule] {
    var rules = Array(RuleFamily.held.prefix(count))
    var generator = SeededGenerator(seed: 7)
    while rules.count < count { rules.append(rule(number: rules.count, &generator)) }
    return rules
  }

  /// The rules whose stand-ins files hold.
  static let held = [
    Rule(kind: .domain, from: "example.com", to: "acme.io"),
    Rule(kind: .name, from: "my-cluster", to: "acme-production"),
    Rule(kind: .email, from: "admin@example.com", to: "ops@acme.io"),
    Rule(kind: .domain, from: "chat.example.com", to: "talk.acme.io"),
    Rule(kind: .domain, from: "cloud.example.com", to: "files.acme.io"),
    Rule(kind: .name, from: "TEMPLATE_PROJECT", to: "acme"),
    Rule(kind: .name, from: "my-project-id", to: "prj-4711"),
    Rule(kind: .email, from: "no-reply@example.com", to: "robot@acme.io"),
    Rule(kind: .text, from: "git.example.com/my-organisation", to: "git.acme.io/acme"),
    Rule(kind: .domain, from: "example.internal", to: "acme.internal"),
  ]

  private func rule(number: Int, _ generator: inout SeededGenerator) -> Rule {
    let words = self == .common ? Vocabulary.applications + Vocabulary.keys : Vocabulary.unrelated
    let word = words.randomElement(using: &generator) ?? ""
    let part = Vocabulary.parts.randomElement(using: &generator) ?? ""
    switch number % 4 {
    case 0: return Rule(kind: .domain, from: "\(word)-\(number).example.org", to: "\(part).acme.io")
    case 1: return Rule(kind: .name, from: "\(word)-\(part)-\(number)", to: "acme-\(part)")
    case 2: return Rule(kind: .email, from: "\(word)\(number)@example.org", to: "\(part)@acme.io")
    default: return Rule(kind: .domain, from: "\(word).\(part)\(number).test", to: "acme.io")
    }
  }
}
