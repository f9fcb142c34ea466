/// What a forge documents about the reviews of `acme/infra`, as far as the bot may use it.
protocol ReviewAPI: Sendable {
  /// The path of the repository below the API, percent-encoded.
  var root: String { get }

  /// The field in which the token has to come.
  func authorization(_ token: String) -> String

  /// What every request has to say beside that.
  var fields: [String: String] { get }

  /// Everything that may be asked, by `ReviewCall.route`.
  var routes: [String: ReviewRoute] { get }

  /// What the forge's own CI sets, on a server at `server` with its API at `api`.
  func variables(server: String, api: String) -> [String: String?]

  /// The page below the repository's where a person opens the review.
  var comparePage: String { get }
}
