internal import Foundation

/// What a server says about an error: on one line, bounded, and without the request's credentials.
struct ServerWords: Hashable, Sendable {
  let text: String

  private static let mostCharacters = 200

  /// Reads an answer that is a JSON object; nil when it explains nothing.
  ///
  /// - `message`: GitHub, Gitea and DigitalOcean give a text, GitLab also a list or an object of
  ///   lists by field.
  /// - `errors`: GitHub's list of texts or of objects with `message`, or with `field` and `code`
  ///   (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api).
  /// - `error` and `error_description`: GitLab, as in RFC 6750, section 3.1.
  init?(_ response: HTTPResponse, to request: HTTPRequest) {
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
