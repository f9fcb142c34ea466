import TestSupport
import Testing

@Suite struct ReviewRefusalTests {
  /// A way in which a forge says no, and what the user has to be told.
  struct Case: Sendable, CustomTestStringConvertible {
    var forge = ReviewForge.gitHub
    let request: String
    let refusal: ReviewServer.Refusal
    let words: [String]
    var testDescription: String { "\(forge) \(request): \(refusal.status) \(words.first ?? "")" }
  }

  private static let cases = [
    Case(
      request: "POST /pulls",
      refusal: ReviewServer.Refusal(
        status: 403,
        body: #"{"message": "GitHub Actions is not permitted to create or approve pull requests."}"#
      ),
      words: [
        "Allow GitHub Actions to create and approve pull requests", "acme/infra/settings/actions",
      ]),
    Case(
      request: "GET /pulls?state=closed",
      refusal: ReviewServer.Refusal(
        status: 403, headers: ["X-Accepted-GitHub-Permissions": "pull_requests=read"],
        body: #"{"message": "Resource not accessible by integration"}"#),
      words: ["pull-requests: read", "`permissions:` of the workflow"]),
    Case(
      request: "POST /pulls",
      refusal: ReviewServer.Refusal(
        status: 404, headers: ["X-OAuth-Scopes": "public_repo"],
        body: #"{"message": "Not Found"}"#),
      words: ["missing: \"repo\"", "give the token the scope repo"]),
    Case(
      request: "POST /pulls",
      refusal: ReviewServer.Refusal(status: 401, body: #"{"message": "Bad credentials"}"#),
      words: ["Bad credentials", "give a token that is valid"]),
    Case(
      forge: .gitLab, request: "POST /merge_requests",
      refusal: ReviewServer.Refusal(
        status: 403,
        body: #"{"error": "insufficient_scope", "error_description": "The request requires higher "#
          + #"privileges than provided by the access token.", "scope": "api"}"#),
      words: ["missing: \"api\"", "acme/infra/-/settings/access_tokens"]),
    Case(
      forge: .gitLab, request: "POST /merge_requests",
      refusal: ReviewServer.Refusal(status: 403, body: #"{"message": "403 Forbidden"}"#),
      words: ["missing: \"Developer\"", "acme/infra/-/project_members"]),
    Case(
      forge: .gitea, request: "POST /pulls",
      refusal: ReviewServer.Refusal(
        status: 403,
        body: #"{"message": "token does not have at least one of required scope(s): "#
          + #"[write:repository]"}"#),
      words: ["missing: \"write:repository\"", "user/settings/applications"]),
  ]

  @Test(
    "when a forge says no the branch stays pushed, and the missing permission is named with exit 5",
    arguments: cases)
  func refused(_ refused: Case) async throws {
    try await ReviewedRepository.use(refused.forge) { place in
      await place.reviews.refuse(refused.request, with: refused.refusal)
      if refused.request.hasPrefix("GET") {
        await place.reviews.refuse("GET /pulls?state=open", with: refused.refusal)
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
        await place.reviews.refuse(request, with: nil)
      }
      let permitted = try await place.run()
      #expect(permitted.status == 0, "\(permitted.output)\(permitted.errorOutput)")
      #expect(permitted.output.contains("review: \(refused.forge.mark)1 was created"))
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
        #expect(await place.reviews.reviews.first?.body.contains(word) == false)
      }
    }
  }
}
