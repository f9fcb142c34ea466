import Testing

@testable import Providers

@Suite struct TerraformTests {
  static let outputs = """
    {
      "cluster_region": {"sensitive": false, "type": "string", "value": "fra1"},
      "ha": {"sensitive": false, "type": "bool", "value": true},
      "kubeconfig": {"sensitive": true, "type": "string", "value": "s3cr3t"},
      "max": {"sensitive": false, "type": "string", "value": "6"},
      "memory": {"sensitive": false, "type": "string", "value": "8Gi"},
      "node_count": {"sensitive": false, "type": "number", "value": 3},
      "node_pools": {"sensitive": false, "type": ["list", "string"], "value": ["a"]},
      "node_size": {"sensitive": false, "type": "string", "value": "s-4vcpu-8gb"},
      "odd": {"sensitive": "no", "type": "string", "value": "x"},
      "torn": {"sensitive": false, "type": "string"},
      "void": {"sensitive": false, "type": "string", "value": ""}
    }
    """

  private func decoded(_ mapping: [String: String]) throws(LiveSourceError) -> LiveTold {
    try Terraform().told(in: [Self.outputs], LiveEnvironment(outputs: mapping))
  }

  @Test("Mapped outputs become facts and values, all others stay where they are")
  func reads() throws {
    let output = try decoded([
      "cluster.region": "cluster_region", "cluster.nodeSize": "node_size",
      "cluster.nodeCount": "node_count", "cluster.minNodes": "node_count",
      "cluster.maxNodes": "max", "cluster.haControlPlane": "ha", "cluster.nodeMemory": "memory",
      "cluster.nodeCpu": "node_count", "project.domain": "cluster_region",
    ])
    var facts = ClusterFacts()
    (facts.region, facts.nodeSize, facts.nodeCount) = ("fra1", "s-4vcpu-8gb", 3)
    (facts.minNodes, facts.maxNodes, facts.haControlPlane) = (3, 6, true)
    (facts.nodeCpuMillicores, facts.nodeMemoryBytes) = (3000, 8 << 30)
    #expect(output.facts == facts)
    #expect(output.values.count == 9)
    #expect(output.values["project.domain"] == "fra1")
    #expect(output.values["cluster.nodeCount"] == "3")
    #expect(try decoded([:]) == LiveTold())
  }

  private static let known =
    "cluster_region, ha, kubeconfig, max, memory, node_count, node_pools, node_size, odd, torn, void"

  @Test("Without a mapping outputs count whose names are keys, where they are there")
  func usualNames() throws {
    let usual = ["cluster.region": "cluster_region", "cluster.version": "cluster_version"]
    let told = try Terraform().told(in: [Self.outputs], LiveEnvironment(usualOutputs: usual))
    #expect(told.values == ["cluster.region": "fra1"])
    #expect(told.facts.region == "fra1")
  }

  /// A mapping, and what is said about it.
  static let mistakes: [(key: String, output: String, complaint: String)] = [
    (
      "cluster.region", "cluster_regio",
      #"1:1 there is no output "cluster_regio" for cluster.region; add the output to the Terraform module, or correct its name in the configuration; cluster_regio: "#
        + Self.known
    ),
    (
      "cluster.region", "zone",
      #"1:1 there is no output "zone" for cluster.region; add the output to the Terraform module, or correct its name in the configuration; zone: "#
        + Self.known
    ),
    (
      "project.name", "kubeconfig",
      #"4:17 the output "kubeconfig" for project.name is sensitive; choose another output; what is read here ends up in a commit"#
    ),
    (
      "project.name", "odd",
      #"10:10 the output "odd" for project.name is sensitive; choose another output; what is read here ends up in a commit"#
    ),
    (
      "project.name", "torn",
      #"11:11 the output "torn" has no value; give the whole output of terraform output -json"#
    ),
    (
      "cluster.region", "void",
      "12:59 the output for cluster.region must be a string that is not empty, or a number; change the output, or name another one for cluster.region"
    ),
    (
      "cluster.nodeSize", "node_pools",
      "8:75 the output for cluster.nodeSize must be a string that is not empty, or a number; change the output, or name another one for cluster.nodeSize"
    ),
    (
      "cluster.nodeCount", "ha",
      "3:55 the output for cluster.nodeCount must be a whole number from 0; change the output, or name another one for cluster.nodeCount"
    ),
    (
      "cluster.haControlPlane", "max",
      "5:58 the output for cluster.haControlPlane must be true or false; change the output, or name another one for cluster.haControlPlane"
    ),
    (
      "cluster.nodeMemory", "cluster_region",
      "2:69 the output for cluster.nodeMemory must be a quantity above 0, such as \"4\" or \"8Gi\"; change the output, or name another one for cluster.nodeMemory"
    ),
  ]

  @Test(
    "An output that does not suit its key is refused, and a secret never read", arguments: mistakes)
  func reports(_ row: (key: String, output: String, complaint: String)) {
    let complaints = complaints { () throws(LiveSourceError) in
      _ = try decoded([row.key: row.output])
    }
    #expect(complaints == [row.complaint])
    #expect(!complaints.joined().contains("s3cr3t"))
  }

  @Test("Every mistake of a mapping is told at once")
  func reportsAll() {
    let complaints = complaints { () throws(LiveSourceError) in
      _ = try decoded(["cluster.region": "kubeconfig", "cluster.nodeCount": "x"])
    }
    #expect(complaints.count == 2)
  }

  @Test("A text that is no object of outputs is refused", arguments: ["[]", "3", "\"fra1\""])
  func refusesShape(_ text: String) {
    let complaints = complaints { () throws(LiveSourceError) in
      _ = try Terraform().told(in: [text], LiveEnvironment(outputs: ["cluster.region": "a"]))
    }
    #expect(
      complaints == [
        "1:1 this is no object of outputs; give the whole output of terraform output -json"
      ])
  }
}
