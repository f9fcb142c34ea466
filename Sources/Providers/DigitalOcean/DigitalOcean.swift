public import HTTP
internal import YAML

/// The Kubernetes clusters of a DigitalOcean account, as its API tells them.
///
/// Fields are those of `GET /v2/kubernetes/clusters`
/// (https://docs.digitalocean.com/products/kubernetes/reference/api/#kubernetes_list_clusters):
/// `name`, `region`, `version`, `ha` and `node_pools` of a cluster. The facts are those of the
/// smallest pool that runs applications, where one that keeps a node is preferred to one that may
/// have none. An autoscaled pool counts with its `min_nodes`, so that its moves change nothing.
public struct DigitalOcean: LiveService {
  public init() {}

  /// Asks with the token in `DIGITALOCEAN_TOKEN`.
  public func ask(
    cluster: String?, _ variables: [String: String], client: HTTPClient
  ) async throws(LiveSourceError) -> LiveAnswer {
    let token = variables["DIGITALOCEAN_TOKEN", default: ""].filter { !$0.isWhitespace }
    guard !token.isEmpty else {
      throw LiveSourceError(
        "DIGITALOCEAN_TOKEN is not set",
        remedy: "set it to a token with the scope kubernetes:read", isRefusal: true)
    }
    do {
      let pages = try await DigitalOceanClusters(token: token, client: client).all()
      return LiveAnswer(name: "DigitalOcean", texts: pages, cluster: cluster)
    } catch {
      let isRefused = error.kind == .status(401) || error.kind == .status(403)
      throw LiveSourceError(
        "asking \(error.host): \(error.message)",
        remedy: isRefused
          ? "give the token the scope kubernetes:read" : "check the network, and run again",
        isRefusal: isRefused)
    }
  }

  /// Reads the cluster that is meant: by its name or id, or the one that the account has.
  ///
  /// Those that are being deleted do not count. What the API does not tell of a node, such as what its system leaves to pods, is empty.
  ///
  /// - Throws: LiveSourceError when a page has another shape; when there is no such cluster, or
  ///   several without a name, with the names of those there are; when no pool runs applications,
  ///   or when of several pools one is of an unknown size.
  public func told(
    by answer: LiveAnswer, of environment: LiveEnvironment
  ) throws(LiveSourceError) -> LiveTold {
    var clusters: [DigitalOceanCluster] = []
    for page in try answer.documents() { clusters += try DigitalOceanCluster.list(page) }
    return LiveTold(facts: try DigitalOceanCluster.choose(answer.cluster, among: clusters).facts())
  }
}

extension DigitalOceanCluster {
  /// The one cluster that is meant.
  fileprivate static func choose(
    _ name: String?, among all: [DigitalOceanCluster]
  ) throws(LiveSourceError) -> DigitalOceanCluster {
    let present = all.filter { !$0.isGoing }
    let names = present.map(\.name).sorted()
    let known = names.map { "\"\($0)\"" }.joined(separator: ", ")
    guard !names.isEmpty else {
      throw LiveSourceError(
        "the account has no Kubernetes cluster",
        remedy: "check that the token is of the right account, or leave this source out")
    }
    let chosen = present.filter { name == nil || $0.name == name || $0.id == name }
    if chosen.count == 1, let cluster = chosen.first { return cluster }
    guard let name else {
      throw LiveSourceError(
        "the account has \(names.count) Kubernetes clusters",
        remedy: "name the one that is meant: \(known)")
    }
    guard chosen.isEmpty else {
      throw LiveSourceError(
        "\(chosen.count) Kubernetes clusters are called \"\(name)\"",
        remedy: "give the id of the one that is meant: "
          + chosen.compactMap(\.id).sorted().joined(separator: ", "))
    }
    throw LiveSourceError(
      "there is no Kubernetes cluster \"\(name)\"",
      remedy: "known here: \(known)",
      misspelling: LiveSourceError.Misspelling(name: name, known: names))
  }

