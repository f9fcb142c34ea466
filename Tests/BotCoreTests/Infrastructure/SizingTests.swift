import Providers
import Testing
import YAML

@testable import BotCore

@Suite struct SizingTests {
  /// A node size, medium and micro memory, bulk and fast size.
  static let factors: [(size: String, medium: String, micro: String, bulk: String, fast: String)] =
    [
      ("s-1vcpu-1gb", "1Gi", "128Mi", "100Gi", "10Gi"),
      ("s-2vcpu-4gb", "1Gi", "128Mi", "100Gi", "10Gi"),
      ("s-4vcpu-8gb", "2Gi", "256Mi", "200Gi", "20Gi"),
      ("s-8vcpu-16gb", "4Gi", "512Mi", "400Gi", "40Gi"),
      ("s-8vcpu-32gb-amd", "4Gi", "512Mi", "400Gi", "40Gi"),
      ("cx32", "2Gi", "256Mi", "200Gi", "20Gi"),
    ]

  @Test("Memory and storage follow the node's memory between 4 and 16 GiB", arguments: factors)
  func followsMemory(
    _ row: (size: String, medium: String, micro: String, bulk: String, fast: String)
  ) throws {
    let cluster = #""nodeSize": "\#(row.size)", "nodeCount": 3"#
    let values = try Samples.sized(Samples.configuration(cluster: cluster)).values
    let medium: Value = .map(["cpu": .string("1000m"), "memory": .string(row.medium)])
    #expect(values["resourceProfiles", "medium"] == .map(["requests": medium, "limits": medium]))
    #expect(values["resourceProfiles", "micro", "limits", "memory"] == .string(row.micro))
    #expect(values["resourceProfiles", "micro", "limits", "cpu"] == .string("100m"))
    #expect(
      values["storage", "bulk"]
        == .map(["storageClass": .string("do-block-storage"), "size": .string(row.bulk)]))
    #expect(values["storage", "fast", "size"] == .string(row.fast))
  }

  @Test(
    "A node's memory that is no power of two loses nothing to rounding",
    arguments: [
      ("6Gi", "1536Mi", "150Gi"), ("4.5Gi", "1152Mi", "112Gi"), ("5000Mi", "1250Mi", "122Gi"),
      ("8G", "1907Mi", "186Gi"),
    ])
  func scalesExactly(_ memory: String, _ medium: String, _ bulk: String) throws {
    let cluster = #""nodeMemory": "\#(memory)", "nodeCount": 3"#
    let values = try Samples.sized(Samples.configuration(cluster: cluster)).values
    #expect(values["resourceProfiles", "medium", "limits", "memory"] == .string(medium))
    #expect(values["storage", "bulk", "size"] == .string(bulk))
  }

  @Test("The base profiles and storage are those of the documentation")
  func baseSizes() throws {
    let values = try Samples.sized(Samples.configuration()).values
    let sizes = [
      "micro": ["100m", "128Mi"], "small": ["500m", "512Mi"], "medium": ["1000m", "1Gi"],
      "large": ["2000m", "2Gi"], "xlarge": ["4000m", "4Gi"],
    ]
    for (name, texts) in sizes {
      let amounts: Value = .map(["cpu": .string(texts[0]), "memory": .string(texts[1])])
      #expect(values["resourceProfiles", name] == .map(["requests": amounts, "limits": amounts]))
    }
    let storage = values["storage"]?.members.map {
      "\($0.key) \($0.value["size"]?.description ?? "")"
    }
    #expect(storage == [#"backup "50Gi""#, #"bulk "100Gi""#, #"fast "10Gi""#])
  }

  @Test("What a user wrote wins, does not grow with nodes, and keeps its spelling")
  func keepsWritten() throws {
    let top = """
      "resourceProfiles": {"medium": {"memory": "1024Mi"}, "gpu": {"cpu": 4, "memory": "8Gi", \
      "nvidia.com/gpu": 1}, "small": {"limits": {"memory": "1.5Gi"}}}, "storage": {"bulk": {"size": \
      "1000Gi"}, "fast": {"storageClass": "local-nvme"}, "archive": {"size": "0.5Ti"}}
      """
    let cluster = #""nodeSize": "s-4vcpu-8gb", "nodeCount": 3"#
    let values = try Samples.sized(Samples.configuration(cluster: cluster, top: top)).values
    #expect(
      values["resourceProfiles", "medium", "limits"]
        == .map(["cpu": .string("1000m"), "memory": .string("1024Mi")]))
    #expect(
      values["resourceProfiles", "gpu", "requests"]
        == .map(["cpu": .int(4), "memory": .string("8Gi"), "nvidia.com/gpu": .int(1)]))
    #expect(
      values["resourceProfiles", "small"]
        == .map(["limits": .map(["memory": .string("1.5Gi")])]))
    #expect(values["storage", "bulk", "size"] == .string("1000Gi"))
    #expect(
      values["storage", "fast"]
        == .map(["storageClass": .string("local-nvme"), "size": .string("20Gi")]))
    #expect(
      values["storage", "archive"]
        == .map(["storageClass": .string("do-block-storage"), "size": .string("0.5Ti")]))
  }

  @Test(
    "Applications without settings fit their environment",
    arguments: [
      ("staging", "small", 1), ("production", "large", 2), ("testing", "small", 1),
    ])
  func environmentDefaults(_ name: String, _ profile: String, _ replicas: Int) throws {
    let values = try Samples.sized(
      Samples.configuration(environment: name, top: #""applications": {"wiki": {}}"#)
    ).values
    #expect(values["applications", "wiki", "profile"] == .string(profile))
    #expect(values["applications", "wiki", "replicas"] == .int(replicas))
    #expect(values["applications", "wiki", "resources"] == values["resourceProfiles", profile])
    #expect(values["applications", "wiki", "size"] == nil)
  }

  @Test("An application's profile, storage and node selector stand resolved in place")
  func resolvesApplications() throws {
    let top = """
      "nodeSelectors": {"databases": {"pool": "db"}}, "applications": {"a": {"profile": "medium", \
      "storage": "bulk", "nodeSelector": "databases", "replicas": 0}, "b": {"size": "3Gi"}, \
      "c": {"storage": "fast", "storageClass": "nvme", "size": "30Gi", \
      "resources": {"limits": {"cpu": "3"}}}}
      """
    let values = try Samples.sized(Samples.configuration(top: top)).values
    #expect(
      values["applications", "a"]
        == .map([
          "profile": .string("medium"), "replicas": .int(0), "storage": .string("bulk"),
          "storageClass": .string("do-block-storage"), "size": .string("100Gi"),
          "nodeSelector": .map(["pool": .string("db")]),
          "resources": values["resourceProfiles", "medium"] ?? .null,
        ]))
    #expect(values["applications", "b", "storageClass"] == .string("do-block-storage"))
    #expect(values["applications", "b", "size"] == .string("3Gi"))
    #expect(values["applications", "c", "storageClass"] == .string("nvme"))
    #expect(values["applications", "c", "size"] == .string("30Gi"))
    #expect(
      values["applications", "c", "resources"]
        == .map(["limits": .map(["cpu": .string("3")])]))
  }

  @Test("The cluster holds what is known and nothing else")
  func clusterFacts() throws {
    let documented = try Samples.sized(Samples.documented).values
    #expect(
      documented["cluster"]
        == .map([
          "name": .string("acme-production"), "environment": .string("production"),
          "region": .string("nyc3"), "domain": .string("acme.io"), "nodeCount": .int(2),
          "nodeSize": .string("s-4vcpu-8gb"), "haControlPlane": .bool(true),
          "version": .string("1.31.0-do.0"), "minNodes": .int(2), "maxNodes": .int(6),
        ]))
    let bare = try Samples.sized(Samples.configuration()).values
    #expect(
      bare["cluster"]
        == .map([
          "environment": .string("staging"), "nodeSize": .string("s-2vcpu-4gb"),
          "nodeCount": .int(3),
        ]))
    #expect(bare["nodeSelectors"] == nil)
    #expect(bare["applications"] == nil)
    #expect(documented == (try Samples.sized(Samples.documented).values))
  }

  @Test("A file without environments is that of production")
  func withoutEnvironments() throws {
    var facts = ClusterFacts()
    (facts.nodeSize, facts.nodeCount) = ("s-4vcpu-8gb", 3)
    let values = try Samples.sized("{}", facts: facts).values
    #expect(values["cluster", "environment"] == .string("production"))
    #expect(values["networking", "loadBalancer", "algorithm"] == .string("round_robin"))
    #expect(values["networking", "ingressClass"] == .string("nginx"))
  }

  /// A cluster, and the keys that are missing.
  static let incomplete: [(cluster: String, inside: String, missing: [String])] = [
    ("", "", ["cluster.nodeSize", "cluster.nodeCount"]),
    (#""nodeSize": "s-2vcpu-4gb""#, "", ["cluster.nodeCount"]),
    (#""nodeCount": 3"#, "", ["cluster.nodeSize"]),
    (#""nodeMemory": "8Gi", "nodeCount": 3"#, "", []),
    (#""nodeSize": "x", "minNodes": 1, "maxNodes": 3"#, "", []),
    (#""nodeCpu": 4, "nodeCount": 3"#, "", ["cluster.nodeSize"]),
    (#""nodeSize": "cx22""#, #""networking": {"loadBalancer": {"size": "lb11"}}"#, []),
  ]

  @Test("Every value that sizing lacks is asked for at once", arguments: incomplete)
  func missingKeys(_ row: (cluster: String, inside: String, missing: [String])) throws {
    let text = Samples.configuration(cluster: row.cluster, inside: row.inside)
    #expect(try Samples.decoded(text).missingKeys(for: "staging") == row.missing)
    if row.missing.isEmpty { return }
    #expect(
      Samples.complaints { _ = try Samples.sized(text) } == [
        "not known: \(row.missing.joined(separator: ", ")); "
          + "set each there for the environment \"staging\""
      ])
    var facts = ClusterFacts()
    (facts.nodeSize, facts.nodeCount) = ("s-2vcpu-4gb", 3)
    #expect(try Samples.decoded(text).missingKeys(for: "staging", facts: facts) == [])
    #expect(try Samples.decoded(text).missingKeys(for: "staging", recorded: facts) == [])
  }

  /// A configuration, and the whole of what is said about it.
  static let mistakes: [(text: String, complaints: [String])] = [
    (
      Samples.configuration(cluster: #""nodeSize": "m5.large", "nodeCount": 3"#),
      [
        #"1:64 the CPU and memory of the node size "m5.large" are not known; set cluster.nodeCpu and cluster.nodeMemory, such as "4" and "8Gi", beside it"#
      ]
    ),
    (
      Samples.configuration(
        cluster: #""provider": "hetzner", "nodeSize": "s-2vcpu-4gb", "nodeCount": 3"#),
      [
        #"1:87 the CPU and memory of the node size "s-2vcpu-4gb" of hetzner are not known; set cluster.nodeCpu and cluster.nodeMemory, such as "4" and "8Gi", beside it"#
      ]
    ),
    (
      #"{"applications": {"a": {"profile": "larg"}, "b": {"storage": "tape", "nodeSelector": "db"}}}"#,
      [
        #"1:36 there is no profile "larg"; did you mean "large"?"#,
        #"1:62 there is no storage "tape"; known: backup, bulk, fast"#,
        #"1:86 there is no node selector "db"; none is defined"#,
      ]
    ),
    (
      #"{"storage": {"archive": {}}, "applications": {"a": {"storage": "archive"}}}"#,
      [#"1:25 the storage "archive" has no size; add "size", such as "20Gi""#]
    ),
  ]

  @Test("A name or size that does not exist is told where it stands", arguments: mistakes)
  func reports(_ row: (text: String, complaints: [String])) {
    var facts = ClusterFacts()
    facts.nodeCount = 3
    if !row.text.contains("nodeSize") { facts.nodeSize = "s-2vcpu-4gb" }
    #expect(Samples.complaints { _ = try Samples.sized(row.text, facts: facts) } == row.complaints)
  }

  @Test("An environment that does not exist is named with the nearest that does")
  func unknownEnvironment() throws {
    let configuration = try Samples.decoded(Samples.configuration())
    let complaints = Samples.complaints {
      _ = try sized(
        configuration: configuration, environment: "stagin", facts: nil, previous: nil)
    }
    #expect(complaints == [#"there is no environment "stagin"; did you mean "staging"?"#])
  }
}
