internal import Foundation
public import HTTP

/// The Kubernetes clusters of a DigitalOcean account, as its API tells them.
///
/// `GET /v2/kubernetes/clusters` needs a token with the scope `kubernetes:read`
/// (https://docs.digitalocean.com/products/kubernetes/reference/api/#kubernetes_list_clusters).
public struct DigitalOceanClusters: Sendable {
  private let token: String
  private let api: String
  private let client: HTTPClient

  /// More pages than any account has.
  private static let mostPages = 100

  /// - Parameters:
  ///   - token: A token of the account; it is sent to `api` alone.
  ///   - api: The API's origin, over HTTPS unless it is on this machine.
  ///   - client: What sends the requests.
  public init(
    token: String, api: String = "https://api.digitalocean.com", client: HTTPClient
  ) {
    self.token = token
    self.api = api
    self.client = client
  }

  /// Asks for every page of the list.
  ///
  /// A page is an object with the array `kubernetes_clusters`; the address of the one after it
  /// stands at `links.pages.next`, which the last page lacks
  /// (https://docs.digitalocean.com/reference/api/intro/#links--pagination). When a page used up
  /// the rate limit, the next one waits until the API allows it
  /// (https://docs.digitalocean.com/reference/api/intro/#rate-limit).
  ///
  /// - Returns: The JSON text of each page, in order; at least one.
  /// - Throws: HTTPError of the client; `malformed` too when a page is no such object, or names a
  ///   next page on another host or one that was read already.
  public func all() async throws(HTTPError) -> [[UInt8]] {
    let origin = try privateOrigin()
    var address: String? =
      String(Substring(api).trimmingSlashes()) + "/v2/kubernetes/clusters?page=1&per_page=100"
    var asked: Set<String> = []
    var pages: [[UInt8]] = []
    while let url = address {
      guard asked.insert(url).inserted, asked.count <= DigitalOceanClusters.mostPages else {
        throw HTTPError(.malformed, "the list of clusters has no end", host: origin.authority)
      }
      let response = try await client.send(
        HTTPRequest(
          url: url,
          headers: ["Authorization": "Bearer \(token)", "Accept": "application/json"]))
      address = try next(after: response, at: origin)
      if address != nil {
        try await client.waitForQuota(after: response, host: origin.authority)
      }
      pages.append(response.body)
    }
    return pages
  }

  /// The API's origin, on which nobody can overhear the token.
  private func privateOrigin() throws(HTTPError) -> HTTPOrigin {
    guard let origin = HTTPOrigin(address: api) else {
      throw HTTPError(.malformed, "the address of the API is none", host: "")
    }
    guard origin.isPrivate else {
      throw HTTPError(
        .malformed, "the address of the API must begin with https://, since a token is sent there",
        host: origin.authority)
    }
    return origin
  }

  /// The address of the next page; nil after the last.
  private func next(
    after response: HTTPResponse, at origin: HTTPOrigin
  ) throws(HTTPError) -> String? {
    let page: Page
    do {
      page = try JSONDecoder().decode(Page.self, from: Data(response.body))
    } catch {
      throw HTTPError(
        .malformed, "the answer is no list of Kubernetes clusters", host: origin.authority)
    }
    guard let next = page.links?.pages?.next else { return nil }
    guard HTTPOrigin(address: next) == origin else {
      throw HTTPError(
        .malformed, "the next page of the list is on another host", host: origin.authority)
    }
    return next
  }

  /// A page, as far as turning it goes.
  private struct Page: Decodable {
    struct Links: Decodable {
      struct Pages: Decodable {
        var next: String?
      }
      var pages: Pages?
    }
    struct Cluster: Decodable {}

    var clusters: [Cluster]
    var links: Links?

    enum CodingKeys: String, CodingKey {
      case clusters = "kubernetes_clusters"
      case links
    }
  }
}
