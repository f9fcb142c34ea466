internal import Foundation

extension HTTPError {
  /// The error for an answer that is no success.
  static func status(
    _ response: HTTPResponse, to request: HTTPRequest, host: String
  ) -> HTTPError {
    var message = "the server answered \(response.status)"
    let answer = try? JSONDecoder().decode(ServersWords.self, from: Data(response.body))
    if var words = answer?.message {
      for secret in request.secrets { words = words.replacing(secret, with: "…") }
      message += ": " + words.printable.prefix(200)
    }
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

  /// GitHub, GitLab, Gitea and DigitalOcean explain an error under this key.
  private struct ServersWords: Decodable {
    var message: String
  }
}

extension String {
  /// The text on one line, without control characters.
  var printable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          scalar.properties.generalCategory == .control ? " " : scalar
        }))
  }
}
