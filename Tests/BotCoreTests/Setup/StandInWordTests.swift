import Testing

@testable import BotCore

@Suite struct StandInWordTests {
  /// A run of a text, and the stand-ins in it.
  struct Sample: CustomTestStringConvertible, Sendable {
    let run: String
    let found: [String]

    init(_ run: String, _ found: String...) {
      self.run = run
      self.found = found
    }

    var testDescription: String { run }
  }

  static let runs = [
    Sample("example.com", "example.com"), Sample("wiki.example.org", "example.org"),
    Sample("example.com.au"), Sample("notexample.com"),
    Sample("registry.internal.test", "internal.test"), Sample("a.invalid", "a.invalid"),
    Sample("localhost"), Sample("cluster.local"), Sample("acme.io"),
    Sample("yourdomain.com", "yourdomain.com"), Sample("git.my-company.io", "my-company.io"),
    Sample("ops@example.com", "ops@example.com"), Sample("ops@acme.io"),
    Sample("bot@users.noreply.github.com", "bot@users.noreply.github.com"),
    Sample("git@git.example.com", "example.com"),
    Sample("192.0.2.17", "192.0.2.17"), Sample("203.0.113.5", "203.0.113.5"), Sample("10.0.0.1"),
    Sample("192.0.20.1"), Sample("123456789012", "123456789012"), Sample("123456789013"),
    Sample("CHANGEME", "CHANGEME"), Sample("change-me", "change-me"),
    Sample("REPLACE_ME", "REPLACE_ME"), Sample("FILL_IN", "FILL_IN"), Sample("changes"),
    Sample("PLACEHOLDER", "PLACEHOLDER"), Sample("placeholder"),
    Sample("YOUR_ORG", "YOUR_ORG"), Sample("your-team", "your-team"), Sample("yours"),
    Sample("my-cluster", "my-cluster"), Sample("MY_DOMAIN", "MY_DOMAIN"), Sample("mysql"),
    Sample("TEMPLATE_PROJECT", "TEMPLATE_PROJECT"), Sample("template_dir"),
    Sample("INSERT_KEY_HERE", "INSERT_KEY_HERE"), Sample("TOKEN_PLACEHOLDER", "TOKEN_PLACEHOLDER"),
  ]

  @Test(
    "a stand-in is known by its looks, and a name that merely resembles one is left",
    arguments: runs)
  func words(_ sample: Sample) {
    #expect(StandInWord.all(in: sample.run).map(\.word.text) == sample.found)
  }

  @Test(
    "a name in angle brackets counts where it can be no element and no type",
    arguments: [
      ("your-org", true), ("DOMAIN_NAME", true), ("GIT-PROTOCOL", true), ("cluster name", true),
      ("domain", true), ("div", false), ("T", false), ("EOF", false), ("5m", false), ("a/b", false),
    ])
  func brackets(_ inner: String, _ isOne: Bool) {
    #expect((StandInWord.bracketed(inner) != nil) == isOne)
  }

  @Test("the address of the template and of its siblings is found, and no other one of its owner")
  func ownAddress() throws {
    let own = try #require(OwnAddress("https://git.acme.io/platform/fleet-infra.git"))
    #expect((own.host, own.owner, own.name) == ("git.acme.io", "platform", "fleet-infra"))
    #expect(OwnAddress("git@git.acme.io:platform/fleet-infra") == own)
    #expect(OwnAddress("/srv/git/fleet-infra") == nil)
    func found(_ text: String) -> [String] {
      StandInText(Array(text.utf8), isYAML: true, origin: own, names: []).occurrences(
        allowsBrackets: true
      ).map(\.word.text)
    }
    #expect(found("url: https://git.acme.io/platform/fleet-apps.git") == ["platform/fleet-apps"])
    #expect(found("url: ssh://git@git.acme.io/platform/fleet-infra") == ["platform/fleet-infra"])
    #expect(found("url: https://git.acme.io/platform/website") == [])
    #expect(found("image: registry.acme.io/platform/fleet-infra:1") == [])
  }
}
