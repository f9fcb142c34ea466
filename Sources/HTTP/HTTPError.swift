internal import Foundation

/// A request that brought no usable answer.
///
/// It never holds a credential or a whole address, so that it can be printed.
public struct HTTPError: Error, Hashable, Sendable {
  /// What kind of failure it is.
  public enum Kind: Hashable, Sendable {
    /// No answer: no such host, no connection, a certificate that is not trusted, or cancelled.
    case unreachable
    /// No complete answer in time.
    case timeout
    /// An answer with this status code, which is no success.
    case status(Int)
    /// A request or an answer that is not as it must be.
    case malformed
    /// A body beyond the bound.
    case tooLarge
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// What is wrong, as one sentence without a final full stop.
  public var message: String
  /// The server's name, with its port where that is not the usual one; empty when there was none.
  public var host: String

  public init(_ kind: Kind, _ message: String, host: String) {
    self.kind = kind
    self.message = message
    self.host = host
  }
}

extension HTTPError {
  /// The error for an answer that is no success.
  static func status(
    _ response: HTTPResponse, to request: HTTPRequest, host: String
  ) -> HTTPError {
    var message = "the server answered \(response.status)"
    if let words = ServerWords(response, to: request) { message += ": " + words.text }
    return HTTPError(.status(response.status), message, host: host)
  }

  /// The error for no answer.
  init(_ failure: HTTPExchange.Failure, limit: Int, host: String) {
    switch failure {
    case .reset:
      self.init(.unreachable, "the connection ended before the answer did", host: host)
    case .timeout: self.init(.timeout, "there was no complete answer in time", host: host)
    case .tooLarge:
      self.init(.tooLarge, "the answer is larger than \(limit) bytes", host: host)
    case .unreachable(let message): self.init(.unreachable, message, host: host)
    }
  }
}

extension String {
  /// The text on one line, without control characters.
  public var printable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          scalar.properties.generalCategory == .control ? " " : scalar
        }))
  }
}

/// What a server says about an error: on one line, bounded, and without the request's credentials.
public struct ServerWords: Hashable, Sendable {
  /// The words.
  public let text: String

  private static let mostCharacters = 200

  /// Reads an answer that is a JSON object; nil when it explains nothing.
  ///
  /// - `message`: GitHub, Gitea and DigitalOcean give a text, GitLab also a list or an object of
  ///   lists by field.
  /// - `errors`: GitHub's list of texts or of objects with `message`, or with `field` and `code`
  ///   (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api).
  /// - `error` and `error_description`: GitLab, as in RFC 6750, section 3.1.
  public init?(_ response: HTTPResponse, to request: HTTPRequest) {
    let json = try? JSONSerialization.jsonObject(with: Data(response.body))
    guard let answer = json as? [String: Any] else { return nil }
    var parts: [String] = []
    for key in ["message", "errors", "error", "error_description"] {
      for text in ServerWords.texts(in: answer[key]) where !parts.contains(text) {
        parts.append(text)
      }
    }
    guard !parts.isEmpty else { return nil }
    var text = parts.joined(separator: "; ")
    for secret in request.secrets { text = text.replacing(secret, with: "…") }
    self.text = String(text.printable.prefix(ServerWords.mostCharacters))
  }

  private static func texts(in value: Any?) -> [String] {
    switch value {
    case let text as String: return text.isEmpty ? [] : [text]
    case let list as [Any]: return list.flatMap(texts)
    case let object as [String: Any]:
      if let message = object["message"] { return texts(in: message) }
      if let field = object["field"] as? String, let code = object["code"] as? String {
        return ["\(field): \(code)"]
      }
      return object.sorted { $0.key < $1.key }.flatMap { field, value in
        texts(in: value).map { field == "base" ? $0 : "\(field) \($0)" }
      }
    default: return []
    }
  }
}
