import ForgeTestSupport
import HTTP
import Testing

@testable import Providers

@Suite struct DigitalOceanClustersTests {
  private typealias Step = HTTPTestServer.Step
  private static let first = "/v2/kubernetes/clusters?page=1&per_page=100"
  private static let second = "/v2/kubernetes/clusters?page=2&per_page=100"

  private func step(
    _ body: String, at target: String = first, status: Int = 200, headers: [String: String] = [:]
  ) -> Step {
    Step(
      target: target,
      fields: ["Authorization": "Bearer dop_v1_s3cret", "Accept": "application/json"],
      status: status, headers: headers, body: body)
  }

  /// A page with one cluster, and the address of the next.
  private func page(_ name: String, next: String? = nil) -> String {
    let links = next.map { #"{"pages": {"last": "\#($0)", "next": "\#($0)"}}"# } ?? "{}"
    return #"{"kubernetes_clusters": [{"name": "\#(name)"}], "links": \#(links), "meta": {}}"#
  }

  private func outcome(
    _ steps: [Step]
  ) async throws -> (pages: [String], error: HTTPError?, pauses: [Duration]) {
    let clock = HTTPTestClock()
    let client = clock.client()
    let served = try await HTTPTestServer.serve(steps) { origin in
      do throws(HTTPError) {
        let pages = try await DigitalOceanClusters(
          token: "dop_v1_s3cret", api: origin + "/", client: client
        ).all()
        return (pages.map { String(decoding: $0, as: UTF8.self) }, HTTPError?.none)
      } catch {
        return ([String](), error)
      }
    }
    #expect(served.complaints == [])
    return (served.result.0, served.result.1, clock.pauses)
  }

  @Test("A cluster on the second page is found")
  func pages() async throws {
    let (pages, error, pauses) = try await outcome([
      step(page("a", next: "{origin}" + Self.second)), step(page("b"), at: Self.second),
    ])
    #expect(error == nil)
    #expect(pages.count == 2)
    #expect(pages.first?.contains(#""name": "a""#) == true)
    #expect(pages.last == page("b"))
    #expect(pauses == [])
  }

  @Test("An account at its rate limit waits and goes on")
  func rateLimit() async throws {
    let spent = ["RateLimit-Remaining": "0", "RateLimit-Reset": "784111752"]
    let (pages, error, pauses) = try await outcome([
      step("{}", status: 429, headers: ["Retry-After": "3"]),
      step(page("a", next: "{origin}" + Self.second), headers: spent),
      step(page("b"), at: Self.second, headers: spent),
    ])
    #expect(error == nil)
    #expect(pages.count == 2)
    #expect(pauses == [.seconds(3), .seconds(5)])
  }

  @Test("An account that must wait for an hour is told so")
  func longWait() async throws {
    let spent = ["RateLimit-Remaining": "0", "RateLimit-Reset": "784115347"]
    let (_, error, pauses) = try await outcome([
      step(page("a", next: "{origin}" + Self.second), headers: spent)
    ])
    #expect(error?.kind == .status(429))
    #expect(error?.message == "the server answered 429 and asks to wait 3600 seconds")
    #expect(pauses == [])
  }

  @Test("A token that is not accepted is reported without it")
  func unauthorized() async throws {
    let (_, error, _) = try await outcome([
      step(#"{"id": "Unauthorized", "message": "Unable to authenticate you"}"#, status: 401)
    ])
    #expect(error?.kind == .status(401))
    #expect(error?.message == "the server answered 401: Unable to authenticate you")
    #expect(!"\(String(describing: error))".contains("s3cret"))
  }

  @Test(
    "What is no list of clusters is not taken for an empty one",
    arguments: [
      #"{"kubernetes_clusters": [{"na"#, "", "null", "[]", #"{"clusters": []}"#, "<html></html>",
      #"{"kubernetes_clusters": {}}"#,
    ])
  func malformed(_ body: String) async throws {
    let (_, error, _) = try await outcome([step(body)])
    #expect(error?.kind == .malformed)
    #expect(error?.message == "the answer is no list of Kubernetes clusters")
  }

  @Test(
    "The token does not follow a link to another host",
    arguments: [
      "https://evil.example/v2", "http://127.0.0.1:1/v2", "//evil.example", "/v2?page=2", "",
    ])
  func otherHost(_ next: String) async throws {
    let (_, error, _) = try await outcome([step(page("a", next: next))])
    #expect(error?.kind == .malformed)
    #expect(error?.message == "the next page of the list is on another host")
  }

  @Test("A list that leads back to itself ends")
  func circle() async throws {
    let (_, error, _) = try await outcome([
      step(page("a", next: "{origin}" + Self.first))
    ])
    #expect(error?.kind == .malformed)
    #expect(error?.message == "the list of clusters has no end")
  }

  @Test(
    "The token is not sent where others can read it",
    arguments: ["http://api.example", "ftp://api.example", "api.example", ""])
  func overheard(_ api: String) async {
    let error = await #expect(throws: HTTPError.self) {
      _ = try await DigitalOceanClusters(
        token: "dop_v1_s3cret", api: api, client: HTTPTestClock().client()
      ).all()
    }
    #expect(error?.kind == .malformed)
  }
}
