internal import YAML

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
  /// - Throws: ConfigurationError when there are none, or at what is not as it should be.
  static func list(_ root: PositionedValue, file: String) throws(ConfigurationError) -> [LiveNode] {
    var items = [root]
    if let member = root.member("items") {
      guard case .list(let list) = member.value.kind else {
        throw NodeText.unexpected("\"items\" is no array", at: member.value, file: file)
      }
      items = list
    } else if root.value["kind"] != .string("Node") {
      throw NodeText.unexpected("this is no list of nodes", at: root, file: file)
    }
    guard !items.isEmpty else {
      throw ConfigurationError(
        "there are no nodes", file: file, position: root.member("items")?.value.position,
        remedy: "check the context of kubectl, or leave this source out")
    }
    var nodes: [LiveNode] = []
    for item in items { nodes.append(try LiveNode(NodeText(value: item, file: file))) }
    return nodes
  }

  private init(_ node: NodeText) throws(ConfigurationError) {
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
