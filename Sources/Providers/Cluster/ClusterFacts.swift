/// What a live source told of a cluster; nil for everything that it did not tell.
///
/// Plain data without positions, so that it can be kept in the lock and serve again when its source
/// is absent.
public struct ClusterFacts: Codable, Hashable, Sendable {
  /// Nodes of one kind.
  public struct Pool: Codable, Hashable, Sendable {
    /// The pool's name, or what its nodes have in common.
    public var name: String
    /// The provider's name of the nodes' size.
    public var nodeSize: String?
    /// How many nodes there are.
    public var count: Int
    /// Nominal thousandths of a core of one node.
    public var cpuMillicores: Int
    /// Nominal bytes of memory of one node.
    public var memoryBytes: Int
    /// What the system leaves to pods on the smallest of the nodes, by resource name; thousandths
    /// for `cpu`, whole units for everything else.
    public var allocatable: [String: Int]
    /// Whether ordinary pods may run there: its nodes have no taint that keeps them away.
    public var runsApplications: Bool

    public init(
      name: String, nodeSize: String?, count: Int, cpuMillicores: Int, memoryBytes: Int,
      allocatable: [String: Int], runsApplications: Bool
    ) {
      (self.name, self.nodeSize, self.count) = (name, nodeSize, count)
      (self.cpuMillicores, self.memoryBytes) = (cpuMillicores, memoryBytes)
      (self.allocatable, self.runsApplications) = (allocatable, runsApplications)
    }
  }

  /// The provider's name of the place.
  public var region: String?
  /// The provider's name of the size of the nodes that run applications.
  public var nodeSize: String?
  /// How many of those nodes there are.
  public var nodeCount: Int?
  /// The least that an autoscaler leaves.
  public var minNodes: Int?
  /// The most that an autoscaler makes.
  public var maxNodes: Int?
  /// Whether the control plane is highly available.
  public var haControlPlane: Bool?
  /// The Kubernetes version as the provider names it.
  public var version: String?
  /// Nominal thousandths of a core of one of those nodes.
  public var nodeCpuMillicores: Int?
  /// Nominal bytes of memory of one of those nodes.
  public var nodeMemoryBytes: Int?
  /// Every pool that the source told of.
  public var pools: [Pool] = []

  /// No facts.
  public init() {}

  /// These facts, with what they lack taken from `other`.
  ///
  /// The size of nodes is one fact with its CPU and memory: halves of two sizes are none.
  public func completed(from other: ClusterFacts) -> ClusterFacts {
    var result = self
    result.region = region ?? other.region
    result.nodeCount = nodeCount ?? other.nodeCount
    result.minNodes = minNodes ?? other.minNodes
    result.maxNodes = maxNodes ?? other.maxNodes
    result.haControlPlane = haControlPlane ?? other.haControlPlane
    result.version = version ?? other.version
    if !hasNodeSize {
      result.nodeSize = other.nodeSize
      result.nodeCpuMillicores = nodeCpuMillicores ?? other.nodeCpuMillicores
      result.nodeMemoryBytes = other.nodeMemoryBytes
    }
    if pools.isEmpty { result.pools = other.pools }
    return result
  }

  /// How many nodes count: the least that an autoscaler leaves, so that its moves change nothing.
  public var sizedCount: Int? {
    if let minNodes, maxNodes != nil { return minNodes }
    return nodeCount ?? minNodes
  }

  /// Whether it says anything about how large nodes are.
  public var hasNodeSize: Bool { nodeSize != nil || nodeMemoryBytes != nil }

  /// The facts under the names that `--set` and replacements use, such as `cluster.region`.
  public var values: [String: String] {
    let texts: [String: String?] = [
      "cluster.region": region, "cluster.nodeSize": nodeSize, "cluster.version": version,
      "cluster.nodeCount": nodeCount.map(String.init),
      "cluster.minNodes": minNodes.map(String.init),
      "cluster.maxNodes": maxNodes.map(String.init),
      "cluster.haControlPlane": haControlPlane.map(String.init),
      "cluster.nodeCpu": nodeCpuMillicores.map { Quantity(thousandths: $0).description },
      "cluster.nodeMemory": nodeMemoryBytes.map { Quantity(bytes: $0).description },
    ]
    return texts.compactMapValues { $0 }
  }
}

extension ClusterFacts {
  /// Forgets what belongs to `key`, such as `cluster.region`.
  ///
  /// The size of nodes is one fact with its CPU and memory, so that all three go together.
  public mutating func remove(_ key: String) {
    switch key {
    case "cluster.region": region = nil
    case "cluster.version": version = nil
    case "cluster.nodeCount": nodeCount = nil
    case "cluster.minNodes": minNodes = nil
    case "cluster.maxNodes": maxNodes = nil
    case "cluster.haControlPlane": haControlPlane = nil
    case "cluster.nodeSize", "cluster.nodeCpu", "cluster.nodeMemory":
      nodeSize = nil
      nodeCpuMillicores = nil
      nodeMemoryBytes = nil
      pools = []
    default: break
    }
  }
}
