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
  var printable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          scalar.properties.generalCategory == .control ? " " : scalar
        }))
  }
}
