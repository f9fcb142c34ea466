internal import HTTP

/// How long a Git server may stay silent before a run gives up: ten minutes, or as
/// `GITOPS_BOT_GIT_TIMEOUT` of `variables` says, since servers check large pushes without a word.
///
/// - Throws: BotError when the variable is no whole number from 1 to 86400.
public func silenceLimit(_ variables: [String: String]) throws(BotError) -> Duration {
  try seconds("GITOPS_BOT_GIT_TIMEOUT", in: variables, upTo: 86_400, standard: 600)
}

extension HTTPClient {
  /// A client as the environment wants it: one try of a request may take 30 seconds, or as
  /// `GITOPS_BOT_HTTP_TIMEOUT` says.
  ///
  /// - Throws: BotError when the variable is no whole number from 1 to 3600.
  init(_ variables: [String: String]) throws(BotError) {
    self.init(
      timeout: try seconds("GITOPS_BOT_HTTP_TIMEOUT", in: variables, upTo: 3600, standard: 30),
      allowsPlainHTTP: isPlainHTTPAllowed(variables))
  }
}

/// Whether the environment allows credentials over plain http to other machines than this one.
func isPlainHTTPAllowed(_ variables: [String: String]) -> Bool {
  variables["GITOPS_BOT_INSECURE_HTTP"] == "1"
}

private func seconds(
  _ name: String, in variables: [String: String], upTo most: Int, standard: Int
) throws(BotError) -> Duration {
  guard let text = variables[name], !text.isEmpty else { return .seconds(standard) }
  guard let seconds = Int(text), (1...most).contains(seconds) else {
    throw BotError(
      "\(name) is not a number of seconds that can be used",
      remedy: "set it to a number of seconds from 1 to \(most), or leave it out for \(standard)")
  }
  return .seconds(seconds)
}
