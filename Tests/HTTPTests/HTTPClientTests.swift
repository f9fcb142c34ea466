import ForgeTestSupport
import Testing

@testable import HTTP

@Suite struct HTTPClientTests {
  private typealias Step = HTTPTestServer.Step

  /// What became of one request to `/a` with a credential, and how long it should have waited.
  private func outcome(
    _ steps: [Step], method: String = "GET", limit: Int = 1 << 20, body: [UInt8]? = nil
  ) async throws -> (result: Result<HTTPResponse, HTTPError>, pauses: [Duration], host: String) {
    let clock = HTTPTestClock()
    let client = clock.client(limit: limit)
    let served = try await HTTPTestServer.serve(steps) { origin in
      let request = HTTPRequest(
        method, url: origin + "/a?b=c%20d", headers: ["Authorization": "Bearer s3cret-token"],
        body: body)
      do throws(HTTPError) {
        return (Result<HTTPResponse, HTTPError>.success(try await client.send(request)), origin)
      } catch {
        return (Result<HTTPResponse, HTTPError>.failure(error), origin)
      }
    }
    #expect(served.complaints == [])
    let host = String(served.result.1.dropFirst("http://".count))
    return (served.result.0, clock.pauses, host)
  }

  private func step(_ status: Int, _ headers: [String: String] = [:], body: String = "") -> Step {
    Step(
      target: "/a?b=c%20d", fields: ["Authorization": "Bearer s3cret-token"], status: status,
      headers: headers, body: body)
  }

  @Test("A caller gets status, header fields and body as the server gave them")
  func answer() async throws {
    let (result, pauses, _) = try await outcome([step(201, ["X-Part": "7"], body: "grüße")])
    let response = try result.get()
    #expect(response.status == 201)
    #expect(response.header("x-PART") == "7")
    #expect(String(decoding: response.body, as: UTF8.self) == "grüße")
    #expect(pauses == [])
  }

