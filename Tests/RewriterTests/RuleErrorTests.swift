import Rewriter
import Testing

/// Rules that cannot do what they say are refused, and say which one.
struct RuleErrorTests {
  struct Row: Sendable {
    let rules: [Rule]
    let index: Int
    let reason: RuleError.Reason?
  }

  static let rows = [
    Row(rules: [rule(.name, "")], index: 0, reason: .empty),
    Row(rules: [rule(.text, "a"), rule(.text, "")], index: 1, reason: .empty),
    Row(rules: [rule(.text, String(repeating: "a", count: 1_025))], index: 0, reason: .tooLong),
    Row(rules: [rule(.name, "a"), rule(.name, "a")], index: 1, reason: .duplicate(of: 0)),
    Row(rules: [rule(.text, "ab"), rule(.name, "ab")], index: 1, reason: .duplicate(of: 0)),
    Row(
      rules: [rule(.domain, "a.io"), rule(.name, "z"), rule(.domain, "A.io")], index: 2,
      reason: .duplicate(of: 0)),
    Row(rules: [rule(.domain, "a.io"), rule(.text, "A.IO")], index: 1, reason: .duplicate(of: 0)),
    Row(
      rules: [rule(.email, "a@b.c"), rule(.email, "a@B.c")], index: 1, reason: .duplicate(of: 0)),
    Row(
      rules: [rule(.name, "a-b", [.snake]), rule(.name, "a_b")], index: 1,
      reason: .duplicate(of: 0)),
    Row(
      rules: [rule(.name, "a-b", [.snake]), rule(.name, "a.b", [.snake])], index: 1,
      reason: .duplicate(of: 0)),
    Row(
      rules: [rule(.name, "a"), rule(.name, "b"), rule(.name, "b"), rule(.name, "a")], index: 2,
      reason: .duplicate(of: 1)),
    Row(rules: [rule(.text, "a-b", [.snake])], index: 0, reason: .spellings),
  ]

  static let unsuitable = [
    rule(.domain, "exa mple.com"), rule(.domain, ".example.com"), rule(.domain, "example.com."),
    rule(.domain, "*.example.com"), rule(.domain, "https://example.com"),
    rule(.domain, "example.com:8443"), rule(.domain, "a..b"), rule(.domain, "a@b.c"),
    rule(.email, "admin"), rule(.email, "@example.com"), rule(.email, "admin@"),
    rule(.email, "a@b@c.d"), rule(.email, "ad min@example.com"), rule(.email, "a@b..c"),
    rule(.name, "-"), rule(.name, "a\nb"),
  ]

  static let suitable = [
    [rule(.domain, "bücher.example")], [rule(.domain, "TEMPLATE_DOMAIN")], [rule(.text, "\n")],
    [rule(.name, "a"), rule(.name, "A")], [rule(.email, "a@b.c"), rule(.email, "A@b.c")],
    [rule(.name, "plain", [.snake])], [rule(.domain, "a.b"), rule(.text, #"a\.b"#)], [],
    [rule(.text, String(repeating: "a", count: 1_024))],
  ]

  @Test("a rule that cannot work is named with its reason", arguments: rows)
  func refused(row: Row) throws {
    let error = #expect(throws: RuleError.self) { try RuleSet(row.rules) }
    #expect(error?.ruleIndex == row.index)
    #expect(error?.reason == row.reason)
    #expect(error?.description.isEmpty == false)
  }

  @Test("a stand-in that its kind cannot hold is refused", arguments: unsuitable)
  func refusedByKind(rule: Rule) throws {
    let error = #expect(throws: RuleError.self) { try RuleSet([rule]) }
    guard case .unsuitable = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("rules that can stand together are accepted", arguments: suitable)
  func accepted(rules: [Rule]) throws {
    #expect(try RuleSet(rules).rules == rules)
  }

  private static func rule(
    _ kind: RuleKind, _ from: String, _ spellings: Set<Spelling> = []
  ) -> Rule {
    Rule(kind: kind, from: from, to: "value", spellings: spellings)
  }
}
