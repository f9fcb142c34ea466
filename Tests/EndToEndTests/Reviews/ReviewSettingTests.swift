import TestSupport
import Testing

@Suite struct ReviewSettingTests {
  /// Replaces the object `review` of the sample configuration.
  private func configure(_ place: ReviewedRepository, _ text: String) async throws {
    try await place.remote.commit("Configure reviews") {
      let old = try $0.text("bot.config.json").split(separator: "\n").first {
        $0.contains("\"review\":")
      }
      try $0.replace(String(old ?? ""), with: text, in: "bot.config.json")
    }
  }

  @Test(
    "title, draft and reviewers are as the configuration says, and an unknown label is told",
    arguments: zip(ReviewForge.allCases, ["Sync", "Draft: Sync", "WIP: Sync"]))
  func settings(_ forge: ReviewForge, title: String) async throws {
    try await ReviewedRepository.use(forge) { place in
      try await configure(
        place,
        #""review": {"title": "Sync", "draft": true, "reviewers": ["ada"], "labels": ["unheard"]}"#)

      let result = try await place.run()

      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      let review = try #require(await place.reviews.reviews.first)
      #expect(review.title == title && review.reviewers == ["ada"])
      #expect(review.isDraft == (forge == .gitHub))
      #expect(result.output.contains("warning review-incomplete: there is no label \"unheard\""))
    }
  }

  @Test("with \"forge\": \"none\" the branch is pushed and nobody is asked")
  func none() async throws {
    try await ReviewedRepository.use { place in
      try await configure(place, #""forge": "none""#)

      let result = try await place.run()

      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      #expect(try await place.hasBranch())
      #expect(result.output.contains("review: open one at \(place.comparePage)"))
      #expect(await place.reviews.takeRequests() == [])
    }
  }

  @Test("with --no-push a server gets nothing, and a clone is only given the branch")
  func noPush() async throws {
    try await ReviewedRepository.use { place in
      let references = try await place.remote.references()
      let result = try await place.run("run", "--no-push")
      #expect(result.status == 0 && result.output.hasPrefix("planned: "), "\(result.errorOutput)")

      let copy = try await place.remote.workingCopy()
      let local = try await Bot.run(["run", "--no-push"], in: copy.path)

      #expect(local.status == 0, "\(local.output)\(local.errorOutput)")
      #expect(
        try await git("rev-list", "--count", "main..gitops-bot/sync", in: copy.path) == "2")
      #expect(try await place.remote.references() == references)
      #expect(await place.reviews.takeRequests() == [])
    }
  }
}
