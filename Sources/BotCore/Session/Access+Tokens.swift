internal import Foundation
internal import Git
internal import Providers

extension Access {
  /// What a server over http is offered, in this order: the address's own password, the token for the
  /// repository, those that the environment holds for this very server, and what a helper has.
  ///
  /// - Throws: BotError when the helper cannot be asked.
  func passwords(for location: Location) async throws(BotError) -> [Credential] {
    var credentials: [Credential] = []
    if let user = location.user, let password = location.password {
      credentials.append(.userPassword(user: user, password: password))
    }
    if let token = variable("GITOPS_BOT_TOKEN") {
      // GitHub and GitLab take any user name beside a token; a plain server wants the right one.
      let user = variable("GITOPS_BOT_USERNAME") ?? location.user ?? "x-access-token"
      credentials.append(.userPassword(user: user, password: token))
    }
    credentials += forgeTokens(for: location)
    if let helper = request.credentialHelper {
      let helper = CredentialHelper(helper: helper, variables: request.variables)
      if let found = try await helper.credential(for: location) { credentials.append(found) }
    }
    return credentials
  }

  /// The tokens that belong to the forge at `location`, never over a less safe scheme than its own.
  private func forgeTokens(for location: Location) -> [Credential] {
    guard let forge = forge(at: location), isServer(forge.origin, of: location) else { return [] }
    var variables = request.variables
    variables["GITOPS_BOT_TOKEN"] = nil
    var credentials: [Credential] = []
    if let token = ForgeToken(for: forge, in: variables) {
      credentials.append(.userPassword(user: forge.gitUser, password: token.secret))
    }
    if let job = forge.jobPassword, isServer(variable(job.serverVariable), of: location),
      let password = variable(job.variable)
    {
      credentials.append(.userPassword(user: job.user, password: password))
    }
    return credentials
  }

  /// The forge that the address or the environment tells.
  private func forge(at location: Location) -> Forge? {
    for kind in ForgeKind.allCases {
      if let name = kind.serverVariable, isServer(variable(name), of: location) {
        return Forge(kind: kind, address: location.address.text)
      }
    }
    return Forge(address: location.address.text, variables: request.variables)
  }

  /// Whether `address` is the server of `location`: scheme, host and port.
  private func isServer(_ address: String?, of location: Location) -> Bool {
    guard let address, let other = try? Location(address, relativeTo: "/").server else {
      return false
    }
    return other == location.server
  }
}
