public import YAML

/// `infrastructure.config.json`: what an installation is.
///
/// Only what was written is here; defaults come in with `sized(configuration:environment:…)`.
public struct InfrastructureConfiguration: Hashable, Sendable {
  /// The file as the user knows it, for errors.
  public var file: String
  /// Who it belongs to.
  public var project = Project()
  /// The installations, in file order; their names differ.
  public var environments: [Environment] = []
  /// What holds in every environment.
  public var settings = Settings()

  /// An empty configuration of `file`.
  public init(file: String) {
    self.file = file
  }

  /// Who the installation belongs to.
  public struct Project: Hashable, Sendable {
    /// A short name, part of the clusters' names.
    public var name: String?
    /// The DNS domain.
    public var domain: String?
    /// Where certificates and alerts are sent.
    public var email: String?
    /// A sentence for people.
    public var description: String?
  }

  /// One installation.
  public struct Environment: Hashable, Sendable {
    /// Such as `production`.
    public var name: String
    /// The DNS domain, where it differs from the project's.
    public var domain: String?
    /// The cluster it runs on.
    public var cluster = Cluster()
    /// What goes before the configuration's own settings here.
    public var settings = Settings()
  }

  /// A cluster's facts, as far as somebody wrote them down.
  public struct Cluster: Hashable, Sendable {
    /// The name; else it is made from the project's and the environment's.
    public var name: String?
    /// `digitalocean` or `hetzner`, or any other.
    public var provider: String?
    /// The provider's name of the place.
    public var region: String?
    /// The provider's name of the nodes' size.
    public var nodeSize: String?
    /// Where `nodeSize` stands.
    public var nodeSizePosition: TextPosition?
    /// How many nodes there are.
    public var nodeCount: Int?
    /// The least that an autoscaler leaves.
    public var minNodes: Int?
    /// The most that an autoscaler makes.
    public var maxNodes: Int?
    /// Whether the control plane is highly available.
    public var haControlPlane: Bool?
    /// The Kubernetes version as the provider names it.
    public var version: String?
    /// The cores of a node; goes before what `nodeSize` tells.
    public var nodeCpu: Quantity?
    /// The nominal memory of a node in bytes; goes before what `nodeSize` tells.
    public var nodeMemory: Quantity?
  }

  /// The environment of that name; one without any facts when the file lists no environments.
  func environment(named name: String) -> Environment? {
    if environments.isEmpty { return Environment(name: name) }
    return environments.first { $0.name == name }
  }
}
