import Foundation
import TestSupport
import Testing

@Suite struct ReviewTests {
  @Test(
    "the first run opens one review that says what it does, the second leaves it",
    arguments: ReviewForge.allCases)
  func create(_ forge: ReviewForge) async throws {
    try await ReviewedRepository.use(forge) { place in
      let first = try await place.run()

      #expect(first.status == 0, "\(first.output)\(first.errorOutput)")
      #expect(
        first.output.contains(
          "review: \(forge.mark)1 was created, https://git.example.com/acme/infra"))
      #expect(await place.reviews.takeRequests() == [forge.closed, forge.open] + forge.opening)
      let review = try #require(await place.reviews.reviews.first)
      #expect(review.title == "Set up the repository" && !review.isDraft)
      #expect(review.head == "gitops-bot/sync" && review.base == "main")
      #expect(review.labels == ["gitops"])
      for text in [
        "| `project.domain` | – | `acme.io` | `infrastructure.config.json` |",
        "| `my-cluster` | `acme-production` |",
        "| `manifests/clusters/my-cluster` | `manifests/clusters/acme-production` |",
        "| `cluster.region` | – | `nyc3` |", "`gitops-bot undo`", "<!-- gitops-bot: ",
      ] {
        #expect(review.body.contains(text), "\(review.body)")
      }

      let second = try await place.run("run", "--output", "json")
      #expect(second.status == 0, "\(second.errorOutput)")
      #expect(await place.reviews.takeRequests() == [forge.closed, forge.open])
      let fields = try ReviewFields(second)
      #expect(fields.outcome == "unchanged")
      #expect(fields.review?.operation == "unchanged" && fields.review?.number == 1)
    }
  }

  @Test(
    "changed values update the open review in place, and it names old and new",
    arguments: ReviewForge.allCases)
  func update(_ forge: ReviewForge) async throws {
    try await ReviewedRepository.use(forge) { place in
      #expect(try await place.run().status == 0)
      try await place.merge()
      try await place.setDomain("acme.dev", from: "acme.io")
      #expect(try await place.run().status == 0)
      #expect(await place.reviews.reviews.last?.title == "Apply changed values")
      try await place.setDomain("acme.net", from: "acme.dev")
      _ = await place.reviews.takeRequests()

      let result = try await place.run()

      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      #expect(result.output.contains("review: \(forge.mark)2 was updated"))
      #expect(
        await place.reviews.takeRequests() == [forge.closed, forge.open, forge.changing + "/2"])
      let body = try #require(await place.reviews.reviews.last?.body)
      #expect(body.contains("| `project.domain` | `acme.io` | `acme.net` |"), "\(body)")
      #expect(!body.contains("acme.dev") && !body.contains("cluster.region"))
    }
  }

  @Test(
    "when nothing is left to propose the review is closed and its branch deleted",
    arguments: ReviewForge.allCases)
  func withdraw(_ forge: ReviewForge) async throws {
    try await ReviewedRepository.use(forge) { place in
      #expect(try await place.run().status == 0)
      try await place.merge()
      try await place.setDomain("acme.dev", from: "acme.io")
      #expect(try await place.run().status == 0)
      try await place.setDomain("acme.io", from: "acme.dev")
      _ = await place.reviews.takeRequests()

      let result = try await place.run()

      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      #expect(result.output.contains("review: \(forge.mark)2 was closed"))
      #expect(!result.output.contains("outdated-proposal"))
      #expect(await place.reviews.takeRequests() == [forge.open, forge.changing + "/2"])
      #expect(await place.reviews.reviews.last?.isOpen == false)
      #expect(try await place.hasBranch() == false)

      #expect(try await place.run().output.hasPrefix("unchanged: main"))
      #expect(await place.reviews.takeRequests() == [])
      // The bot's own closing declines nothing.
      try await place.setDomain("acme.dev", from: "acme.io")
      #expect(try await place.run().output.contains("review: \(forge.mark)3 was created"))
    }
  }

  @Test(
    "a review that a person closed is not opened again until a value changes",
    arguments: ReviewForge.allCases)
  func declined(_ forge: ReviewForge) async throws {
    try await ReviewedRepository.use(forge) { place in
      #expect(try await place.run().status == 0)
      try await place.reviews.change(1) { $0.isOpen = false }
      let references = try await place.remote.references()
      _ = await place.reviews.takeRequests()

      let result = try await place.run()

      #expect(result.status == 0, "\(result.errorOutput)")
      #expect(result.output.contains("proposal-declined"))
      #expect(await place.reviews.takeRequests() == [forge.closed, forge.open])
      #expect(try await place.remote.references() == references)
      try await place.remote.removeBranch()
      #expect(try await place.run().output.hasPrefix("unchanged: "))
      #expect(try await place.hasBranch() == false)

      try await place.setDomain("acme.dev", from: "acme.io")
      let changed = try await place.run()
      #expect(changed.output.contains("review: \(forge.mark)2 was created"), "\(changed.output)")
    }
  }

  @Test("what undo proposes is not closed by the next run on the schedule")
  func undo() async throws {
    try await ReviewedRepository.use { place in
      #expect(try await place.run().status == 0)
      try await place.merge()
      let undo = try await place.run("undo", "--allow-replace")
      #expect(undo.status == 0, "\(undo.output)\(undo.errorOutput)")
      #expect(await place.reviews.reviews.last?.title == "Undo the last proposal")

      #expect(try await place.run().status == 0)

      #expect(await place.reviews.reviews.last?.isOpen == true)
      #expect(try await place.hasBranch())
    }
  }

  @Test("a pull request is opened for a branch that was pushed by a run without a token")
  func laterToken() async throws {
    try await ReviewedRepository.use { place in
      let address = place.url.replacing(
        "http://", with: "http://\(place.server.user):correct%20horse@")
      let first = try await Bot.run(
        ["run", address], environment: ["GITHUB_SERVER_URL": place.server.url("")])
      #expect(first.status == 0, "\(first.errorOutput)")
      #expect(first.output.contains("review: open one at \(place.comparePage)"))
      #expect(await place.reviews.takeRequests() == [])

      let second = try await place.run()

      #expect(second.output.hasPrefix("unchanged: "), "\(second.output)\(second.errorOutput)")
      #expect(second.output.contains("review: #1 was created"))
    }
  }
}

/// Every call that the tests of the life of a review allow.
extension ReviewForge {
  /// Looks for what a person closed.
  fileprivate var closed: String {
    self == .gitLab ? "GET /merge_requests?state=closed" : "GET /pulls?state=closed"
  }

  /// Looks for the open review.
  fileprivate var open: String {
    self == .gitLab ? "GET /merge_requests?state=opened" : "GET /pulls?state=open"
  }

  /// Opens the first review, with the label of the sample configuration.
  fileprivate var opening: [String] {
    switch self {
    case .gitHub: ["POST /pulls", "GET /labels", "POST /issues/1/labels"]
    case .gitLab: ["POST /merge_requests", "GET /labels", "PUT /merge_requests/1"]
    // The label is the organisation's.
    case .gitea: ["POST /pulls", "GET /labels", "GET /orgs/acme/labels", "POST /issues/1/labels"]
    }
  }

  /// Changes a review, before its number.
  fileprivate var changing: String {
    self == .gitLab ? "PUT /merge_requests" : "PATCH /pulls"
  }
}
