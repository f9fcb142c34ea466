import TestSupport
import Testing

@Suite struct ReviewSignatureTests {
  @Test(
    "whoever signs is told whether the server considers the commits verified",
    arguments: ReviewForge.allCases)
  func verified(_ forge: ReviewForge) async throws {
    let keys = try await SigningKeys()
    try await ReviewedRepository.use(forge) { place in
      let folder = try TemporaryFolder()
      let output = folder.path("output")

      let result = try await place.run(
        "run", "--signing-key", keys.sshKey, "--output", "github",
        environment: ["GITHUB_OUTPUT": output])

      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      let tip = try await place.remote.id("gitops-bot/sync")
      #expect(await place.reviews.takeRequests().last == forge.signature(of: tip))
      let outputs = String(decoding: try folder.read("output"), as: UTF8.self)
      #expect(outputs.contains(/\npull-request-commits-verified<<.*\ntrue\n/), "\(outputs)")
    }
  }

  @Test("a server that cannot judge a signature is no reason to call it verified, nor to fail")
  func unknown() async throws {
    let keys = try await SigningKeys()
    try await ReviewedRepository.use { place in
      #expect(try await place.run("run", "--signing-key", keys.sshKey).status == 0)
      let tip = try await place.remote.id("gitops-bot/sync")
      await place.reviews.refuse(
        "GET /commits/\(tip)", with: ReviewServer.Refusal(status: 403, body: "{}"))

      let result = try await place.run(
        "run", "--signing-key", keys.sshKey, "--output", "json")

      #expect(result.status == 0, "\(result.errorOutput)")
      let fields = try ReviewFields(result)
      #expect(fields.review?.commitsVerified == nil && fields.review?.operation == "unchanged")
      #expect(fields.findings.contains { $0.code == "review-incomplete" })
    }
  }

  @Test("without a key nobody is asked for signatures, and nothing is called verified")
  func unsigned() async throws {
    try await ReviewedRepository.use { place in
      let fields = try ReviewFields(try await place.run("run", "--output", "json"))
      #expect(fields.review?.operation == "created" && fields.review?.commitsVerified == nil)
      #expect(await place.reviews.takeRequests().allSatisfy { !$0.contains("/commits/") })
    }
  }
}

extension ReviewForge {
  /// Asks for the signature of a commit.
  fileprivate func signature(of commit: String) -> String {
    switch self {
    case .gitHub: "GET /commits/\(commit)"
    case .gitLab: "GET /repository/commits/\(commit)/signature"
    case .gitea: "GET /git/commits/\(commit)"
    }
  }
}
