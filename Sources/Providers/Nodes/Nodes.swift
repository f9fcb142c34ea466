internal import YAML

/// What `kubectl get nodes -o json` prints: a `List` of nodes, or one `Node`.
///
/// Nodes are taken together by pool. The facts are those of the smallest pool that runs
/// applications; control planes, dedicated pools and others with a taint do not.
public struct Nodes: LiveSource {
  /// - Throws: LiveSourceError with a position when the text has another shape, when there are no
  ///   nodes, or none that runs applications.
  public func told(
    by answer: LiveAnswer, of environment: LiveEnvironment
  ) throws(LiveSourceError) -> LiveTold {
    var told = LiveTold()
    for root in try answer.documents() {
      told.facts = try facts(of: root, provider: environment.provider)
    }
    return told
  }

  private func facts(
    of root: PositionedValue, provider: String?
  ) throws(LiveSourceError) -> ClusterFacts {
    let nodes = try LiveNode.list(root)
    var facts = ClusterFacts()
    facts.pools = pools(of: nodes, provider: provider)
    guard let pool = facts.pools.filter(\.runsApplications).min(by: isSmaller) else {
      throw LiveSourceError(
        "every node has a taint that keeps applications away", at: root.position,
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
  private func pools(of nodes: [LiveNode], provider: String?) -> [ClusterFacts.Pool] {
    Dictionary(grouping: nodes, by: \.pool)
      .map { ClusterFacts.Pool(name: $0, nodes: $1, provider: provider) }
      .sorted { $0.name < $1.name }
  }

  private func isSmaller(_ left: ClusterFacts.Pool, _ right: ClusterFacts.Pool) -> Bool {
    (left.memoryBytes, left.cpuMillicores, left.name)
      < (right.memoryBytes, right.cpuMillicores, right.name)
  }

  /// The one text that all agree on.
  private func common(_ texts: [String]) -> String? {
    Set(texts).count == 1 ? texts[0] : nil
  }
}

extension ClusterFacts.Pool {
  /// The pool of `nodes`, which are at least one.
  fileprivate init(name: String, nodes: [LiveNode], provider: String?) {
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

/// One node of `kubectl get nodes -o json`, as far as sizing cares.
struct LiveNode {
  /// The pool's name, else what nodes alike have in common.
  var pool: String
  var region: String?
  var instanceType: String?
  /// The provider's version, where it labels its nodes with it.
  var version: String?
  var isControlPlane: Bool
  /// Whether a taint keeps ordinary pods away.
  var keepsApplicationsAway: Bool
  var cpuMillicores: Int
  /// What the kubelet reports: the nominal memory less what firmware and kernel took.
  var memoryBytes: Int
  /// By resource name: thousandths for `cpu`, whole units for the others.
  var allocatable: [String: Int]

  /// The nodes of a `List` or a single `Node`.
  ///
  /// - Throws: LiveSourceError when there are none, or at what is not as it should be.
  static func list(_ root: PositionedValue) throws(LiveSourceError) -> [LiveNode] {
    var items = [root]
    if let member = root.member("items") {
      guard case .list(let list) = member.value.kind else {
        throw NodeText.unexpected("\"items\" is no array", at: member.value)
      }
      items = list
    } else if root.value["kind"] != .string("Node") {
      throw NodeText.unexpected("this is no list of nodes", at: root)
    }
    guard !items.isEmpty else {
      throw LiveSourceError(
        "there are no nodes", at: root.member("items")?.value.position,
        remedy: "check the context of kubectl, or leave this source out")
    }
    var nodes: [LiveNode] = []
    for item in items { nodes.append(try LiveNode(NodeText(value: item))) }
    return nodes
  }

  private init(_ node: NodeText) throws(LiveSourceError) {
    let labels = node.strings(at: "metadata", "labels")
    func label(_ names: String...) -> String? {
      names.lazy.compactMap { labels[$0] }.first { !$0.isEmpty }
    }
    region = label("topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region")
    instanceType = label("node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type")
    version = label("doks.digitalocean.com/version")
    isControlPlane =
      labels["node-role.kubernetes.io/control-plane"] != nil
      || labels["node-role.kubernetes.io/master"] != nil
    keepsApplicationsAway = node.hasLastingTaint
    cpuMillicores = try node.quantity("capacity", "cpu").thousandths
    memoryBytes = try node.quantity("capacity", "memory").units
    allocatable = try node.allocatable()
    pool =
      label(
        "doks.digitalocean.com/node-pool", "cloud.google.com/gke-nodepool",
        "eks.amazonaws.com/nodegroup", "kubernetes.azure.com/agentpool", "hcloud/node-group",
        "node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type")
      ?? "\(cpuMillicores)m/\(Quantity(bytes: LiveNode.nominalMemory(ofReported: memoryBytes)))"
  }

  /// The next half GiB from what a kubelet reports.
  ///
  /// It never reports more than a machine has, and on machines to 16 GiB, beyond which nothing
  /// grows with memory, less than half a GiB is missing: 3.8 of 4, 7.8 of 8, 15.6 of 16.
  static func nominalMemory(ofReported bytes: Int) -> Int {
    let step = 1 << 29
    return (bytes + step - 1) / step * step
  }
}

/// A node's object in the JSON of kubectl.
struct NodeText {
  let value: PositionedValue

  private func value(at path: [String]) -> PositionedValue? {
    var found: PositionedValue? = value
    for step in path { found = found?.member(step)?.value }
    return found
  }

  /// The strings of the object at `path`; empty where there is none.
  func strings(at path: String...) -> [String: String] {
    guard case .map(let members) = value(at: path)?.kind else { return [:] }
    var strings: [String: String] = [:]
    for member in members {
      if case .string(let text) = member.value.kind { strings[member.key] = text }
    }
    return strings
  }

  /// Whether a taint keeps pods away that is more than the node's condition of the moment.
  ///
  /// Kubernetes taints a node that is cordoned, not ready or short of something under
  /// `node.kubernetes.io/`, and clouds one that is still starting under
  /// `node.cloudprovider.kubernetes.io/`
  /// (https://kubernetes.io/docs/reference/labels-annotations-taints/).
  var hasLastingTaint: Bool {
    guard case .list(let taints) = value(at: ["spec", "taints"])?.kind else { return false }
    return taints.contains { taint in
      guard case .string(let key) = taint.value["key"],
        case .string(let effect) = taint.value["effect"]
      else { return false }
      return effect != "PreferNoSchedule" && !key.hasPrefix("node.kubernetes.io/")
        && !key.hasPrefix("node.cloudprovider.kubernetes.io/")
    }
  }

  /// The quantity at `status.part.resource`, which must be there.
  func quantity(_ part: String, _ resource: String) throws(LiveSourceError) -> Quantity {
    guard let found = value(at: ["status", part, resource]) else {
      throw NodeText.unexpected("a node has no status.\(part).\(resource)", at: value)
    }
    return try quantity(found, "status.\(part).\(resource)")
  }

  /// What the node leaves to pods; empty where it does not say.
  func allocatable() throws(LiveSourceError) -> [String: Int] {
    guard case .map(let members) = value(at: ["status", "allocatable"])?.kind else { return [:] }
    var amounts: [String: Int] = [:]
    for member in members {
      let amount = try quantity(member.value, "status.allocatable.\(member.key)")
      amounts[member.key] = member.key == "cpu" ? amount.thousandths : amount.units
    }
    return amounts
  }

  private func quantity(
    _ value: PositionedValue, _ name: String
  ) throws(LiveSourceError) -> Quantity {
    let text: String
    switch value.kind {
    case .string(let string): text = string
    case .int(let number): text = String(number)
    default: throw NodeText.unexpected("\(name) is no quantity", at: value)
    }
    do {
      return try Quantity(parsing: text)
    } catch {
      throw NodeText.unexpected("\(name): \(error.message)", at: value)
    }
  }

  /// The error for a text that kubectl did not print.
  static func unexpected(
    _ message: String, at value: PositionedValue
  ) -> LiveSourceError {
    LiveSourceError(
      message, at: value.position,
      remedy: "give the whole output of kubectl get nodes -o json")
  }
}
