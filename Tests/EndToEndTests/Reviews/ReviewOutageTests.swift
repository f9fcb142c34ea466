import ForgeTestSupport
import TestSupport
import Testing

@Suite struct ReviewOutageTests {
  @Test(
    "whatever happens between the bot and GitHub, its user knows what was done and what to do",
    arguments: ReviewOutage.passing + ReviewOutage.lasting + ReviewOutage.refusals)
  func outage(_ expected: ReviewOutage) async throws {
    try await ReviewedRepository.use { place in
      if let hook = expected.hook {
        try place.remote.addHook("pre-receive", "cat >&2 <<'END'\n\(hook)\nEND\nexit 1")
      }
      if expected.isReadOnly { try await place.server.makeReadOnly("acme/infra.git") }

      let (result, calls, _) = try await HTTPBrokenServer.serve(expected.answers) { origin in
        var environment: [String: String?] = ["GITHUB_API_URL": origin]
        if let timeout = expected.timeout { environment["GITOPS_BOT_HTTP_TIMEOUT"] = timeout }
        return try await place.run(environment: environment)
      }

      let printed = result.output + result.errorOutput
      #expect(result.status == expected.exit, "\(printed)")
      #expect(calls == expected.calls)
      #expect(try await place.hasBranch() == expected.isPushed)
      for words in expected.words { #expect(printed.contains(words), "\(printed)") }
      if expected.exit == 5, expected.isPushed {
        #expect(printed.contains(place.comparePage), "\(printed)")
      }
    }
  }
}
