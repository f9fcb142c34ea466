/// What `infrastructure.config.json` says, and what the generated values follow from.
struct ModelInfrastructure: Sendable, Equatable {
  static let fileName = "infrastructure.config.json"

  var domain = "acme.io"
  var email = "ops@acme.io"
  var cluster = "acme-production"
  var region = "nyc3"
  var nodeSize = "s-2vcpu-4gb"

  /// DigitalOcean's names of sizes, with the factor that 4 GiB of memory are 1 of.
  static let factors = ["s-2vcpu-4gb": 1, "s-4vcpu-8gb": 2, "s-8vcpu-16gb": 4]

  /// The nodes' memory divided by 4 GiB.
  var factor: Int { Self.factors[nodeSize] ?? 1 }

  /// The file's text.
  var text: String {
    """
    {
      "project": { "name": "acme", "domain": "\(domain)", "email": "\(email)" },
      "environments": [
        {
          "name": "production",
          "cluster": {
            "name": "\(cluster)",
            "region": "\(region)",
            "nodeSize": "\(nodeSize)",
            "nodeCount": 3,
            "haControlPlane": true
          }
        }
      ]
    }

    """
  }

  /// Generated values by dotted key; `largest` is the largest factor so far, since volumes never
  /// shrink.
  func facts(largest: Int) -> [String: String] {
    [
      "cluster.domain": domain, "cluster.name": cluster, "cluster.region": region,
      "cluster.nodeSize": nodeSize,
      "resourceProfiles.medium.limits.memory": "\(factor)Gi",
      "resourceProfiles.xlarge.requests.memory": "\(4 * factor)Gi",
      "resourceProfiles.small.limits.cpu": "500m",
      "storage.bulk.size": "\(100 * max(largest, factor))Gi",
    ]
  }
}
