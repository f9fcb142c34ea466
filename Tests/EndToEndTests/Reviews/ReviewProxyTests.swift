import ForgeTestSupport
import TestSupport
import Testing

@Suite struct ReviewProxyTests {
  /// Variables that send everything through `proxy`, whatever those of the machine say.
  private func through(
    _ proxy: HTTPProxyServer, except: String? = nil
  ) -> [String: String?] {
    [
      "http_proxy": "http://gate:pr0xypass@\(proxy.authority)", "https_proxy": nil,
      "all_proxy": nil,
      "HTTPS_PROXY": nil, "ALL_PROXY": nil, "no_proxy": except, "NO_PROXY": nil,
    ]
  }

  /// Variables that send everything over https through the proxy at `origin`.
  private func tunnel(_ origin: String) -> [String: String?] {
    [
      "https_proxy": origin, "http_proxy": nil, "all_proxy": nil, "HTTPS_PROXY": nil,
      "ALL_PROXY": nil, "no_proxy": nil, "NO_PROXY": nil,
    ]
  }

  @Test("behind a proxy a review is opened, and each credential reaches its own server alone")
  func proxied() async throws {
    let proxy = try await HTTPProxyServer()
    try await ReviewedRepository.use { place in
      let result = try await place.run("run", "--verbose", environment: through(proxy))

      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      #expect(result.output.contains("review: #1 was created"))
      #expect(!(result.output + result.errorOutput).contains("pr0xypass"))
      let api = await place.reviews.origin.replacing("http://", with: "")
      let git = "\(place.server.host):\(place.server.port)"
      let requests = try proxy.requests()
      // libgit2 1.5 asks a server over http directly, over https through the proxy.
      #expect(Set(requests.map(\.host)).isSubset(of: [api, git]))
      #expect(requests.contains { $0.host == api && $0.target == "/repos/acme/infra/pulls" })
      for request in requests {
        // "bot:correct horse" in base64; Git asks without a credential first.
        let own =
          request.host == api
          ? ["Bearer \(place.server.password)"] : ["-", "Basic Ym90OmNvcnJlY3QgaG9yc2U="]
        #expect(own.contains(request.authorization), "\(request)")
        // "gate:pr0xypass" in base64.
        #expect(
          ["-", "", "Basic Z2F0ZTpwcjB4eXBhc3M="].contains(request.proxyAuthorization), "\(request)"
        )
      }
    }
  }

  @Test("a proxy between the bot and an API over https is shown no credential")
  func tunnelToAPI() async throws {
    try await ReviewedRepository.use { place in
      // Whatever a proxy closes is tried again.
      let refusal = HTTPBrokenServer.Answer.bytes("HTTP/1.1 403 Forbidden\r\n\r\n")
      let (result, requests, heads) = try await HTTPBrokenServer.serve(
        Array(repeating: refusal, count: 5)
      ) { origin in
        var environment = tunnel(origin)
        environment["GITHUB_API_URL"] = "https://api.example.invalid"
        return try await place.run(environment: environment)
      }

      #expect(result.status == 1, "\(result.output)\(result.errorOutput)")
      #expect(Set(requests) == ["CONNECT api.example.invalid:443"])
      for head in heads { #expect(!head.lowercased().contains("authorization"), "\(head)") }
      #expect(try await place.hasBranch() == false)
    }
  }

  @Test("a proxy between the bot and Git over https is shown no credential")
  func tunnelToGit() async throws {
    let (result, requests, heads) = try await HTTPBrokenServer.serve([
      .bytes("HTTP/1.1 403 Forbidden\r\n\r\n")
    ]) { origin in
      var environment = tunnel(origin)
      environment["GITOPS_BOT_TOKEN"] = "s3cret-token"
      return try await Bot.run(
        ["run", "https://git.example.invalid/acme/infra.git"], environment: environment)
    }

    #expect(result.status == 1, "\(result.output)\(result.errorOutput)")
    #expect(result.errorOutput.contains("proxy returned unexpected status: 403"))
    #expect(requests == ["CONNECT git.example.invalid:443"])
    #expect(heads.first?.lowercased().contains("authorization") == false)
  }

  @Test("a server that no_proxy names is asked without the proxy")
  func excepted() async throws {
    let proxy = try await HTTPProxyServer()
    try await ReviewedRepository.use { place in
      let result = try await place.run(environment: through(proxy, except: "127.0.0.1"))

      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      #expect(result.output.contains("review: #1 was created"))
      #expect(try proxy.requests() == [])
    }
  }
}
