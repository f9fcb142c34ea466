/// The software of a server on which people review branches: all that differs between one and another.
///
/// What most servers have alike is a default below. Everything about one server stands in its folder,
/// and `ForgeKind` lists them.
protocol ReviewServer: Sendable {
  /// The origins of the public servers, such as `https://github.com`, by the hosts that remotes there
  /// name.
  var publicServers: [String: String] { get }

  /// The address of the server whose CI runs this process, where that runs this software; nil elsewhere.
  ///
  /// `variables` is the environment.
  func ciServer(_ variables: [String: String]) -> String?

  /// The variable by which people name a server of their own, to which a token belongs; nil where none
  /// is in use.
  var serverVariable: String? { get }

  /// The variables in which CI names the API, and the server that it belongs to; nil where there are
  /// none.
  var apiVariables: (api: String, server: String)? { get }

  /// Where the API of the server at `origin` lies when nothing else is said, without a slash at its end.
  func api(at origin: String) -> String

  /// The variables that may hold a token, the likeliest first.
  var tokenVariables: [String] { get }

  /// Those of `variables`, which are not empty, that hold a token of the server of `forge`.
  func tokenVariables(for forge: Forge, in variables: [String: String]) -> [String]

  /// The header fields of every request that carries `token`.
  func headers(token: String) -> [String: String]

  /// The user name that goes with a token over Git.
  var gitUser: String { get }

  /// What a job in CI may give to Git besides a token; nil where there is no such thing.
  var jobPassword: JobPassword? { get }

  /// The page on which a person opens a review that brings `branch` into `base`, both percent-encoded.
  func compareURL(of forge: Forge, base: String, branch: String) -> String

  /// The page on which a person makes a token.
  func tokenPage(of forge: Forge) -> String

  /// The page on which a person says who may push to which branch.
  func protectionPage(of forge: Forge) -> String

  /// What is missing when the server knows who pushes and lets them push nothing.
  func pushPermission(of forge: Forge) -> MissingPermission

  /// What is missing when this software declines a push with words of its own, in lower case; nil for
  /// words that every server has.
  func permission(
    toPush branch: String, to forge: Forge, saying words: String
  ) -> MissingPermission?

  /// What is missing when the API answers 403 or 404; nil where its words do not tell.
  func missingPermission(in refusal: ForgeRefusal) -> MissingPermission?

  /// What people write in front of a review's number, with a part of the addresses of such reviews; nil
  /// for `#`.
  var reviewMark: (mark: String, path: String)? { get }

  /// The most that the server takes as a body, in UTF-8 bytes.
  var bodyLimit: Int { get }

  /// The field of a query that says how many entries a page has, with the most that are given.
  var pageSize: (name: String, value: String) { get }

  /// The reviews of one repository.
  ///
  /// - Throws: ForgeError when the server can have no repository of that path.
  func reviews(_ session: ForgeSession) throws(ForgeError) -> any ForgeAPI
}

/// A user name and a password that CI gives to a job, for the server that runs it.
public struct JobPassword: Hashable, Sendable {
  public let user: String
  /// The variable that holds the password.
  public let variable: String
  /// The variable that holds the server's address.
  public let serverVariable: String
}

extension ReviewServer {
  var serverVariable: String? { nil }
  var jobPassword: JobPassword? { nil }
  var reviewMark: (mark: String, path: String)? { nil }
  var pageSize: (name: String, value: String) { ("per_page", "100") }

  /// GitHub and Gitea take any user name beside a token.
  var gitUser: String { "x-access-token" }

  func headers(token: String) -> [String: String] {
    [
      "Authorization": "Bearer \(token)", "Accept": "application/json", "User-Agent": "gitops-bot",
    ]
  }

  /// A token is for the server whose CI runs the process, else for the public ones.
  func tokenVariables(for forge: Forge, in variables: [String: String]) -> [String] {
    let servers = ciServer(variables).map { [$0] } ?? Array(publicServers.values)
    return servers.contains(where: forge.isServer) ? tokenVariables : []
  }

  func permission(
    toPush branch: String, to forge: Forge, saying words: String
  ) -> MissingPermission? {
    nil
  }
}
