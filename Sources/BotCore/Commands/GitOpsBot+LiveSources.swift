internal import HTTP
public import Providers

extension GitOpsBot {
  /// Asks `service` for the facts of a cluster, with the credential in `variables`.
  ///
  /// `cluster` is the name or id of the one that is meant; empty where there is one.
  ///
  /// - Throws: BotError when there is no credential, and when the service does not answer.
  public static func ask(
    _ service: some LiveService, cluster: String, variables: [String: String]
  ) async throws(BotError) -> LiveAnswer {
    let client = try HTTPClient(variables)
    do {
      return try await service.ask(
        cluster: cluster.isEmpty ? nil : cluster, variables, client: client)
    } catch {
      throw BotError(
        error.isRefusal ? .authentication : .failure,
        ConfigurationError(error, of: nil).problems)
    }
  }
}
