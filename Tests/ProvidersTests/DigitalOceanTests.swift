import Testing

@testable import Providers

@Suite struct DigitalOceanTests {
  /// A pool as the API gives it.
  private static func pool(
    _ name: String = "apps", size: String = "s-4vcpu-8gb", count: Int = 3,
    scale: (least: Int, most: Int)? = nil, taints: String = "[]"
  ) -> String {
    """
    {"id": "cdda885e-7663-40c8-bc74-3a036c66545d", "name": "\(name)", "size": "\(size)", \
    "count": \(count), "auto_scale": \(scale != nil), "min_nodes": \(scale?.least ?? 0), \
    "max_nodes": \(scale?.most ?? 0), "labels": null, "taints": \(taints), "nodes": []}
    """
  }

  private static func cluster(
    _ name: String = "production", id: String = "bd5f5959", region: String = "nyc3",
    ha: String = #""ha": true,"#, state: String = "running", pools: [String] = [pool()]
  ) -> String {
    """
    {"id": "\(id)", "name": "\(name)", "region": "\(region)", "version": "1.31.1-do.4", \(ha) \
    "status": {"state": "\(state)"}, "tags": ["k8s"], "node_pools": [\(pools.joined(separator: ","))]}
    """
  }

  private static func page(_ clusters: [String]) -> String {
    #"{"kubernetes_clusters": [\#(clusters.joined(separator: ","))], "links": {}, "meta": {"total": 1}}"#
  }

  private func facts(
    _ pages: [String], cluster: String? = nil
  ) throws(LiveSourceError) -> ClusterFacts {
    try DigitalOcean().facts(in: pages, cluster: cluster)
  }

  private func facts(pools: [String]) throws(LiveSourceError) -> ClusterFacts {
    try facts([Self.page([Self.cluster(pools: pools)])])
  }

