public import Providers
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

extension InfrastructureConfiguration {
  /// What may stand at the top of the file and, for one environment, inside it.
  public struct Settings: Hashable, Sendable {
    /// Own profiles, and changes to the built-in ones, by name.
    public var resourceProfiles: [String: ResourceProfile] = [:]
    /// Own kinds of storage, and changes to the built-in ones, by name.
    public var storage: [String: Storage] = [:]
    /// Labels that nodes must have, by a name for the purpose.
    public var nodeSelectors: [String: [String: String]] = [:]
    /// The load balancer and the ingress class.
    public var networking = Networking()
    /// What single applications use, by name.
    public var applications: [String: Application] = [:]

    /// These settings laid over `base`, value by value.
    func over(_ base: Settings) -> Settings {
      var result = base
      result.resourceProfiles.merge(resourceProfiles) { base, mine in mine.over(base) }
      result.storage.merge(storage) { base, mine in mine.over(base) }
      // Half of one selector and half of another would select nothing that anybody meant.
      result.nodeSelectors.merge(nodeSelectors) { _, mine in mine }
      result.networking = networking.over(base.networking)
      result.applications.merge(applications) { base, mine in mine.over(base) }
      return result
    }
  }

  /// A kind of storage.
  public struct Storage: Hashable, Sendable {
    /// The Kubernetes storage class.
    public var storageClass: String?
    /// The size of one volume.
    public var size: ResourceAmount?
    /// Where the entry stands.
    public var position: TextPosition?

    func over(_ base: Storage) -> Storage {
      Storage(
        storageClass: storageClass ?? base.storageClass, size: size ?? base.size,
        position: position ?? base.position)
    }
  }

  /// How traffic comes in.
  public struct Networking: Hashable, Sendable {
    /// The provider's name of the load balancer's size, such as `lb-small`.
    public var loadBalancerSize: String?
    /// The provider's name of the algorithm, such as `round_robin`.
    public var loadBalancerAlgorithm: String?
    /// The Kubernetes ingress class.
    public var ingressClass: String?

    func over(_ base: Networking) -> Networking {
      Networking(
        loadBalancerSize: loadBalancerSize ?? base.loadBalancerSize,
        loadBalancerAlgorithm: loadBalancerAlgorithm ?? base.loadBalancerAlgorithm,
        ingressClass: ingressClass ?? base.ingressClass)
    }
  }

  /// A name that stands for something defined elsewhere.
  public struct Reference: Hashable, Sendable {
    /// The name.
    public var name: String
    /// Where it stands.
    public var position: TextPosition
  }

  /// What one application uses.
  public struct Application: Hashable, Sendable {
    /// A resource profile.
    public var profile: Reference?
    /// A kind of storage.
    public var storage: Reference?
    /// A node selector.
    public var nodeSelector: Reference?
    /// How many instances run.
    public var replicas: Int?
    /// Amounts that go before the profile's.
    public var resources: ResourceProfile?
    /// A class that goes before the storage's.
    public var storageClass: String?
    /// A size that goes before the storage's.
    public var size: ResourceAmount?

    func over(_ base: Application) -> Application {
      Application(
        profile: profile ?? base.profile, storage: storage ?? base.storage,
        nodeSelector: nodeSelector ?? base.nodeSelector, replicas: replicas ?? base.replicas,
        resources: resources.map { $0.over(base.resources) } ?? base.resources,
        storageClass: storageClass ?? base.storageClass, size: size ?? base.size)
    }
  }
}
