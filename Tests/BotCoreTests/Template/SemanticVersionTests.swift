import Testing

@testable import BotCore

@Suite struct SemanticVersionTests {
  @Test("versions are ordered as semver.org orders them, so that latest is the latest")
  func order() throws {
    // The examples of rule 11, and of numbers that sort otherwise as text.
    let tags = [
      "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
      "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "v1.2.0", "v1.10.0", "2.0.0+build.7",
    ]
    let versions = try tags.map { try #require(SemanticVersion(tag: $0)) }
    #expect(versions.shuffled().sorted() == versions)
    #expect(versions.filter(\.isPreRelease).count == 7)
  }

  @Test(
    "what only looks like a version is never taken for a release",
    arguments: [
      "v1", "1.2", "1.2.3.4", "01.2.3", "1.2.x", "release-1.2.3", "1.2.3-", "1.2.3-a..b", "vv1.2.3",
      "1.2.3-01", "1.2.-3", "99999999999999999999.0.0", "", "v", "1.2.3-ä",
    ])
  func malformed(_ tag: String) {
    #expect(SemanticVersion(tag: tag) == nil)
  }
}
