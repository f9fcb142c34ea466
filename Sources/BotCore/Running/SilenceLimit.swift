/// How long a Git server may stay silent before a run gives up.
///
/// Ten minutes, or as `GITOPS_BOT_GIT_TIMEOUT` of `variables` says: servers check large pushes without a
/// word.
///
/// - Throws: BotError when the variable is no whole number from 1 to 86400.
public func silenceLimit(_ variables: [String: String]) throws(BotError) -> Duration {
  let name = "GITOPS_BOT_GIT_TIMEOUT"
  guard let text = variables[name], !text.isEmpty else { return .seconds(600) }
  guard let seconds = Int(text), (1...86_400).contains(seconds) else {
    throw BotError(
      "\(name) is \"\(text)\"",
      remedy: "set it to a number of seconds from 1 to 86400, or leave it out for 600")
  }
  return .seconds(seconds)
}
