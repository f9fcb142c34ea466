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
