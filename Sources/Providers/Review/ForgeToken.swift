/// A token of a forge, which belongs to one server.
///
/// Printing it shows where it came from, never the token.
public struct ForgeToken: Sendable {
  /// The token itself, which pushes need too.
  package let secret: String
  /// The variable that held it, for messages; nil when it came from elsewhere.
  public let variable: String?
  /// `https://host[:port]` of the server whose API may see it.
  public let origin: String

  /// Every variable that may hold a token.
  public static let variables =
    [own] + ForgeKind.allCases.flatMap(\.server.tokenVariables)

  /// The one for whichever forge the repository is on.
  private static let own = "GITOPS_BOT_TOKEN"

  /// - Parameters:
  ///   - secret: The token itself.
  ///   - forge: The forge that made it.
  public init(_ secret: String, for forge: Forge) {
    self.init(secret, for: forge, variable: nil)
  }

  private init(_ secret: String, for forge: Forge, variable: String?) {
    self.secret = secret
    self.variable = variable
    origin = forge.origin
  }

  /// The token of the environment that belongs to `forge`; nil when there is none.
  ///
  /// `GITOPS_BOT_TOKEN` is for the forge of the repository, whichever that is. The others belong to
  /// the server that their name says and to no other:
  ///
  /// - `GITHUB_TOKEN`, `GH_TOKEN`: the server of `GITHUB_SERVER_URL`, else github.com.
  /// - `GITLAB_TOKEN`: the server of `CI_SERVER_URL`, else gitlab.com.
  /// - `GITEA_TOKEN`: the server of `GITEA_SERVER_URL` or, in Gitea's own CI, `GITHUB_SERVER_URL`;
  ///   without either the forge of the repository when that is a Gitea.
  ///
  /// - Parameters:
  ///   - forge: The forge of the repository.
  ///   - variables: The environment; an empty variable counts as none.
  public init?(for forge: Forge, in variables: [String: String]) {
    let variables = variables.filter { !$0.value.isEmpty }
    let names = [ForgeToken.own] + forge.server.tokenVariables(for: forge, in: variables)
    guard let name = names.first(where: { variables[$0] != nil }), let secret = variables[name]
    else { return nil }
    self.init(secret, for: forge, variable: name)
  }
}

extension ForgeToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "\(variable ?? "a token") for \(origin)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
