internal import HTTP

/// What a forge declined, or why it could not be asked.
///
/// It never holds a credential, so that it can be printed.
public struct ForgeError: Error, Hashable, Sendable {
  /// What kind of failure it is.
  public enum Kind: Hashable, Sendable {
    /// There is no token, or the forge does not accept it.
    case authentication
    /// The token is accepted and may not do this.
    case permission
    /// The repository or a part of it does not exist, or the token may not see it.
    case notFound
    /// The forge does not take what was sent.
    case validation
    /// Too many requests, and the wait would be long.
    case rateLimited
    /// No answer, or none that can be used; another try may help.
    case unavailable
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// What is wrong, as one sentence without a final full stop; with the forge's own words where it
  /// gave some.
  public var message: String
  /// What to do about it.
  public var remedy: String
  /// The missing permission as the forge's settings name it; nil when none is missing, or which one
  /// is not known.
  public var permission: String?

  public init(_ kind: Kind, _ message: String, remedy: String, permission: String? = nil) {
    self.kind = kind
    self.message = message
    self.remedy = remedy
    self.permission = permission
  }
}

/// A permission that a token lacks.
public struct MissingPermission: Hashable, Sendable {
  /// As the forge's settings name it.
  public let name: String
  /// Where it is given.
  public let remedy: String

  /// The error of an answer that says `message`.
  func error(_ message: String) -> ForgeError {
    ForgeError(.permission, message, remedy: remedy, permission: name)
  }
}

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
    if response.isRateLimit || says("rate limit") { return rateLimited }
    if response.status == 423 || says("archived") { return archived }
    if says("protected"), says("branch") { return protectedBranch }
    if response.status == 401 { return unauthenticated }
    if [403, 404].contains(response.status),
      let missing = forge.server.missingPermission(in: self)
    {
      return missing.error(message)
    }
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

  private var page: String { forge.page }

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
      remedy: "give a token that is valid and not expired; "
        + "make one at \(forge.server.tokenPage(of: forge))")
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
}
