import Providers
import Testing
import YAML

@testable import BotCore

@Suite struct LiveFactsTests {
  private static let cluster = """
    {"kubernetes_clusters": [{"name": "production", "region": "nyc3", "version": "1.31.1-do.4", \
    "node_pools": [{"name": "apps", "size": "s-4vcpu-8gb", "count": 3, "auto_scale": true, \
    "min_nodes": 2, "max_nodes": 6}]}]}
    """
  private static let unknown = cluster.replacing("s-4vcpu-8gb", with: "z9-huge")
  private static let node = """
    {"kind": "Node", "metadata": {"labels": {"topology.kubernetes.io/region": "ams3", \
    "node.kubernetes.io/instance-type": "cx32"}}, "spec": {}, \
    "status": {"capacity": {"cpu": "4", "memory": "8148040Ki"}}}
    """

  private func read(
    _ sources: [LiveSourceKind: String], cluster: String? = nil, provider: String? = nil,
    mapping: [String: String] = [:]
  ) throws -> LiveFacts? {
    var request = Request(repository: "/r", folder: "/", variables: [:])
    for (kind, text) in sources {
      request.live[kind] = LiveAnswer(
        name: "\(kind).json", texts: [Array(text.utf8)], cluster: cluster)
    }
    let text = Samples.configuration(cluster: provider.map { #""provider": "\#($0)""# } ?? "")
    let file = try InfrastructureFile(
      reading: Array(text.utf8), overrides: Overrides(options: [], variables: [:]),
      environment: nil)
    return try LiveFacts.read(
      request, mapping: mapping, environment: "staging", from: file, at: 0)
  }

  @Test("A run without a source has no live facts")
  func none() throws {
    #expect(try read([:]) == nil)
  }

  @Test("Of several sources the first that tells something counts, and the report names it")
  func order() throws {
    let terraform = #"{"cluster_region": {"value": "fra1"}, "project_name": {"value": "acme"}}"#
    let live = try #require(
      try read([.digitalOcean: Self.cluster, .nodes: Self.node, .terraform: terraform]))
    #expect(live.values["cluster.region"] == "fra1")
    #expect(live.sources["cluster.region"] == "terraform.json")
    #expect(live.values["project.name"] == "acme")
    #expect(live.values["cluster.nodeSize"] == "cx32")
    #expect(live.sources["cluster.nodeSize"] == "nodes.json")
    #expect(live.values["cluster.version"] == "1.31.1-do.4")
    #expect(live.sources["cluster.version"] == "digitalOcean.json")
    #expect(live.facts.nodeMemoryBytes == 8 << 30)
  }

  @Test("Who sells the nodes is what the file says")
  func provider() throws {
    let sold = try #require(try read([.nodes: Self.node], provider: "hetzner"))
    #expect(sold.facts.nodeMemoryBytes == 8 << 30)
    let reported = try #require(
      try read([.nodes: Self.node.replacing("8148040Ki", with: "2014000Ki")], provider: "aws"))
    #expect(reported.facts.nodeMemoryBytes == 2 << 30)
  }

  @Test("What a source tells gives the sizes of the cluster")
  func sizes() throws {
    let facts = try #require(try read([.digitalOcean: Self.cluster])).facts
    let values = try Samples.sized("{}", facts: facts).values
    #expect(values["resourceProfiles", "medium", "limits", "memory"] == .string("2Gi"))
    #expect(values["cluster", "region"] == .string("nyc3"))
    #expect(values["cluster", "nodeCount"] == .int(2))
  }

  @Test("A size that nobody knows is helped by what the configuration says")
  func unknownSize() throws {
    let facts = try #require(try read([.digitalOcean: Self.unknown])).facts
    let text = Samples.configuration(cluster: #""nodeCpu": "8", "nodeMemory": "16Gi""#)
    let values = try Samples.sized(text, facts: facts).values
    #expect(values["resourceProfiles", "medium", "limits", "memory"] == .string("4Gi"))
  }

  /// A source and its text, the cluster asked for, and what is said about it.
  static let mistakes: [(kind: LiveSourceKind, text: String, cluster: String?, complaint: String)] =
    [
      (
        .digitalOcean, cluster, "prodution",
        #"there is no Kubernetes cluster "prodution"; did you mean "production"?"#
      ),
      (
        .digitalOcean, cluster, "elsewhere",
        #"there is no Kubernetes cluster "elsewhere"; known here: "production""#
      ),
      (
        .terraform, #"{"regions": {"value": "fra1"}}"#, nil,
        #"1:1 there is no output "region" for cluster.region; did you mean "regions"?"#
      ),
      (
        .terraform, #"{"zone": {"value": "fra1"}}"#, nil,
        #"1:1 there is no output "region" for cluster.region; add the output to the Terraform module, or correct its name in the configuration"#
      ),
      (.nodes, "{]", nil, "1:2 "),
    ]

  @Test("What a source does not tell is said with the file, and the name that was meant")
  func reports() throws {
    for row in Self.mistakes {
      let complaints = Samples.complaints {
        _ = try read(
          [row.kind: row.text], cluster: row.cluster, mapping: ["cluster.region": "region"])
      }
      #expect(complaints.count == 1)
      #expect(complaints.first?.hasPrefix(row.complaint) == true, "\(complaints)")
      let error = #expect(throws: ConfigurationError.self) {
        try read([row.kind: row.text], cluster: row.cluster, mapping: ["cluster.region": "region"])
      }
      #expect(error?.problems.first?.file == "\(row.kind).json")
    }
  }
}
