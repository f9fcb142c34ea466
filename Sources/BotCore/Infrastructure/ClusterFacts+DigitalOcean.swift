public import YAML

extension ClusterFacts {
  /// Reads one cluster from what the DigitalOcean API lists.
  ///
  /// Fields are those of `GET /v2/kubernetes/clusters`
  /// (https://docs.digitalocean.com/products/kubernetes/reference/api/#kubernetes_list_clusters):
  /// `name`, `region`, `version`, `ha` and `node_pools` of a cluster. The facts are those of the
  /// smallest pool that runs applications, where one that keeps a node is preferred to one that may
  /// have none. An autoscaled pool counts with its `min_nodes`, so that its moves change nothing.
  ///
  /// - Parameters:
  ///   - pages: The objects with `kubernetes_clusters` that the API gave, in order.
  ///   - name: The cluster's name or id; nil where the account has one only. Clusters that are
  ///     being deleted do not count.
  ///   - file: What the text came from, for errors.
  /// - Returns: The facts, with every pool; what the API does not tell of a node, such as what its
  ///   system leaves to pods, is empty.
  /// - Throws: ConfigurationError when a page has another shape; when there is no such cluster, or
  ///   several without a name, with the names of those there are; when no pool runs applications,
  ///   or when of several pools one is of an unknown size.
  public static func decode(
    digitalOcean pages: [PositionedValue], cluster name: String?, file: String
  ) throws(ConfigurationError) -> ClusterFacts {
    var clusters: [DigitalOceanCluster] = []
    for page in pages { clusters += try DigitalOceanCluster.list(page, file: file) }
    return try DigitalOceanCluster.choose(name, among: clusters, file: file).facts(file: file)
  }
}

extension DigitalOceanCluster {
  /// The one cluster that is meant.
  fileprivate static func choose(
    _ name: String?, among all: [DigitalOceanCluster], file: String
  ) throws(ConfigurationError) -> DigitalOceanCluster {
    let present = all.filter { !$0.isGoing }
    let names = present.map(\.name).sorted()
    let known = names.map { "\"\($0)\"" }.joined(separator: ", ")
    guard !names.isEmpty else {
      throw ConfigurationError(
        "the account has no Kubernetes cluster", file: file,
        remedy: "check that the token is of the right account, or leave this source out")
    }
    let chosen = present.filter { name == nil || $0.name == name || $0.id == name }
    if chosen.count == 1, let cluster = chosen.first { return cluster }
    guard let name else {
      throw ConfigurationError(
        "the account has \(names.count) Kubernetes clusters", file: file,
        remedy: "name the one that is meant: \(known)")
    }
    guard chosen.isEmpty else {
      throw ConfigurationError(
        "\(chosen.count) Kubernetes clusters are called \"\(name)\"", file: file,
        remedy: "give the id of the one that is meant: "
          + chosen.compactMap(\.id).sorted().joined(separator: ", "))
    }
    throw ConfigurationError(
      "there is no Kubernetes cluster \"\(name)\"", file: file,
      remedy: nearestSpelling(to: name, among: names).map { "did you mean \"\($0)\"?" }
        ?? "known here: \(known)")
  }

  /// What the cluster tells, sized by its smallest pool that runs applications.
  fileprivate func facts(file: String) throws(ConfigurationError) -> ClusterFacts {
    let pool = try sizingPool(file: file)
    var facts = ClusterFacts()
    facts.region = region
    facts.version = version
    facts.haControlPlane = isHighlyAvailable
    facts.nodeSize = pool.size
    facts.nodeCount = pool.count
    facts.minNodes = pool.bounds?.least
    facts.maxNodes = pool.bounds?.most
    // Without its CPU and memory the size is for the configuration to explain.
    guard let sold = try? pool.sold.get() else { return facts }
    facts.nodeCpuMillicores = sold.cpuMillicores
    facts.nodeMemoryBytes = sold.memoryBytes
    facts.pools = pools.compactMap(\.fact).sorted { $0.name < $1.name }
    return facts
  }

  private func sizingPool(file: String) throws(ConfigurationError) -> DigitalOceanPool {
    let running = pools.filter(\.runsApplications)
    let lasting = running.filter { $0.count > 0 }
    let candidates = lasting.isEmpty ? running : lasting
    if candidates.count == 1, let only = candidates.first { return only }
    var smallest: (pool: DigitalOceanPool, size: NodeSize)?
    for pool in candidates {
      do {
        let size = try pool.sold.get()
        if let other = smallest, !pool.isSmaller(size, than: other) { continue }
        smallest = (pool, size)
      } catch {
        throw ConfigurationError(
          "the pool \"\(pool.name)\": \(error.message)", file: file, position: pool.position,
          remedy: error.remedy + ", and leave this source out")
      }
    }
    if let smallest { return smallest.pool }
    throw ConfigurationError(
      "no node pool of \"\(self.name)\" runs applications", file: file, position: position,
      remedy: "set cluster.nodeSize and cluster.nodeCount of the nodes that are meant instead")
  }
}

extension DigitalOceanPool {
  fileprivate func isSmaller(
    _ size: NodeSize, than other: (pool: DigitalOceanPool, size: NodeSize)
  ) -> Bool {
    (size.memoryBytes, size.cpuMillicores, name)
      < (other.size.memoryBytes, other.size.cpuMillicores, other.pool.name)
  }

  /// The pool as a fact; nil when nobody knows its size.
  fileprivate var fact: ClusterFacts.Pool? {
    guard let sold = try? sold.get() else { return nil }
    return ClusterFacts.Pool(
      name: name, nodeSize: size, count: count, cpuMillicores: sold.cpuMillicores,
      memoryBytes: sold.memoryBytes, allocatable: [:], runsApplications: runsApplications)
  }
}
