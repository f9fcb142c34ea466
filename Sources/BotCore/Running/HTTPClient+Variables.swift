internal import Forge

extension HTTPClient {
  /// The variable that says how many seconds one try of a request may take.
  private static let timeoutVariable = "GITOPS_BOT_HTTP_TIMEOUT"

  /// A client as the environment wants it.
  ///
  /// - Throws: BotError when `GITOPS_BOT_HTTP_TIMEOUT` is no whole number from 1 to 3600.
  init(_ variables: [String: String]) throws(BotError) {
    guard let text = variables[HTTPClient.timeoutVariable], !text.isEmpty else {
      self.init()
      return
    }
    guard let seconds = Int(text), (1...3600).contains(seconds) else {
      throw BotError(
        "\(HTTPClient.timeoutVariable) is \"\(text)\"",
        remedy: "set it to a number of seconds from 1 to 3600, or leave it out for 30")
    }
    self.init(timeout: .seconds(seconds))
  }
}
