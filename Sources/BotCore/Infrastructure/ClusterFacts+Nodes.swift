public import YAML

extension ClusterFacts {
  /// Reads what `kubectl get nodes -o json` prints: a `List` of nodes, or one `Node`.
  ///
  /// Nodes are taken together by pool. The facts are those of the smallest pool that runs
  /// applications; control planes, dedicated pools and others with a taint do not.
  ///
  /// - Parameters:
  ///   - root: The whole output.
  ///   - file: What the text came from, for errors.
  ///   - provider: Who sells the nodes, where that is known.
  /// - Returns: The facts, with every pool.
  /// - Throws: ConfigurationError with a position when the text has another shape, when there are
  ///   no nodes, or none that runs applications.
  public static func decode(
    nodes root: PositionedValue, file: String, provider: String? = nil
  ) throws(ConfigurationError) -> ClusterFacts {
    let nodes = try LiveNode.list(root, file: file)
    var facts = ClusterFacts()
    facts.pools = pools(of: nodes, provider: provider)
    guard let pool = facts.pools.filter(\.runsApplications).min(by: isSmaller) else {
      throw ConfigurationError(
        "every node has a taint that keeps applications away", file: file, position: root.position,
        remedy: "set cluster.nodeSize and cluster.nodeCount of the nodes that are meant instead")
    }
    let members = nodes.filter { $0.pool == pool.name }
    facts.region = common(members.compactMap(\.region))
    facts.version = common(members.compactMap(\.version))
    facts.nodeSize = pool.nodeSize
    facts.nodeCount = pool.count
    facts.nodeCpuMillicores = pool.cpuMillicores
    facts.nodeMemoryBytes = pool.memoryBytes
    let controlPlanes = nodes.count(where: \.isControlPlane)
    if controlPlanes > 0 { facts.haControlPlane = controlPlanes >= 3 }
    return facts
  }

  /// The pools in the order of their names.
  private static func pools(of nodes: [LiveNode], provider: String?) -> [Pool] {
    Dictionary(grouping: nodes, by: \.pool).map { Pool(name: $0, nodes: $1, provider: provider) }
      .sorted { $0.name < $1.name }
  }

  private static func isSmaller(_ left: Pool, _ right: Pool) -> Bool {
    (left.memoryBytes, left.cpuMillicores, left.name)
      < (right.memoryBytes, right.cpuMillicores, right.name)
  }

  /// The one text that all agree on.
  private static func common(_ texts: [String]) -> String? {
    Set(texts).count == 1 ? texts[0] : nil
  }
}

extension ClusterFacts.Pool {
  /// The pool of `nodes`, which are at least one.
  init(name: String, nodes: [LiveNode], provider: String?) {
    self.name = name
    count = nodes.count
    // A pool whose size is being changed has nodes of both sizes; the smaller ones bind.
    let smallest = nodes.min { $0.memoryBytes < $1.memoryBytes }
    nodeSize = smallest?.instanceType
    let sold = nodeSize.flatMap { try? NodeSize.parse($0, provider: provider) }
    cpuMillicores = sold?.cpuMillicores ?? smallest?.cpuMillicores ?? 0
    memoryBytes =
      sold?.memoryBytes ?? LiveNode.nominalMemory(ofReported: smallest?.memoryBytes ?? 0)
    allocatable = smallest?.allocatable ?? [:]
    runsApplications = nodes.contains { !$0.keepsApplicationsAway }
  }
}
