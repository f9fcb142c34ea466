/// An answer of a forge that is no success, and what it means.
struct ForgeRefusal {
  let forge: Forge
  let response: HTTPResponse
  /// The forge's own words, without credentials.
  let words: String?
  /// What was tried, such as "opening the review".
  let doing: String

  /// What the answer means to the one who runs the bot.
  var error: ForgeError {
    if HTTPRetry.isRateLimit(response) || says("rate limit") { return rateLimited }
    if response.status == 423 || says("archived") { return archived }
    if says("protected"), says("branch") { return protectedBranch }
    if response.status == 401 { return unauthenticated }
    if let missing = missingPermission { return missing.error(message) }
    switch response.status {
    case 403: return forbidden
    case 404, 410: return notFound
    case 300..<400: return moved
    case 400..<500:
      return ForgeError(.validation, message, remedy: "mend what the message names, and run again")
    default:
      return ForgeError(.unavailable, message, remedy: "run again later")
    }
  }

  /// Whether the forge's words hold `text`, in whatever case.
  func says(_ text: String) -> Bool {
    words?.lowercased().contains(text.lowercased()) == true
  }

  /// The page of the repository, for remedies.
  var page: String { forge.page }

  private var message: String {
    "\(doing): the server answered \(response.status)" + (words.map { ": " + $0 } ?? "")
  }

  private var rateLimited: ForgeError {
    ForgeError(.rateLimited, message, remedy: "run again later, or use a token of its own")
  }

  /// GitHub answers 403, Gitea 423.
  private var archived: ForgeError {
    ForgeError(
      .permission, message, remedy: "unarchive the repository in its settings, \(page)")
  }

  private var protectedBranch: ForgeError {
    ForgeError(
      .permission, message,
      remedy: "let the bot past the branch's protection, or choose another review.branch")
  }

  private var unauthenticated: ForgeError {
    ForgeError(
      .authentication, message,
      remedy: "give a token that is valid and not expired; make one at \(tokenPage)")
  }

  private var forbidden: ForgeError {
    ForgeError(.permission, message, remedy: "let the token, or its user, write to \(page)")
  }

  /// Forges say this too of what the token may not see.
  private var notFound: ForgeError {
    ForgeError(
      .notFound, message, remedy: "check that \(page) exists and that the token may see it")
  }

  private var moved: ForgeError {
    ForgeError(
      .notFound, "\(doing): the server says that \(forge.path) has moved",
      remedy: "correct the address of the remote")
  }

  private var tokenPage: String {
    switch forge.kind {
    case .gitHub: forge.origin + "/settings/tokens"
    case .gitLab: forge.origin + "/-/user_settings/personal_access_tokens"
    case .gitea: forge.origin + "/user/settings/applications"
    }
  }
}
