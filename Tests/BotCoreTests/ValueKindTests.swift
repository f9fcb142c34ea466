import Testing

@testable import BotCore
@testable import YAML

/// A value that is wrong does not end up in somebody's manifests.
@Suite struct ValueKindTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let kind: ValueKind
    let text: String
    /// What is suggested; nil for nothing.
    var meant: String?
    var testDescription: String { "\(kind): \(text)" }

    init(_ kind: ValueKind, _ text: String, _ meant: String? = nil) {
      (self.kind, self.text, self.meant) = (kind, text, meant)
    }
  }

  private static let right: [Sample] = [
    Sample(.domain, "acme.io"), Sample(.domain, "a-b.c.d.example"),
    Sample(.domain, "xn--bcher-kva.de"),
    Sample(.domain, "ACME.io"), Sample(.domain, "lan"), Sample(.domain, "1.acme.io"),
    Sample(.email, "ops@acme.io"), Sample(.email, "a.b+c@mail.acme.io"),
    Sample(.label, "acme"), Sample(.label, "a1-b2"),
    Sample(.label, String(repeating: "a", count: 63)),
    Sample(.ip, "198.51.100.7"), Sample(.ip, "2001:db8::7"), Sample(.ip, "::"), Sample(.ip, "::1"),
    Sample(.ip, "1:2:3:4:5:6:7:8"), Sample(.ip, "::ffff:192.0.2.1"),
    Sample(.url, "https://git.acme.io/platform"), Sample(.url, "oci://ghcr.io/acme/charts"),
    Sample(.url, "ssh://git@git.acme.io:22/a/b.git"), Sample(.url, "file:///srv/git"),
    Sample(.integer, "3"), Sample(.integer, "-3"), Sample(.integer, "0"), Sample(.count, "0"),
    Sample(.boolean, "true"), Sample(.boolean, "false"),
    Sample(.quantity, "500m"), Sample(.quantity, "8Gi"), Sample(.quantity, "2"),
    Sample(.text, "Acme, as code: \"all\" of it"), Sample(.text, "größe"),
  ]

  @Test("what is of a kind is taken as it is", arguments: right)
  func accepted(_ sample: Sample) {
    #expect(sample.kind.accepts(sample.text))
    #expect(sample.kind.value(from: sample.text)?.plainText == sample.text)
  }

  private static let wrong: [Sample] = [
    Sample(.domain, "https://acme.io", "acme.io"),
    Sample(.domain, "https://Acme.io:8443/x?y", "Acme.io"),
    Sample(.domain, "acme.io/", "acme.io"), Sample(.domain, "acme.io.", "acme.io"),
    Sample(.domain, "*.acme.io", "acme.io"), Sample(.domain, "ops@acme.io", "acme.io"),
    Sample(.domain, " acme.io", "acme.io"), Sample(.domain, ".acme.io", "acme.io"),
    Sample(.domain, "acme_io"), Sample(.domain, "198.51.100.7"), Sample(.domain, ""),
    Sample(.domain, "acme..io"), Sample(.domain, "-acme.io"), Sample(.domain, "bücher.de"),
    Sample(.domain, String(repeating: "a.", count: 127) + "io"),
    Sample(.email, "ops"), Sample(.email, "mailto:ops@acme.io", "ops@acme.io"),
    Sample(.email, "Ops <ops@acme.io>", "ops@acme.io"), Sample(.email, "ops@", nil),
    Sample(.email, "a@b@c"), Sample(.email, "a b@acme.io"),
    Sample(.email, "ops@acme.io\n", "ops@acme.io"),
    Sample(.label, "Acme", "acme"), Sample(.label, "My Company", "my-company"),
    Sample(.label, "acme_prod", "acme-prod"), Sample(.label, "-a-", "a"),
    Sample(.label, "Größe", "grosse"),
    Sample(.label, "!!"), Sample(.label, "a.b", "a-b"),
    Sample(.ip, "198.51.100"), Sample(.ip, "198.51.100.256"), Sample(.ip, "198.51.100.07"),
    Sample(.ip, "198.51.100.7/32", "198.51.100.7"), Sample(.ip, "198.51.100.7:80", "198.51.100.7"),
    Sample(.ip, "[2001:db8::7]", "2001:db8::7"), Sample(.ip, "1::2::3"), Sample(.ip, "12345::"),
    Sample(.ip, "1:2:3:4:5:6:7:8:9"), Sample(.ip, "1:2:3:4:5:6:7::8"),
    Sample(.ip, ":1:2:3:4:5:6:7"),
    Sample(.url, "git.acme.io/x", "https://git.acme.io/x"), Sample(.url, "acme"),
    Sample(.url, "git@git.acme.io:a/b", "ssh://git@git.acme.io/a/b"), Sample(.url, "https://"),
    Sample(.url, "https://a b.io"), Sample(.url, "https://me:secret@acme.io"),
    Sample(.integer, "3.0", "3"), Sample(.integer, "1,000", "1000"), Sample(.integer, "three"),
    Sample(.integer, "+3"), Sample(.count, "-1"), Sample(.count, " 2 ", "2"),
    Sample(.boolean, "yes", "true"), Sample(.boolean, "False", "false"),
    Sample(.boolean, "0", "false"),
    Sample(.boolean, "maybe"),
    Sample(.quantity, "8 Gi", "8Gi"), Sample(.quantity, "8GB"), Sample(.quantity, "0"),
    Sample(.text, ""), Sample(.text, "two\nlines", "two lines"),
  ]

  @Test(
    "what is not of a kind is refused, and what was meant is said where it is plain",
    arguments: wrong)
  func refused(_ sample: Sample) {
    #expect(!sample.kind.accepts(sample.text))
    #expect(sample.kind.value(from: sample.text) == nil)
    #expect(sample.kind.suggestion(for: sample.text) == sample.meant)
  }

  @Test("the name that a repository has becomes one that a cluster can have")
  func labels() {
    #expect("My.Platform_2".asLabel == "my-platform-2")
    #expect("___".asLabel.isEmpty)
    #expect(String(repeating: "a-", count: 40).asLabel.utf8.count <= 63)
  }

  @Test(
    "no error repeats what may be a credential",
    arguments: [
      "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "https://me:hunter2@acme.io", "a\u{1b}[31m",
    ])
  func secrets(_ text: String) {
    for isGiven in [true, false] {
      let problem = ValueKey("github.org", .label).problem(
        with: text, in: "--set", isGiven: isGiven)
      #expect(problem != nil)
      #expect(problem?.message.contains(text) == false)
      #expect(problem?.remedy.contains("did you mean") == false)
    }
  }
}