  @Test("What is posted arrives")
  func post() async throws {
    var expected = step(200)
    (expected.method, expected.received) = ("POST", #"{"title":"ü"}"#)
    let result = try await outcome(
      [expected], method: "POST", body: Array(#"{"title":"ü"}"#.utf8)
    ).result
    #expect(try result.get().status == 200)
  }

  @Test("A gateway that fails twice costs two growing pauses, not the run")
  func badGateway() async throws {
    let (result, pauses, _) = try await outcome([step(502), step(502), step(200, body: "ok")])
    #expect(try result.get().body == Array("ok".utf8))
    #expect(pauses == [.milliseconds(500), .seconds(1)])
  }

  @Test(
    "A server that says when to come back is asked again then",
    arguments: [
      (["Retry-After": "7"], 7), (["Retry-After": "0"], 0),
      (["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"], 30),
      (["Retry-After": "Sun, 06 Nov 1994 08:49:00 GMT"], 0),
      (["RateLimit-Remaining": "0", "RateLimit-Reset": "784111760"], 13),
    ])
  func retryAfter(_ headers: [String: String], _ seconds: Int) async throws {
    let (result, pauses, _) = try await outcome([step(429, headers), step(200)])
    #expect(try result.get().status == 200)
    #expect(pauses == [.seconds(seconds)])
  }

  @Test(
    "A server that asks for a long wait ends the run at once and says how long",
    arguments: [
      (["Retry-After": "61"], "61"), (["Retry-After": "Sun, 06 Nov 1994 09:49:07 GMT"], "3600"),
      (["RateLimit-Remaining": "0", "RateLimit-Reset": "784115347"], "3600"),
    ])
  func longWait(_ headers: [String: String], _ seconds: String) async throws {
    let (result, pauses, host) = try await outcome([step(429, headers)])
    let expected = HTTPError(
      .status(429), "the server answered 429 and asks to wait \(seconds) seconds", host: host)
    #expect(result == .failure(expected))
    #expect(pauses == [])
  }

  @Test("A server that stays down is asked five times and then reported", arguments: [429, 503])
  func givesUp(_ status: Int) async throws {
    let (result, pauses, host) = try await outcome(Array(repeating: step(status), count: 5))
    #expect(
      result
        == .failure(HTTPError(.status(status), "the server answered \(status)", host: host)))
    #expect(
      pauses == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)])
  }

  @Test("A review is not opened twice because a gateway lost the answer")
  func noSecondPost() async throws {
    var expected = step(504)
    expected.method = "POST"
    let (result, pauses, host) = try await outcome([expected], method: "POST")
    #expect(result == .failure(HTTPError(.status(504), "the server answered 504", host: host)))
    #expect(pauses == [])
  }

  @Test("A refused credential is reported in the server's words, and never shown")
  func unauthorized() async throws {
    let words = #"{"message": "Bearer s3cret-token is bad:\n::error s3cret-token"}"#
    let (result, _, host) = try await outcome([step(401, body: words)])
    #expect(
      result
        == .failure(
          HTTPError(.status(401), "the server answered 401: … is bad: ::error …", host: host)))
    #expect(!"\(result)".contains("s3cret"))
  }

  @Test("A redirection to another host never learns the credential")
  func otherHost() async throws {
    let (other, complaints) = try await HTTPTestServer.serve([]) { other in
      try await self.outcome([self.step(302, ["Location": other + "/a"])])
    }
    #expect(complaints == [])
    let expected = HTTPError(
      .status(302),
      "the server answered 302 and redirects to another host, which is not asked",
      host: other.host)
    #expect(other.result == .failure(expected))
  }

  @Test(
    "A page that moved within its host is found, without the credential",
    arguments: ["/moved?x=1", "{origin}/moved?x=1"])
  func sameHost(_ location: String) async throws {
    let moved = Step(target: "/moved?x=1", fields: ["Authorization": ""], body: "here")
    let (result, _, _) = try await outcome([step(301, ["Location": location]), moved])
    #expect(try result.get().body == Array("here".utf8))
  }

  @Test("A redirection in a circle ends")
  func circle() async throws {
    var again = step(302, ["Location": "/a?b=c%20d"])
    let first = again
    again.fields = ["Authorization": ""]
    let (result, _, host) = try await outcome([first] + Array(repeating: again, count: 5))
    #expect(
      result == .failure(HTTPError(.malformed, "the server redirects without end", host: host)))
  }

  @Test("A huge answer does not fill the memory")
  func tooLarge() async throws {
    let body = String(repeating: "x", count: 1000)
    let kept = try await outcome([step(200, body: body)], limit: 1000)
    #expect(try kept.result.get().body.count == 1000)
    let (result, _, host) = try await outcome([step(200, body: body)], limit: 999)
    #expect(
      result
        == .failure(HTTPError(.tooLarge, "the answer is larger than 999 bytes", host: host)))
  }

  @Test("A server that never answers does not hold the run for ever")
  func timeout() async throws {
    let clock = HTTPTestClock(isLate: true)
    // Listens without ever accepting, so that no answer can win.
    let error = try await HTTPBrokenServer.serve([]) { origin in
      await #expect(throws: HTTPError.self) {
        _ = try await clock.client().send(HTTPRequest(url: origin))
      }
    }.result
    #expect(error?.kind == .timeout)
    #expect(clock.pauses == [])
  }

  @Test("A connection that breaks before or within the answer is tried again")
  func reset() async throws {
    let clock = HTTPTestClock()
    let answers: [HTTPBrokenServer.Answer] = [
      .reset, .bytes(""), .bytes("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"),
      .json(200, "ok"),
    ]
    let response = try await HTTPBrokenServer.serve(answers) { origin in
      try await clock.client().send(HTTPRequest(url: origin))
    }.result
    #expect(response.body == Array("ok".utf8))
    #expect(clock.pauses == [.milliseconds(500), .seconds(1), .seconds(2)])
  }

  @Test(
    "A post whose connection broke is not sent again",
    arguments: [HTTPBrokenServer.Answer.reset, .bytes("")])
  func resetPost(_ answer: HTTPBrokenServer.Answer) async throws {
    let clock = HTTPTestClock()
    let error = try await HTTPBrokenServer.serve([answer]) { origin in
      await #expect(throws: HTTPError.self) {
        _ = try await clock.client().send(HTTPRequest("POST", url: origin, body: [1]))
      }
    }.result
    #expect(error?.kind == .unreachable)
    #expect(error?.message == "the connection ended before the answer did")
    #expect(clock.pauses == [])
  }

  @Test("A server that is not there is named")
  func unreachable() async {
    // Port 1 of loopback serves nobody.
    let host = "127.0.0.1:1"
    let error = await #expect(throws: HTTPError.self) {
      _ = try await HTTPTestClock().client().send(HTTPRequest(url: "http://" + host))
    }
    #expect(error == HTTPError(.unreachable, "the connection was refused", host: host))
  }

  @Test(
    "An address that could leak or go astray is refused before anything is sent",
    arguments: ["", "/a", "ftp://a.example/", "file:///etc/passwd", "https://me:pw@a.example/"])
  func addresses(_ url: String) async {
    let error = await #expect(throws: HTTPError.self) {
      _ = try await HTTPTestClock().client().send(HTTPRequest(url: url))
    }
    #expect(error?.kind == .malformed)
    #expect(error.map { !"\($0)".contains("pw@") } == true)
  }

  @Test("A credential with a line end cannot add header fields")
  func lineEnd() async {
    let error = await #expect(throws: HTTPError.self) {
      _ = try await HTTPTestClock().client().send(
        HTTPRequest(url: "http://127.0.0.1:1", headers: ["Authorization": "Bearer s3cret\r\nX: y"]))
    }
    #expect(
      error
        == HTTPError(
          .malformed, "the header field \"Authorization\" holds a control character",
          host: "127.0.0.1:1"))
  }
}