  /// What the cluster tells, sized by its smallest pool that runs applications.
  fileprivate func facts() throws(LiveSourceError) -> ClusterFacts {
    let pool = try sizingPool()
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

  private func sizingPool() throws(LiveSourceError) -> DigitalOceanPool {
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
        throw LiveSourceError(
          "the pool \"\(pool.name)\": \(error.message)", at: pool.position,
          remedy: error.remedy + ", and leave this source out")
      }
    }
    if let smallest { return smallest.pool }
    throw LiveSourceError(
      "no node pool of \"\(self.name)\" runs applications", at: position,
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

/// One entry of `kubernetes_clusters` in the DigitalOcean API, as far as sizing cares.
struct DigitalOceanCluster {
  /// `id`, a UUID.
  var id: String?
  /// `name`.
  var name: String
  /// `region`, a slug such as `nyc1`.
  var region: String
  /// `version`, a slug such as `1.31.1-do.4`.
  var version: String
  /// `ha`.
  var isHighlyAvailable: Bool
  /// Whether `status.state` says that it is deleted or about to be.
  var isGoing: Bool
  /// `node_pools`.
  var pools: [DigitalOceanPool]
  var position: TextPosition

  /// The clusters of one page.
  ///
  /// - Throws: LiveSourceError at what is not as the API documents it.
  static func list(
    _ page: PositionedValue
  ) throws(LiveSourceError) -> [DigitalOceanCluster] {
    guard let list = page.member("kubernetes_clusters")?.value, case .list(let items) = list.kind
    else {
      throw unexpected("this is no list of Kubernetes clusters", at: page.position)
    }
    var clusters: [DigitalOceanCluster] = []
    for item in items { clusters.append(try DigitalOceanCluster(item)) }
    return clusters
  }

  private init(_ value: PositionedValue) throws(LiveSourceError) {
    let object = try SourceObject(value, name: "a cluster")
    position = value.position
    id = try object.string("id")
    name = try object.requiredString("name")
    region = try object.requiredString("region")
    version = try object.requiredString("version")
    isHighlyAvailable = try object.bool("ha") ?? false
    let state = object.value("status")?.member("state")?.value.value
    isGoing = state == .string("deleting") || state == .string("deleted")
    pools = []
    for item in try object.list("node_pools") {
      pools.append(try DigitalOceanPool(item))
    }
  }

  /// The error for a text that the API did not give.
  static func unexpected(
    _ message: String, at position: TextPosition
  ) -> LiveSourceError {
    LiveSourceError(
      message, at: position,
      remedy: "give what GET /v2/kubernetes/clusters of the DigitalOcean API answers")
  }
}

/// One entry of `node_pools` in the DigitalOcean API.
///
/// Fields are those of
/// https://docs.digitalocean.com/products/kubernetes/reference/api/#kubernetes_list_nodePools.
struct DigitalOceanPool {
  /// `name`.
  var name: String
  /// `size`, the slug of its Droplets.
  var size: String
  /// How many nodes count: `min_nodes` where the pool is autoscaled, else `count`.
  var count: Int
  /// `min_nodes` and `max_nodes`; nil unless `auto_scale` is true, when the API gives 0 for both.
  var bounds: (least: Int, most: Int)?
  /// Whether ordinary pods may run there.
  var runsApplications: Bool
  var position: TextPosition

  /// What `size` stands for.
  var sold: Result<NodeSize, NodeSizeError> {
    Result { () throws(NodeSizeError) in try NodeSize.parse(size, provider: "digitalocean") }
  }

  /// - Throws: LiveSourceError at what is not as the API documents it.
  init(_ value: PositionedValue) throws(LiveSourceError) {
    let object = try SourceObject(value, name: "a node pool")
    position = value.position
    name = try object.requiredString("name")
    size = try object.requiredString("size")
    let present = try object.count("count")
    if try object.bool("auto_scale") == true {
      let least = try object.count("min_nodes") ?? 0
      bounds = (least, max(least, try object.count("max_nodes") ?? 0))
      count = least
    } else {
      guard let present else {
        throw DigitalOceanCluster.unexpected(
          "the pool \"\(name)\" has no count", at: value.position)
      }
      count = present
    }
    // DOKS taints the nodes of GPU pools itself, beside what a pool lists
    // (https://llm-d.ai/docs/infrastructure/providers/digitalocean).
    let taints = try object.list("taints")
    runsApplications =
      !size.hasPrefix("gpu-") && taints.allSatisfy(DigitalOceanPool.admitsApplications)
  }

  /// `effect` is `NoSchedule`, `PreferNoSchedule` or `NoExecute`; the middle one is a wish only.
  private static func admitsApplications(_ taint: PositionedValue) -> Bool {
    taint.value["effect"] == .string("PreferNoSchedule")
  }
}
