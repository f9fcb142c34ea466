import TestSupport
import Testing

@Suite struct ReviewRefusalTests {
  /// A way in which GitHub says no, and what the user has to be told.
  struct Case: Sendable, CustomTestStringConvertible {
    let request: String
    let refusal: GitHubServer.Refusal
    let words: [String]
    var testDescription: String { "\(request): \(refusal.status) \(words.first ?? "")" }
  }

  private static let cases = [
    Case(
      request: "POST /pulls",
      refusal: GitHubServer.Refusal(
        status: 403,
        body: #"{"message": "GitHub Actions is not permitted to create or approve pull requests."}"#
      ),
      words: [
        "Allow GitHub Actions to create and approve pull requests", "acme/infra/settings/actions",
      ]),
    Case(
      request: "GET /pulls?state=closed",
      refusal: GitHubServer.Refusal(
        status: 403, headers: ["X-Accepted-GitHub-Permissions": "pull_requests=read"],
        body: #"{"message": "Resource not accessible by integration"}"#),
      words: ["pull-requests: read", "`permissions:` of the workflow"]),
    Case(
      request: "POST /pulls",
      refusal: GitHubServer.Refusal(
        status: 404, headers: ["X-OAuth-Scopes": "public_repo"],
        body: #"{"message": "Not Found"}"#),
      words: ["missing: \"repo\"", "give the token the scope repo"]),
    Case(
      request: "POST /pulls",
      refusal: GitHubServer.Refusal(status: 401, body: #"{"message": "Bad credentials"}"#),
      words: ["Bad credentials", "give a token that is valid"]),
  ]

  @Test(
    "when GitHub says no the branch stays pushed, and the missing permission is named with exit 5",
    arguments: cases)
  func refused(_ refused: Case) async throws {
    try await ReviewedRepository.use { place in
      await place.gitHub.refuse(refused.request, with: refused.refusal)
      if refused.request.hasPrefix("GET") {
        await place.gitHub.refuse("GET /pulls?state=open", with: refused.refusal)
      }

      let result = try await place.run()

      #expect(result.status == 5, "\(result.output)\(result.errorOutput)")
      #expect(result.output.hasPrefix("proposed: "))
      #expect(result.output.contains("error review-refused: "))
      #expect(result.output.contains("review: open one at \(place.comparePage)"))
      for words in refused.words { #expect(result.output.contains(words), "\(result.output)") }
      #expect(try await place.hasBranch())
      let quiet = try await place.run("run", "--quiet")
      #expect(quiet.status == 5 && quiet.output == "")
      for words in refused.words { #expect(quiet.errorOutput.contains(words)) }
      let fields = try ReviewFields(try await place.run("run", "--output", "json"))
      #expect(fields.review?.operation == "refused" && fields.outcome == "unchanged")

      for request in [refused.request, "GET /pulls?state=open"] {
        await place.gitHub.refuse(request, with: nil)
      }
      let permitted = try await place.run()
      #expect(permitted.status == 0, "\(permitted.output)\(permitted.errorOutput)")
      #expect(permitted.output.contains("review: #1 was created"))
    }
  }

  @Test("where GitHub cannot say what was declined nothing is pushed, with exit 1")
  func garbled() async throws {
    try await ReviewedRepository.use { place in
      await place.gitHub.refuse(
        "GET /pulls?state=closed", with: GitHubServer.Refusal(status: 200, body: "[{"))

      let result = try await place.run()

      #expect(result.status == 1, "\(result.output)\(result.errorOutput)")
      #expect(result.errorOutput.contains("error: looking for closed pull requests: "))
      #expect(try await place.hasBranch() == false)
    }
  }

  @Test("where GitHub garbles its answer to the pull request the branch stays pushed, with exit 1")
  func garbledAnswer() async throws {
    try await ReviewedRepository.use { place in
      await place.gitHub.refuse(
        "POST /pulls", with: GitHubServer.Refusal(status: 201, body: "{\"number\": "))

      let result = try await place.run()

      #expect(result.status == 1, "\(result.output)\(result.errorOutput)")
      #expect(result.output.contains("error review-failed: "))
      #expect(try await place.hasBranch())
    }
  }

  @Test("the token is in no object that was pushed and in no pull request")
  func secret() async throws {
    try await ReviewedRepository.use { place in
      #expect(try await place.run("run", "--verbose").status == 0)
      // "bot:correct horse" in base64, without its ends, which depend on what surrounds it.
      for word in ["horse", "Y29ycmVjdCBob3JzZ"] {
        let objects = try await runGit(
          ["cat-file", "--batch-all-objects", "--batch"], in: place.remote.path)
        #expect(objects.status == 0 && !objects.output.contains(word))
        #expect(await place.gitHub.pulls.first?.body.contains(word) == false)
      }
    }
  }
}
