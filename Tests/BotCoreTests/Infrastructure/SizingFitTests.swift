import Findings
import Providers
import Testing
import YAML

@testable import BotCore

@Suite struct SizingFitTests {
  private func notes(
    _ cluster: String, _ applications: String, pools: [ClusterFacts.Pool] = [],
    profilesInUse: Set<String> = []
  ) throws -> [String] {
    var facts = ClusterFacts()
    facts.pools = pools
    return try Samples.sized(
      Samples.configuration(
        cluster: #""nodeCount": 3, \#(cluster)"#, top: #""applications": {\#(applications)}"#),
      facts: facts, profilesInUse: profilesInUse
    ).notes.map(\.message)
  }

  @Test("A profile that takes a whole node is told before its pods stay pending")
  func nominal() throws {
    let node = #""nodeSize": "s-2vcpu-4gb""#
    #expect(try notes(node, #""a": {"profile": "medium"}"#) == [])
    #expect(
      try notes(node, #""a": {"profile": "large"}, "b": {"profile": "large"}"#) == [
        #"no node can hold the profile "large": cpu 2000m, memory 2Gi"#
      ])
    #expect(
      try notes(node, #""a": {"resources": {"memory": "4Gi"}}"#) == [
        #"no node can hold what the application "a" asks for: cpu 500m, memory 4Gi"#
      ])
  }

  @Test("A profile that nobody uses is not complained about, one that a manifest uses is")
  func onlyInUse() throws {
    let node = #""nodeSize": "s-1vcpu-1gb""#
    #expect(try notes(node, "") == [])
    #expect(
      try notes(node, "", profilesInUse: ["xlarge", "unknown"]) == [
        #"no node can hold the profile "xlarge": cpu 4000m, memory 4Gi"#
      ])
  }

  @Test("Where only the memory of a node is known, its cores are not judged")
  func withoutCPU() throws {
    #expect(
      try notes(#""nodeMemory": "8Gi""#, #""a": {"profile": "xlarge"}"#)
        == [#"no node can hold the profile "xlarge": cpu 4000m, memory 8Gi"#])
    #expect(try notes(#""nodeMemory": "8Gi""#, #""a": {"resources": {"cpu": 64}}"#) == [])
  }

  @Test("Live nodes are judged by what they leave to pods, in any pool")
  func live() throws {
    let pool = ClusterFacts.Pool(
      name: "a", nodeSize: nil, count: 1, cpuMillicores: 4000, memoryBytes: 8 << 30,
      allocatable: ["cpu": 3900, "memory": 6 << 30], runsApplications: true)
    var gpu = pool
    (gpu.name, gpu.runsApplications) = ("gpu", false)
    gpu.allocatable["nvidia.com/gpu"] = 1
    let node = #""nodeSize": "s-4vcpu-8gb""#
    let exact = #""a": {"resources": {"cpu": "3900m", "memory": "6Gi"}}"#
    #expect(try notes(node, exact, pools: [pool]) == [])
    #expect(try notes(node, #""a": {"resources": {"cpu": "3901m"}}"#, pools: [pool]).count == 1)
    let card = #""a": {"resources": {"nvidia.com/gpu": 1}}"#
    #expect(try notes(node, card, pools: [pool]).count == 1)
    #expect(try notes(node, card, pools: [pool, gpu]) == [])
    #expect(
      try notes(node, #""a": {"resources": {"nvidia.com/gpu": 2}}"#, pools: [pool, gpu]).count == 1)
    #expect(
      try notes(node, #""a": {"resources": {"ephemeral-storage": "9Gi"}}"#, pools: [pool]) == [])
  }

  @Test(
    "A production cluster without a highly available control plane is told",
    arguments: [
      (
        "production", "",
        "whether the control plane of \"production\" is highly available is not known"
      ),
      (
        "production", #", "haControlPlane": false"#,
        "the control plane of \"production\" is not highly available"
      ),
      ("production", #", "haControlPlane": true"#, nil),
      ("staging", #", "haControlPlane": false"#, nil),
    ])
  func controlPlane(_ name: String, _ cluster: String, _ message: String?) throws {
    let sized = try Samples.sized(
      Samples.configuration(
        environment: name, cluster: #""nodeSize": "s-8vcpu-16gb", "nodeCount": 3\#(cluster)"#))
    #expect(sized.notes.map(\.message) == (message.map { [$0] } ?? []))
    #expect(sized.notes.allSatisfy { $0.code == .haControlPlaneExpected })
  }

  @Test(
    "A control plane is not asked for where none can be had, nor twice",
    arguments: [
      (#""provider": "hetzner", "nodeSize": "cx32""#, false, 0), (#""nodeSize": "cx32""#, false, 0),
      (#""provider": "k3s", "nodeMemory": "8Gi""#, false, 0), (#""nodeMemory": "8Gi""#, false, 0),
      (#""provider": "DigitalOcean", "nodeSize": "s-8vcpu-16gb""#, false, 1),
      (#""provider": "digitalocean", "nodeSize": "s-8vcpu-16gb""#, true, 0),
    ])
  func controlPlaneForSale(_ cluster: String, isMerged: Bool, count: Int) throws {
    let text = Samples.configuration(
      environment: "production", cluster: cluster + #", "nodeCount": 3"#)
    let previous = isMerged ? try Samples.sized(text).values : nil
    #expect(try Samples.sized(text, previous: previous).notes.count == count)
    let lost = try Samples.sized(
      text, previous: .map(["cluster": .map(["haControlPlane": .bool(true)])]))
    #expect(lost.notes.count == (isMerged ? 1 : count))
  }
}
