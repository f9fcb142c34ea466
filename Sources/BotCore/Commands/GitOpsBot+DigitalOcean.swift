internal import Forge

extension GitOpsBot {
  /// Asks DigitalOcean's API for the clusters that the token in `DIGITALOCEAN_TOKEN` may see.
  ///
  /// `cluster` is the name or id of the one that is meant; empty where there is one.
  ///
  /// - Throws: BotError when there is no token, and when the API does not answer.
  public static func askDigitalOcean(
    cluster: String, variables: [String: String]
  ) async throws(BotError) -> Request.DigitalOceanAnswer {
    let token = variables["DIGITALOCEAN_TOKEN", default: ""].filter { !$0.isWhitespace }
    guard !token.isEmpty else {
      throw BotError(
        .authentication, "DIGITALOCEAN_TOKEN is not set",
        remedy: "set it to a token with the scope kubernetes:read")
    }
    let client = try HTTPClient(variables)
    do {
      let pages = try await DigitalOceanClusters(token: token, client: client).all()
      return Request.DigitalOceanAnswer(pages: pages, cluster: cluster.isEmpty ? nil : cluster)
    } catch {
      let isRefused = error.kind == .status(401) || error.kind == .status(403)
      throw BotError(
        isRefused ? .authentication : .failure, "asking \(error.host): \(error.message)",
        remedy: isRefused
          ? "give the token the scope kubernetes:read" : "check the network, and run again")
    }
  }
}
