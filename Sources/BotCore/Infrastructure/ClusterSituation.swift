internal import Providers

/// The facts of a cluster from every source, each from the first source that has it.
struct ClusterSituation {
  /// What was told, and is written into the values.
  var facts: ClusterFacts
  /// Nominal bytes of a node's memory.
  var memoryBytes: Int
  /// Nominal thousandths of a node's cores; nil when only the memory is known.
  var cpuMillicores: Int?

  /// - Throws: ConfigurationError when a node size is all there is and nobody knows it.
  init(
    _ cluster: InfrastructureConfiguration.Cluster, live: ClusterFacts?, recorded: ClusterFacts?,
    file: String
  ) throws(ConfigurationError) {
    let written = cluster.facts
    let told = written.completed(from: recorded ?? ClusterFacts())
    facts = live?.completed(from: told) ?? told
    // The pools that were recorded belong to the nodes that were; those may have been exchanged.
    if live?.pools.isEmpty != false, written.hasNodeSize || live?.hasNodeSize == true {
      facts.pools = []
    }
    do {
      let size = try ClusterSituation.size(of: facts, written, provider: cluster.provider)
      memoryBytes = size.memoryBytes
      cpuMillicores = size.cpuMillicores > 0 ? size.cpuMillicores : nil
    } catch {
      let isWritten = facts.nodeSize == cluster.nodeSize
      throw ConfigurationError(
        error.message, file: file, position: isWritten ? cluster.nodeSizePosition : nil,
        remedy: error.remedy)
    }
  }

  /// The size by what `facts` say of CPU and memory, then by its name.
  ///
  /// A size that only a live source names and nobody knows is helped by what was written about CPU
  /// and memory, since that is what the error for it asks for.
  private static func size(
    of facts: ClusterFacts, _ written: ClusterFacts, provider: String?
  ) throws(NodeSizeError) -> NodeSize {
    let sold: Result<NodeSize, NodeSizeError>? = facts.nodeSize.map { name in
      Result { () throws(NodeSizeError) in try NodeSize.parse(name, provider: provider) }
    }
    let known = try? sold?.get()
    let cpu = facts.nodeCpuMillicores ?? known?.cpuMillicores ?? written.nodeCpuMillicores
    let memory = facts.nodeMemoryBytes ?? known?.memoryBytes ?? written.nodeMemoryBytes
    if let memory { return NodeSize(cpuMillicores: cpu ?? 0, memoryBytes: memory) }
    if case .failure(let error) = sold { throw error }
    return NodeSize(cpuMillicores: 0, memoryBytes: 0)
  }
}

extension InfrastructureConfiguration.Cluster {
  /// What was written, as facts.
  var facts: ClusterFacts {
    var facts = ClusterFacts()
    facts.region = region
    facts.nodeSize = nodeSize
    facts.nodeCount = nodeCount
    facts.minNodes = minNodes
    facts.maxNodes = maxNodes
    facts.haControlPlane = haControlPlane
    facts.version = version
    facts.nodeCpuMillicores = nodeCpu?.thousandths
    facts.nodeMemoryBytes = nodeMemory?.units
    return facts
  }
}
