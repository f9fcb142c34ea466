extension ClusterFacts {
  /// Forgets what belongs to `key`, such as `cluster.region`.
  ///
  /// The size of nodes is one fact with its CPU and memory, so that all three go together.
  mutating func remove(_ key: String) {
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
