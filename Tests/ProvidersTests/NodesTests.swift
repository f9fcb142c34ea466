import Testing

@testable import Providers

@Suite struct NodesTests {
  private func facts(_ nodes: [String]) throws -> ClusterFacts {
    try Nodes().facts(in: [LiveNodesSample.list(nodes)])
  }

  @Test("A managed cluster is read from its nodes")
  func managed() throws {
    let node = LiveNodesSample.node()
    let facts = try facts([node, node, node])
    #expect(
      [facts.region, facts.nodeSize, facts.version] == ["nyc3", "s-4vcpu-8gb", "1.31.1-do.4"])
    #expect(facts.nodeCount == 3)
    #expect(facts.nodeCpuMillicores == 4000)
    #expect(facts.nodeMemoryBytes == 8 << 30)
    #expect(facts.haControlPlane == nil)
    #expect(facts.pools.map(\.count) == [3])
    #expect(
      facts.pools.first?.allocatable
        == ["cpu": 3900, "memory": 6694 << 20, "pods": 110, "hugepages-2Mi": 0])
    #expect(facts.values["cluster.nodeMemory"] == "8Gi")
  }

  @Test(
    "A size that is not sold anywhere known counts with the memory it was bought with",
    arguments: [
      (#""3915776Ki""#, 8), (#""8027884Ki""#, 16), (#""16393244Ki""#, 32), (#""4194304Ki""#, 8),
      (#""4194305Ki""#, 9), (#"2002120704"#, 4), (#""1.94Gi""#, 4),
    ])
  func nominalMemory(_ reported: String, _ halfGibibytes: Int) throws {
    let facts = try facts([LiveNodesSample.node(pool: nil, size: "m5.large", memory: reported)])
    #expect(facts.nodeSize == "m5.large")
    #expect(facts.nodeMemoryBytes == halfGibibytes << 29)
  }

  @Test("Of several pools the smallest that runs applications counts")
  func severalPools() throws {
    let dedicated = #"[{"key": "dedicated", "value": "db", "effect": "NoSchedule"}]"#
    let facts = try facts([
      LiveNodesSample.node(pool: "large", size: "s-8vcpu-16gb", region: "ams3"),
      LiveNodesSample.node(pool: "apps"), LiveNodesSample.node(pool: "apps"),
      LiveNodesSample.node(pool: "db", size: "s-2vcpu-4gb", taints: dedicated),
    ])
    #expect(facts.nodeSize == "s-4vcpu-8gb")
    #expect(facts.nodeCount == 2)
    #expect(facts.region == "nyc3")
    #expect(facts.pools.map(\.name) == ["apps", "db", "large"])
    #expect(facts.pools.map(\.runsApplications) == [true, false, true])
  }

  @Test("A pool that is being exchanged counts with its smaller nodes")
  func mixedPool() throws {
    let facts = try facts([
      LiveNodesSample.node(size: "s-4vcpu-8gb"),
      LiveNodesSample.node(size: "s-2vcpu-4gb", memory: #""4014000Ki""#),
    ])
    #expect(facts.nodeSize == "s-2vcpu-4gb")
    #expect(facts.nodeCount == 2)
  }

  @Test(
    "A node that only rests still counts, one that is reserved does not",
    arguments: [
      ("node.kubernetes.io/unschedulable", "NoSchedule", true),
      ("node.kubernetes.io/not-ready", "NoExecute", true),
      ("node.cloudprovider.kubernetes.io/uninitialized", "NoSchedule", true),
      ("spot", "PreferNoSchedule", true), ("nvidia.com/gpu", "NoSchedule", false),
      ("node-role.kubernetes.io/control-plane", "NoSchedule", false),
    ])
  func taints(_ key: String, _ effect: String, _ counts: Bool) throws {
    let node = LiveNodesSample.node(taints: #"[{"key": "\#(key)", "effect": "\#(effect)"}]"#)
    #expect(((try? facts([node])) != nil) == counts)
  }

  @Test("Own control planes are counted", arguments: [(1, false), (2, false), (3, true)])
  func controlPlanes(_ count: Int, _ isHighlyAvailable: Bool) throws {
    let plane = LiveNodesSample.node(
      pool: nil, size: "cx22", labels: ["node-role.kubernetes.io/control-plane": ""],
      taints: #"[{"key": "node-role.kubernetes.io/control-plane", "effect": "NoSchedule"}]"#)
    let worker = LiveNodesSample.node(pool: nil, size: "cx32")
    let facts = try facts(Array(repeating: plane, count: count) + [worker, worker])
    #expect(facts.haControlPlane == isHighlyAvailable)
    #expect(facts.nodeSize == "cx32")
    #expect(facts.nodeCount == 2)
  }

  @Test("Nodes without labels are told apart by their size")
  func bareMetal() throws {
    let one = LiveNodesSample.node(pool: nil, size: nil, region: nil, labels: [:])
    let two = LiveNodesSample.node(
      pool: nil, size: nil, region: nil, labels: [:], cpu: #""8""#, memory: #""16393244Ki""#)
    let facts = try facts([two, one, one])
    #expect(facts.pools.map(\.name) == ["4000m/8Gi", "8000m/16Gi"])
    #expect(facts.nodeCount == 2)
    #expect(facts.nodeSize == nil)
    #expect(facts.nodeMemoryBytes == 8 << 30)
  }

  @Test("A single node's object is a list of one")
  func singleNode() throws {
    let facts = try Nodes().facts(in: [LiveNodesSample.node()])
    #expect(facts.nodeCount == 1)
  }

  /// A text, and what is said about it.
  static let mistakes: [(text: String, complaint: String)] = [
    ("[]", "1:1 this is no list of nodes; give the whole output of kubectl get nodes -o json"),
    (
      #"{"kind": "Pod"}"#,
      "1:1 this is no list of nodes; give the whole output of kubectl get nodes -o json"
    ),
    (
      #"{"items": {}}"#,
      #"1:11 "items" is no array; give the whole output of kubectl get nodes -o json"#
    ),
    (
      #"{"items": []}"#,
      "1:11 there are no nodes; check the context of kubectl, or leave this source out"
    ),
    (
      #"{"items": [3]}"#,
      "1:12 a node has no status.capacity.cpu; give the whole output of kubectl get nodes -o json"
    ),
    (
      #"{"items": [{"status": {"capacity": {"cpu": "four"}}}]}"#,
      #"1:44 status.capacity.cpu: "four" is not a quantity such as 500m, 2, 1.5Gi or 1e3; give the whole output of kubectl get nodes -o json"#
    ),
    (
      #"{"items": [{"status": {"capacity": {"cpu": "4", "memory": []}}}]}"#,
      "1:59 status.capacity.memory is no quantity; give the whole output of kubectl get nodes -o json"
    ),
    (
      LiveNodesSample.list([LiveNodesSample.node(taints: #"[{"key": "a", "effect": "NoExecute"}]"#)]
      ),
      "1:1 every node has a taint that keeps applications away; set cluster.nodeSize and cluster.nodeCount of the nodes that are meant instead"
    ),
  ]

  @Test("What is no list of nodes is refused where it goes wrong", arguments: mistakes)
  func reports(_ row: (text: String, complaint: String)) {
    #expect(
      complaints { () throws(LiveSourceError) in _ = try Nodes().facts(in: [row.text]) }
        == [row.complaint])
  }

  @Test("What was lacking in one source comes from the next, the size of nodes as a whole")
  func completes() throws {
    var terraform = ClusterFacts()
    (terraform.region, terraform.nodeSize, terraform.haControlPlane) = ("fra1", "s-2vcpu-4gb", true)
    let both = terraform.completed(from: try facts([LiveNodesSample.node()]))
    #expect(both.region == "fra1")
    #expect(both.nodeSize == "s-2vcpu-4gb")
    #expect(both.nodeMemoryBytes == nil)
    #expect(both.nodeCount == 1)
    #expect(both.pools.count == 1)
    #expect(ClusterFacts().completed(from: both) == both)
  }
}