  @Test("The account's only cluster is read without naming it")
  func only() throws {
    let facts = try facts([Self.page([Self.cluster()])])
    #expect(
      [facts.region, facts.nodeSize, facts.version] == ["nyc3", "s-4vcpu-8gb", "1.31.1-do.4"])
    #expect(facts.haControlPlane == true)
    #expect(facts.nodeCount == 3)
    #expect(facts.minNodes == nil)
    #expect(facts.maxNodes == nil)
    #expect(facts.nodeCpuMillicores == 4000)
    #expect(facts.nodeMemoryBytes == 8 << 30)
    let pool = ClusterFacts.Pool(
      name: "apps", nodeSize: "s-4vcpu-8gb", count: 3, cpuMillicores: 4000, memoryBytes: 8 << 30,
      allocatable: [:], runsApplications: true)
    #expect(facts.pools == [pool])
  }

  @Test("A control plane counts as highly available only when the API says so")
  func plainControlPlane() throws {
    for text in [#""ha": false,"#, ""] {
      #expect(try facts([Self.page([Self.cluster(ha: text)])]).haControlPlane == false)
    }
  }

  @Test("Of several clusters the named one is read, on whatever page", arguments: ["b", "id-b"])
  func named(_ name: String) throws {
    let pages = [
      Self.page([Self.cluster("a", id: "id-a"), Self.cluster("c", id: "id-c")]),
      Self.page([Self.cluster("b", id: "id-b", region: "fra1")]),
    ]
    #expect(try facts(pages, cluster: name).region == "fra1")
  }

  @Test("A cluster that is being deleted is not taken", arguments: ["deleting", "deleted"])
  func deleted(_ state: String) throws {
    let page = Self.page([
      Self.cluster(id: "old", region: "ams3", state: state), Self.cluster(id: "new"),
    ])
    #expect(try facts([page]).region == "nyc3")
    #expect(try facts([page], cluster: "production").region == "nyc3")
  }

  @Test("What an autoscaler does changes nothing", arguments: [2, 3, 6])
  func autoscaled(_ present: Int) throws {
    let facts = try facts(pools: [Self.pool(count: present, scale: (2, 6))])
    #expect([facts.nodeCount, facts.minNodes, facts.maxNodes] == [2, 2, 6])
    #expect(facts.pools.map(\.count) == [2])
  }

  @Test("Of several pools the smallest that runs applications counts")
  func severalPools() throws {
    let dedicated = #"[{"key": "dedicated", "value": "db", "effect": "NoSchedule"}]"#
    let facts = try facts(pools: [
      Self.pool("large", size: "s-8vcpu-16gb"), Self.pool("apps", count: 4),
      Self.pool("db", size: "s-2vcpu-4gb", taints: dedicated),
      Self.pool("gpu", size: "gpu-4000adax1-20gb"),
    ])
    #expect(facts.nodeSize == "s-4vcpu-8gb")
    #expect(facts.nodeCount == 4)
    #expect(facts.pools.map(\.name) == ["apps", "db", "gpu", "large"])
    #expect(facts.pools.map(\.runsApplications) == [true, false, false, true])
  }

  @Test("A pool that may have no node decides only where there is no other")
  func scaledToNothing() throws {
    let burst = Self.pool("burst", size: "s-2vcpu-4gb", count: 5, scale: (0, 9))
    let both = try facts(pools: [burst, Self.pool()])
    #expect(both.nodeSize == "s-4vcpu-8gb")
    #expect(both.minNodes == nil)
    let alone = try facts(pools: [burst])
    #expect(alone.nodeSize == "s-2vcpu-4gb")
    #expect([alone.nodeCount, alone.minNodes, alone.maxNodes] == [0, 0, 9])
  }

  @Test(
    "A pool with a wish still runs applications, a reserved one does not",
    arguments: [
      ("[]", true), ("null", true), (#"[{"key": "a", "effect": "PreferNoSchedule"}]"#, true),
      (#"[{"key": "a", "effect": "NoSchedule"}]"#, false),
      (#"[{"key": "a", "effect": "NoExecute"}]"#, false),
      (
        #"[{"key": "a", "effect": "PreferNoSchedule"}, {"key": "b", "effect": "NoExecute"}]"#, false
      ),
    ])
  func taints(_ taints: String, _ counts: Bool) throws {
    #expect(((try? facts(pools: [Self.pool(taints: taints)])) != nil) == counts)
  }

  @Test("A size that nobody knows is told without amounts, which are for the configuration to say")
  func unknownSize() throws {
    let facts = try facts(pools: [Self.pool(size: "z9-huge")])
    #expect(facts.nodeSize == "z9-huge")
    #expect(facts.nodeMemoryBytes == nil)
    #expect(facts.pools == [])
  }

  /// Pages, the cluster asked for, and what is said about them.
  static let mistakes: [(pages: [String], cluster: String?, complaint: String)] = [
    (
      ["[]"], nil,
      "1:1 this is no list of Kubernetes clusters; give what GET /v2/kubernetes/clusters of the DigitalOcean API answers"
    ),
    (
      [page([])], nil,
      "the account has no Kubernetes cluster; check that the token is of the right account, or leave this source out"
    ),
    (
      [page([cluster("b")]), page([cluster("a")])], nil,
      #"the account has 2 Kubernetes clusters; name the one that is meant: "a", "b""#
    ),
    (
      [page([cluster("production"), cluster("staging")])], "prodution",
      #"there is no Kubernetes cluster "prodution"; known here: "production", "staging"; prodution: production, staging"#
    ),
    (
      [page([cluster("b"), cluster("a")])], "elsewhere",
      #"there is no Kubernetes cluster "elsewhere"; known here: "a", "b"; elsewhere: a, b"#
    ),
    (
      [page([cluster("a", id: "2"), cluster("a", id: "1")])], "a",
      #"2 Kubernetes clusters are called "a"; give the id of the one that is meant: 1, 2"#
    ),
    (
      [#"{"kubernetes_clusters": [{"name": "a", "region": 3}]}"#], nil,
      #"1:50 "region" must be a string in double quotes; change the value of "region""#
    ),
    (
      [#"{"kubernetes_clusters": [{"name": "a", "region": "b", "version": "c"}]}"#], nil,
      #"1:26 no node pool of "a" runs applications; set cluster.nodeSize and cluster.nodeCount of the nodes that are meant instead"#
    ),
    (
      [
        #"{"kubernetes_clusters": [{"name": "a", "region": "b", "version": "c", "node_pools": [{"name": "d", "size": "e"}]}]}"#
      ], nil,
      #"1:86 the pool "d" has no count; give what GET /v2/kubernetes/clusters of the DigitalOcean API answers"#
    ),
  ]

  @Test("What cannot be read or is not clear is refused with the way out", arguments: mistakes)
  func reports(_ row: (pages: [String], cluster: String?, complaint: String)) {
    #expect(
      complaints { () throws(LiveSourceError) in
        _ = try facts(row.pages, cluster: row.cluster)
      } == [row.complaint])
  }

  @Test("Of several pools none may be of an unknown size, since it could be the smallest")
  func unknownAmongSeveral() {
    let complaints = complaints { () throws(LiveSourceError) in
      _ = try facts(pools: [Self.pool(), Self.pool("new", size: "z9-huge")])
    }
    #expect(complaints.count == 1)
    #expect(
      complaints.first?.contains(
        #"the pool "new": the CPU and memory of the node size "z9-huge""#) == true)
  }
}
