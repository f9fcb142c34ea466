import Foundation
import TestSupport
import Testing

@Suite struct ReviewTests {
  private let closed = "GET /pulls?state=closed"
  private let open = "GET /pulls?state=open"

  @Test("the first run opens one pull request that says what it does, the second leaves it")
  func create() async throws {
    try await ReviewedRepository.use { place in
      let first = try await place.run()

      #expect(first.status == 0, "\(first.output)\(first.errorOutput)")
      #expect(first.output.contains("review: #1 was created, https://git.example.com/acme/infra"))
      #expect(
        await place.gitHub.takeRequests() == [
          closed, open, "POST /pulls", "GET /labels", "POST /issues/1/labels",
        ])
      let pull = try #require(await place.gitHub.pulls.first)
      #expect(pull.title == "Set up the repository" && !pull.draft)
      #expect(pull.head == "gitops-bot/sync" && pull.base == "main")
      #expect(pull.labels == ["gitops"])
      for text in [
        "| `project.domain` | – | `acme.io` | `infrastructure.config.json` |",
        "| `my-cluster` | `acme-production` |",
        "| `manifests/clusters/my-cluster` | `manifests/clusters/acme-production` |",
        "| `cluster.region` | – | `nyc3` |", "`gitops-bot undo`", "<!-- gitops-bot: ",
      ] {
        #expect(pull.body.contains(text), "\(pull.body)")
      }

      let second = try await place.run("run", "--output", "json")
      #expect(second.status == 0, "\(second.errorOutput)")
      #expect(await place.gitHub.takeRequests() == [closed, open])
      let review = try ReviewFields(second)
      #expect(review.outcome == "unchanged")
      #expect(review.review?.operation == "unchanged" && review.review?.number == 1)
    }
  }

  @Test("changed values update the open pull request in place, and it names old and new")
  func update() async throws {
    try await ReviewedRepository.use { place in
      #expect(try await place.run().status == 0)
      try await place.merge()
      try await place.setDomain("acme.dev", from: "acme.io")
      #expect(try await place.run().status == 0)
      #expect(await place.gitHub.pulls.last?.title == "Apply changed values")
      try await place.setDomain("acme.net", from: "acme.dev")
      _ = await place.gitHub.takeRequests()

      let result = try await place.run()

      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      #expect(result.output.contains("review: #2 was updated"))
      #expect(await place.gitHub.takeRequests() == [closed, open, "PATCH /pulls/2"])
      let body = try #require(await place.gitHub.pulls.last?.body)
      #expect(body.contains("| `project.domain` | `acme.io` | `acme.net` |"), "\(body)")
      #expect(!body.contains("acme.dev") && !body.contains("cluster.region"))
    }
  }

  @Test("when nothing is left to propose the pull request is closed and its branch deleted")
  func withdraw() async throws {
    try await ReviewedRepository.use { place in
      #expect(try await place.run().status == 0)
      try await place.merge()
      try await place.setDomain("acme.dev", from: "acme.io")
      #expect(try await place.run().status == 0)
      try await place.setDomain("acme.io", from: "acme.dev")
      _ = await place.gitHub.takeRequests()

      let result = try await place.run()

      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      #expect(result.output.contains("review: #2 was closed"))
      #expect(!result.output.contains("outdated-proposal"))
      #expect(await place.gitHub.takeRequests() == [open, "PATCH /pulls/2"])
      #expect(await place.gitHub.pulls.last?.state == "closed")
      #expect(try await place.hasBranch() == false)

      #expect(try await place.run().output.hasPrefix("unchanged: main"))
      #expect(await place.gitHub.takeRequests() == [])
      // The bot's own closing declines nothing.
      try await place.setDomain("acme.dev", from: "acme.io")
      #expect(try await place.run().output.contains("review: #3 was created"))
    }
  }

  @Test("a pull request that a person closed is not opened again until a value changes")
  func declined() async throws {
    try await ReviewedRepository.use { place in
      #expect(try await place.run().status == 0)
      try await place.gitHub.change(1) { $0.state = "closed" }
      let references = try await place.remote.references()
      _ = await place.gitHub.takeRequests()

      let result = try await place.run()

      #expect(result.status == 0, "\(result.errorOutput)")
      #expect(result.output.contains("proposal-declined"))
      #expect(await place.gitHub.takeRequests() == [closed, open])
      #expect(try await place.remote.references() == references)
      try await place.remote.removeBranch()
      #expect(try await place.run().output.hasPrefix("unchanged: "))
      #expect(try await place.hasBranch() == false)

      try await place.setDomain("acme.dev", from: "acme.io")
      let changed = try await place.run()
      #expect(changed.output.contains("review: #2 was created"), "\(changed.output)")
    }
  }

  @Test("what undo proposes is not closed by the next run on the schedule")
  func undo() async throws {
    try await ReviewedRepository.use { place in
      #expect(try await place.run().status == 0)
      try await place.merge()
      let undo = try await place.run("undo", "--allow-replace")
      #expect(undo.status == 0, "\(undo.output)\(undo.errorOutput)")
      #expect(await place.gitHub.pulls.last?.title == "Undo the last proposal")

      #expect(try await place.run().status == 0)

      #expect(await place.gitHub.pulls.last?.state == "open")
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
      #expect(await place.gitHub.takeRequests() == [])

      let second = try await place.run()

      #expect(second.output.hasPrefix("unchanged: "), "\(second.output)\(second.errorOutput)")
      #expect(second.output.contains("review: #1 was created"))
    }
  }
}
