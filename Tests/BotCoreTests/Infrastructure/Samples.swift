import Providers
import YAML

@testable import BotCore

/// Texts and values that several suites use.
enum Samples {
  static let file = "infrastructure.config.json"

  /// The configuration of the documentation.
  static let documented = """
    {
      "project": { "name": "acme", "domain": "acme.io", "email": "ops@acme.io", "description": "acme as code" },
      "environments": [ { "name": "production", "domain": "acme.io",
        "cluster": { "region": "nyc3", "nodeSize": "s-4vcpu-8gb", "nodeCount": 3, "minNodes": 2, "maxNodes": 6,
          "haControlPlane": true, "version": "1.31.0-do.0" } } ],
      "resourceProfiles": { "gpu": { "cpu": "4000m", "memory": "8Gi", "nvidia.com/gpu": 1 } },
      "storage": { "archive": { "storageClass": "do-block-storage", "size": "500Gi" } },
      "nodeSelectors": { "databases": { "doks.digitalocean.com/node-pool": "db" } },
      "applications": { "nextcloud": { "profile": "large", "storage": "bulk" } }
    }
    """

  /// A configuration with one environment `name`, whose cluster and other parts are given as JSON.
  static func configuration(
    environment name: String = "staging",
    cluster: String = #""nodeSize": "s-2vcpu-4gb", "nodeCount": 3"#, inside: String = "",
    top: String = ""
  ) -> String {
    """
    {\(top.isEmpty ? "" : top + ",") "environments": [{"name": "\(name)", \
    "cluster": {\(cluster)}\(inside.isEmpty ? "" : ", " + inside)}]}
    """
  }

  static func decoded(_ text: String) throws -> InfrastructureConfiguration {
    try InfrastructureConfiguration.decode(json(text), file: file)
  }

  static func json(_ text: String) throws -> PositionedValue {
    try PositionedValue.parse(json: Array(text.utf8))
  }

  /// The configuration `text` sized for its first environment.
  static func sized(
    _ text: String, facts: ClusterFacts? = nil, recorded: ClusterFacts? = nil,
    previous: Value? = nil, profilesInUse: Set<String> = []
  ) throws -> Sized {
    let configuration = try decoded(text)
    return try BotCore.sized(
      configuration: configuration,
      environment: configuration.environments.first?.name ?? "production", facts: facts,
      recorded: recorded, previous: previous, profilesInUse: profilesInUse)
  }

  /// What `body` complains about, as `line:column message; remedy`; empty when about nothing.
  static func complaints(_ body: () throws -> Void) -> [String] {
    do {
      try body()
      return []
    } catch let error as ConfigurationError {
      return error.problems.map { problem in
        let place = problem.position.map { "\($0) " } ?? ""
        return "\(place)\(problem.message); \(problem.remedy)"
      }
    } catch {
      return ["\(error)"]
    }
  }
}
