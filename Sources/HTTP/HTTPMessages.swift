/// One request to a server's API.
public struct HTTPRequest: Hashable, Sendable {
  /// The method in upper case, such as `GET`.
  public var method: String
  /// An absolute `https://` or `http://` address without user and password.
  public var url: String
  /// Header fields by name; a name that differs only in case counts as the same.
  public var headers: [String: String]
  /// What is sent; nil for nothing.
  public var body: [UInt8]?
  /// Whether sending it twice does no more than sending it once, whatever the method: the server
  /// refuses the second one, or it sets what is set already.
  public var isRepeatable: Bool

  public init(
    _ method: String = "GET", url: String, headers: [String: String] = [:], body: [UInt8]? = nil,
    isRepeatable: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.isRepeatable = isRepeatable
  }
}

extension HTTPRequest {
  /// Whether sending it twice does no more than sending it once, by its method (RFC 9110, section
  /// 9.2.2) or by itself.
  var isIdempotent: Bool {
    isRepeatable || ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].contains(method)
  }

  /// The request without the fields that prove who sends it.
  var withoutCredentials: HTTPRequest {
    var request = self
    request.headers = headers.filter { !HTTPRequest.credentialFields.contains($0.key.lowercased()) }
    return request
  }

  /// What must never be shown: each credential, whole and without its scheme (`Bearer`), longest
  /// first.
  var secrets: [String] {
    var secrets: Set<String> = []
    for (name, value) in headers where HTTPRequest.credentialFields.contains(name.lowercased()) {
      secrets.insert(value)
      if let space = value.firstIndex(of: " ") {
        secrets.insert(String(value[value.index(after: space)...]))
      }
    }
    return secrets.filter { !$0.isEmpty }
      .sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  private static let credentialFields: Set<String> = [
    "authorization", "proxy-authorization", "private-token", "job-token", "cookie",
  ]
}

/// What a server answered, complete.
public struct HTTPResponse: Hashable, Sendable {
  /// The status code, 200 to 299 in everything that `HTTPClient.send` returns.
  public var status: Int
  /// Header fields by their names in lower case.
  public var headers: [String: String]
  /// The body, with any compression undone.
  public var body: [UInt8]

  public init(status: Int, headers: [String: String], body: [UInt8]) {
    self.status = status
    self.headers = Dictionary(
      headers.map { ($0.lowercased(), $1) }, uniquingKeysWith: { first, _ in first })
    self.body = body
  }

  /// The header field of that name, in whatever case.
  public func header(_ name: String) -> String? {
    headers[name.lowercased()]
  }
}

extension HTTPResponse {
  /// Whether the server declines for the number of requests alone.
  ///
  /// GitHub does so with 403 too
  /// (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api).
  public var isRateLimit: Bool {
    status == 429
      || status == 403 && (header("retry-after") != nil || rateLimit("remaining") == "0")
  }

  /// The header field of that name about the number of requests, with or without `X-`.
  func rateLimit(_ field: String) -> String? {
    header("ratelimit-" + field) ?? header("x-ratelimit-" + field)
  }
}
