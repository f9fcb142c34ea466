/// What `infrastructure.config.json` says, and what the generated values follow from.
struct ModelInfrastructure: Sendable, Equatable {
  static let fileName = "infrastructure.config.json"

  var domain = "acme.io"
  var email = "ops@acme.io"
  var cluster = "acme-production"
  var region = "nyc3"
  var nodeSize = "s-2vcpu-4gb"

  /// The clusters' names of environments that joined, by the environment's name.
  var joined: [String: String] = [:]

  /// The environment that is there from the start.
  static let first = "production"

  /// DigitalOcean's names of sizes, with the factor that 4 GiB of memory are 1 of.
  static let factors = ["s-2vcpu-4gb": 1, "s-4vcpu-8gb": 2, "s-8vcpu-16gb": 4]

  /// The nodes' memory divided by 4 GiB.
  var factor: Int { Self.factors[nodeSize] ?? 1 }

  /// The file's text.
  var text: String {
    let environments = [(key: Self.first, value: cluster)] + joined.sorted { $0.key < $1.key }
    return """
      {
        "project": { "name": "acme", "domain": "\(domain)", "email": "\(email)" },
        "environments": [
      \(environments.map { environment($0.key, $0.value) }.joined(separator: ",\n"))
        ]
      }

      """
  }

  private func environment(_ name: String, _ cluster: String) -> String {
    """
        {
          "name": "\(name)",
          "cluster": {
            "name": "\(cluster)",
            "region": "\(region)",
            "nodeSize": "\(nodeSize)",
            "nodeCount": 3,
            "haControlPlane": true
          }
        }
    """
  }

  /// Generated values of an environment by dotted key; `largest` is the largest factor so far, since volumes never
  /// shrink.
  func facts(of environment: String, largest: Int) -> [String: String] {
    [
      "cluster.domain": domain, "cluster.name": joined[environment] ?? cluster,
      "cluster.region": region,
      "cluster.nodeSize": nodeSize,
      "resourceProfiles.medium.limits.memory": "\(factor)Gi",
      "resourceProfiles.xlarge.requests.memory": "\(4 * factor)Gi",
      "resourceProfiles.small.limits.cpu": "500m",
      "storage.bulk.size": "\(100 * max(largest, factor))Gi",
    ]
  }
}
