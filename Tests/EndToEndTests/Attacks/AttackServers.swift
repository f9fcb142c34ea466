import TestSupport

/// Servers that do the table's rows no good, one of each for all of them.
enum AttackServers {
  /// Takes connections and never says anything.
  static let silent = made { try SilentServer() }
  /// Does not even take connections.
  static let unreachable = made { try UnreachableServer() }

  private static func made<Server>(_ make: () throws -> Server) -> Server {
    do { return try make() } catch { preconditionFailure("\(error)") }
  }
}