@Suite struct ValuePatternTests {
  struct Sample: Sendable {
    let pattern: String
    let yes: [String]
    let no: [String]
  }

  @Test(
    "a pattern matches whole values",
    arguments: [
      Sample(
        pattern: "[a-z]{2}-[a-z]+-[0-9]", yes: ["eu-west-1"], no: ["eu-west-10", "xeu-west-1", ""]),
      Sample(pattern: "^a|bc$", yes: ["a", "bc"], no: ["abc", "ac", "ab"]),
      Sample(pattern: "(?:ab)*", yes: ["", "ab", "abab"], no: ["aba"]),
      Sample(pattern: "(a|ab)(c|bcd)", yes: ["ac", "abc", "abcd", "abbcd"], no: ["abb"]),
      Sample(pattern: "\\d{3,}", yes: ["123", "1234567"], no: ["12", "12a"]),
      Sample(pattern: "[^\\s/]+\\.[\\w-]+", yes: ["a.b-c_1"], no: ["a b.c", "a.", "a/b.c"]),
      Sample(pattern: "a{0,2}b?", yes: ["", "a", "aab"], no: ["aaab", "bb"]),
      Sample(pattern: "(a*)*b", yes: ["b", "aaab"], no: ["a", "aaac"]),
      Sample(pattern: "vpc-[0-9a-f]{8}", yes: ["vpc-0a1b2c3d"], no: ["vpc-0a1b2c3"]),
      Sample(pattern: "[a\\-z]+", yes: ["a-z"], no: ["b"]),
      Sample(pattern: "a.c", yes: ["abc", "aéc"], no: ["a\nc"]),
    ])
  func matching(_ sample: Sample) throws {
    let pattern = try ValuePattern(sample.pattern)
    for text in sample.yes { #expect(pattern.matches(text), "\(text)") }
    for text in sample.no { #expect(!pattern.matches(text), "\(text)") }
  }

  @Test(
    "what is not understood is said, and not taken for something else",
    arguments: [
      "", "(", ")", "a)", "[a", "[]", "*a", "a**", "a+?", "a{2", "a{3,2}", "a{x}", "\\", "\\b",
      "\\1",
      "(?=a)", "(?i)a", "a^b", "a$b", "[z-a]", "[\\D]", String(repeating: "(", count: 20),
    ])
  func refused(_ source: String) {
    #expect(throws: ValuePattern.Mistake.self) { try ValuePattern(source) }
  }

  @Test("a hostile pattern costs no more than any other")
  func hostile() throws {
    for source in ["(a+)+b", "(a|a)*b", "(a|aa)+b", "((a*)*)*b", "(a{0,9}){0,900}b"] {
      #expect(try !ValuePattern(source).matches(String(repeating: "a", count: 300)))
    }
  }
}
