internal import Foundation

#if canImport(FoundationNetworking)
internal import FoundationNetworking
#endif

/// Sends requests to the API of a server and returns what succeeded.
///
/// - A request is sent again up to 4 times after 429 and 503 and, where its method allows, after
///   502, 504 and a connection that broke, after a growing pause or the one that the server asks
///   for; a server that asks for more than a minute is not waited for.
/// - A redirection of GET and HEAD is followed up to 5 times, within the origin (scheme, host and
///   port) alone, and without credentials.
/// - No cookies, no cache, nothing shared between requests.
/// - Proxies are the system's; on Linux those of libcurl's variables `http_proxy` (in lower case
///   only), `https_proxy`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`
///   (https://curl.se/libcurl/c/libcurl-env.html).
/// - Trusted certificates are the system's: on Linux neither `SSL_CERT_FILE` nor `CURL_CA_BUNDLE`
///   reach URLSession.
public struct HTTPClient: Sendable {
  /// The time for one try, from the connection to the last byte.
  public let timeout: Duration
  /// The most bytes of a body.
  public let limit: Int
  /// Whether credentials may be sent over plain HTTP to other machines.
  public let allowsPlainHTTP: Bool
  private let clock: HTTPClock

  private static let mostRedirections = 5

  /// - Parameters:
  ///   - timeout: The time for one try, from the connection to the last byte.
  ///   - limit: The most bytes of a body; 16 MiB by default.
  ///   - allowsPlainHTTP: Whether credentials may be sent over plain HTTP to other machines.
  public init(
    timeout: Duration = .seconds(30), limit: Int = 16 << 20, allowsPlainHTTP: Bool = false
  ) {
    self.init(timeout: timeout, limit: limit, allowsPlainHTTP: allowsPlainHTTP, clock: .system)
  }

  /// The same with another clock, as tests need it.
  package init(
    timeout: Duration = .seconds(30), limit: Int = 16 << 20, allowsPlainHTTP: Bool = false,
    clock: HTTPClock
  ) {
    self.timeout = timeout
    self.limit = limit
    self.allowsPlainHTTP = allowsPlainHTTP
    self.clock = clock
  }

  /// Sends `request` and returns the answer, whose status is 200 to 299.
  ///
  /// - Throws: HTTPError for everything else; a status carries the server's own words where it
  ///   gives a JSON object with a `message`, without the request's credentials.
  public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let origin = try HTTPClient.origin(of: request)
    var next = request
    for _ in 0...HTTPClient.mostRedirections {
      let response = try await answer(to: next, at: origin)
      if (200..<300).contains(response.status) { return response }
      guard let target = try redirection(response, of: next, at: origin) else {
        throw HTTPError.status(response, to: request, host: origin.authority)
      }
      next = next.withoutCredentials
      next.url = target
    }
    throw HTTPError(.malformed, "the server redirects without end", host: origin.authority)
  }

  /// Sends `request` and returns the first answer that is not worth another try, whatever its
  /// status; a redirection is such an answer, and is not followed.
  ///
  /// - Throws: HTTPError when there is none, or when the server asks for a long wait.
  public func answer(to request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    try await answer(to: request, at: HTTPClient.origin(of: request))
  }

  /// Waits until the server allows another request, when `response` used up the last.
  ///
  /// - Throws: HTTPError of status 429 when that is longer than a minute.
  public func waitForQuota(after response: HTTPResponse, host: String) async throws(HTTPError) {
    guard response.header("ratelimit-remaining") == "0",
      let seconds = HTTPRetry(clock: clock).wait(for: response)
    else { return }
    try await pause(seconds: seconds, status: 429, host: host)
  }

  /// The first answer that is not worth another try.
  private func answer(
    to request: HTTPRequest, at origin: HTTPOrigin
  ) async throws(HTTPError) -> HTTPResponse {
    let wire = try URLRequest(request, timeout: timeout, host: origin.authority)
    let retry = HTTPRetry(clock: clock)
    var attempt = 0
    while true {
      switch await HTTPExchange.run(
        wire, limit: limit, deadline: { [clock, timeout] in try await clock.deadline(timeout) })
      {
      case .success(let response):
        guard attempt < HTTPRetry.most, HTTPRetry.isWorthwhile(response, for: request)
        else { return response }
        if let seconds = retry.wait(for: response) {
          try await pause(seconds: seconds, status: response.status, host: origin.authority)
        } else {
          try await pause(retry.backOff(attempt: attempt), host: origin.authority)
        }
      case .failure(.reset) where attempt < HTTPRetry.most && request.isIdempotent:
        try await pause(retry.backOff(attempt: attempt), host: origin.authority)
      case .failure(let failure):
        throw HTTPError(failure, limit: limit, host: origin.authority)
      }
      attempt += 1
    }
  }

  private func pause(seconds: Int, status: Int, host: String) async throws(HTTPError) {
    guard seconds <= HTTPRetry.longestWait else {
      throw HTTPError(
        .status(status),
        "the server answered \(status) and asks to wait \(seconds) seconds", host: host)
    }
    try await pause(.seconds(seconds), host: host)
  }

  private func pause(_ duration: Duration, host: String) async throws(HTTPError) {
    do {
      try await clock.pause(duration)
    } catch {
      throw HTTPError(.unreachable, "the request was cancelled", host: host)
    }
  }
}

extension HTTPClient {
  /// Where `request` goes, once it is one that can be sent.
  private static func origin(of request: HTTPRequest) throws(HTTPError) -> HTTPOrigin {
    guard let url = URL(string: request.url), let origin = HTTPOrigin(url) else {
      throw HTTPError(
        .malformed, "the address must begin with https:// or http:// and name no user", host: "")
    }
    for (name, value) in request.headers {
      // A line end in a value would begin a field of its own.
      guard (name + value).unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
        throw HTTPError(
          .malformed, "the header field \"\(name.printable)\" holds a control character",
          host: origin.authority)
      }
    }
    return origin
  }

  /// The address to ask instead; nil when `response` is no redirection to follow.
  private func redirection(
    _ response: HTTPResponse, of request: HTTPRequest, at origin: HTTPOrigin
  ) throws(HTTPError) -> String? {
    guard [301, 302, 303, 307, 308].contains(response.status),
      ["GET", "HEAD"].contains(request.method), let location = response.header("location"),
      let target = URL(string: location, relativeTo: URL(string: request.url))
    else { return nil }
    guard let other = HTTPOrigin(target.absoluteURL), other == origin else {
      throw HTTPError(
        .status(response.status),
        "the server answered \(response.status) and redirects to another host, which is not asked",
        host: origin.authority)
    }
    return target.absoluteString
  }
}

extension URLRequest {
  fileprivate init(
    _ request: HTTPRequest, timeout: Duration, host: String
  ) throws(HTTPError) {
    guard let url = URL(string: request.url) else {
      throw HTTPError(.malformed, "the address cannot be read", host: host)
    }
    self.init(url: url)
    httpMethod = request.method
    httpBody = request.body.map { Data($0) }
    httpShouldHandleCookies = false
    timeoutInterval = timeout / .seconds(1)
    for (name, value) in request.headers { setValue(value, forHTTPHeaderField: name) }
  }
}
