import Providers
import Testing

@testable import BotCore

@Suite struct ReviewConfigurationTests {
  private func decode(_ text: String) throws -> BotConfiguration {
    try BotConfiguration.decode(Array(text.utf8), file: "bot.config.json")
  }

  @Test("what people are asked for in a review is read")
  func review() throws {
    let review = try decode(
      """
      {"review": {"title": "Sync", "teamReviewers": ["ops"], "milestone": "v2"}, "forge": "gitea"}
      """
    ).review
    #expect(review.title?.source == "Sync" && review.milestone == "v2")
    #expect(review.teamReviewers == ["ops"])
    #expect(try decode("{}").review.title == nil)
  }

  @Test(
    "the forge is read, and a misspelt one is an error",
    arguments: [
      ("github", ForgeChoice.server(.gitHub)), ("gitlab", .server(.gitLab)),
      ("gitea", .server(.gitea)), ("none", .noReviews),
    ])
  func forge(_ name: String, _ choice: ForgeChoice) throws {
    #expect(try decode("{\"forge\": \"\(name)\"}").forge == choice)
    #expect(try decode("{}").forge == nil)
    let error = #expect(throws: ConfigurationError.self) { try decode("{\"forge\": \"gitub\"}") }
    #expect(
      error?.problems.first?.message
        == #""forge" must be one of "github", "gitlab", "gitea", "none""#)
  }
}
