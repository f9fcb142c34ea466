internal import Foundation
internal import HTTP

/// Talks JSON with the API of one repository's forge.
struct ForgeSession: Sendable {
  let forge: Forge
  /// The address below which the API lies, without a slash at its end.
  let api: String
  /// Sent with every request, the token among them.
  let headers: [String: String]
  let client: HTTPClient

  /// More pages than are worth reading.
  private static let mostPages = 20

  /// What is read with `doing`, such as "reading the reviews".
  func get<Answer: Decodable>(
    _ path: String, _ query: [(String, String)] = [], doing: String
  ) async throws(ForgeError) -> Answer {
    try decode(try await answer("GET", path, query, body: nil, doing: doing), doing: doing)
  }

  /// Sends `body` as JSON and reads the answer; again when none came, if `isRepeatable`.
  func send<Body: Encodable, Answer: Decodable>(
    _ method: String, _ path: String, _ body: Body, isRepeatable: Bool = true, doing: String
  ) async throws(ForgeError) -> Answer {
    let response = try await answer(
      method, path, [], body: try encode(body, doing: doing), isRepeatable: isRepeatable,
      doing: doing)
    return try decode(response, doing: doing)
  }

  /// Deletes what `path` names; that it does not exist is no error.
  func delete(_ path: String, doing: String) async throws(ForgeError) {
    do {
      _ = try await answer("DELETE", path, [], body: nil, doing: doing)
    } catch {
      if error.kind != .notFound { throw error }
    }
  }

  /// Reads pages until `found` returns something, or there are no more.
  ///
  /// Servers count pages from 1 and name the next in the field `Link` (RFC 8288). Its
  /// address is not followed: behind a proxy it may be another one.
  ///
  /// - Returns: What `found` returned; nil when that was nil for every page.
  func search<Item: Decodable, Result>(
    _ path: String, _ query: [(String, String)], doing: String,
    found: ([Item]) -> Result?
  ) async throws(ForgeError) -> Result? {
    for page in 1...ForgeSession.mostPages {
      let response = try await answer(
        "GET", path, query + [forge.server.pageSize, ("page", String(page))], body: nil,
        doing: doing)
      if let result = found(try decode(response, doing: doing)) { return result }
      guard response.header("link")?.contains("rel=\"next\"") == true else { return nil }
    }
    return nil
  }

  /// Everything that the pages list.
  func all<Item: Decodable>(_ path: String, doing: String) async throws(ForgeError) -> [Item] {
    var items: [Item] = []
    let _: Never? = try await search(path, [], doing: doing) { (page: [Item]) in
      items += page
      return nil
    }
    return items
  }

  private func answer(
    _ method: String, _ path: String, _ query: [(String, String)], body: [UInt8]?,
    isRepeatable: Bool = false, doing: String
  ) async throws(ForgeError) -> HTTPResponse {
    var request = HTTPRequest(
      method, url: api + path + query.text, headers: headers, body: body,
      isRepeatable: isRepeatable)
    if body != nil { request.headers["Content-Type"] = "application/json" }
    let response: HTTPResponse
    do {
      response = try await client.answer(to: request)
    } catch {
      throw ForgeError(error, doing: doing)
    }
    guard (200..<300).contains(response.status) else {
      throw ForgeRefusal(
        forge: forge, response: response, words: ServerWords(response, to: request)?.text,
        doing: doing
      ).error
    }
    return response
  }

  private func encode(_ body: some Encodable, doing: String) throws(ForgeError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(body))
    } catch {
      throw ForgeError(
        .validation, "\(doing): it cannot be written as JSON", remedy: "report this")
    }
  }

  private func decode<Answer: Decodable>(
    _ response: HTTPResponse, doing: String
  ) throws(ForgeError) -> Answer {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(Answer.self, from: Data(response.body))
    } catch {
      throw ForgeError(
        .unavailable, "\(doing): the answer of \(api) cannot be understood",
        remedy: "run again later; check that \(api) is the address of the API")
    }
  }
}

extension [(String, String)] {
  /// `?name=value&…`, percent-encoded; empty without fields.
  fileprivate var text: String {
    isEmpty ? "" : "?" + map { "\($0)=\($1.percentEncodedWhole)" }.joined(separator: "&")
  }
}

extension ForgeError {
  /// The error for no answer, while `doing` something.
  fileprivate init(_ error: HTTPError, doing: String) {
    let message = "\(doing) at \(error.host): \(error.message)"
    switch error.kind {
    case .status(403), .status(429):
      self.init(.rateLimited, message, remedy: "run again then, or use a token of its own")
    case .malformed:
      self.init(.validation, message, remedy: "correct the address or the token")
    case .unreachable, .timeout, .status, .tooLarge:
      self.init(
        .unavailable, message, remedy: "check the address, the network and the proxy; run again")
    }
  }
}

/// An answer whose content does not matter.
struct Unread: Decodable {
  init(from decoder: any Decoder) {}
}
