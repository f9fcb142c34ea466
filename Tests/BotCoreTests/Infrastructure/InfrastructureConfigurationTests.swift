import Providers
import Testing
import YAML

@testable import BotCore

@Suite struct InfrastructureConfigurationTests {
  @Test("Everything that the documentation shows is understood")
  func readsDocumented() throws {
    let configuration = try Samples.decoded(Samples.documented)
    let project = configuration.project
    #expect([project.name, project.domain, project.email] == ["acme", "acme.io", "ops@acme.io"])
    let cluster = try #require(configuration.environments.first).cluster
    #expect(
      [cluster.region, cluster.nodeSize, cluster.version] == ["nyc3", "s-4vcpu-8gb", "1.31.0-do.0"])
    #expect([cluster.nodeCount, cluster.minNodes, cluster.maxNodes] == [3, 2, 6])
    #expect(cluster.haControlPlane == true)
    let settings = configuration.settings
    #expect(settings.resourceProfiles["gpu"]?.limits["nvidia.com/gpu"]?.written == .int(1))
    #expect(settings.storage["archive"]?.size?.text == "500Gi")
    #expect(settings.nodeSelectors == ["databases": ["doks.digitalocean.com/node-pool": "db"]])
    #expect(settings.applications["nextcloud"]?.profile?.name == "large")
  }

  @Test(
    "An absent value stays absent",
    arguments: ["{}", "{\"environments\": []}", "{\"$schema\": \"x\"}"])
  func inventsNothing(_ text: String) throws {
    #expect(try Samples.decoded(text) == InfrastructureConfiguration(file: Samples.file))
  }

  /// A text, and the whole of what is said about it.
  static let mistakes: [(text: String, complaints: [String])] = [
    ("[]", ["1:1 the configuration must be an object; write { … } there"]),
    (#"{"projct": {}}"#, [#"1:2 unknown key "projct"; did you mean "project"?"#]),
    (
      #"{"project": {"mail": "a"}, "storag": {}}"#,
      [
        #"1:14 unknown key "mail"; did you mean "email"?"#,
        #"1:28 unknown key "storag"; did you mean "storage"?"#,
      ]
    ),
    (
      #"{"project": {"name": 3}}"#,
      [#"1:22 "name" must be a string in double quotes; change the value of "name""#]
    ),
    (#"{"project": {"name": ""}}"#, [#"1:22 "name" is empty; give it a value"#]),
    (
      #"{"environments": {}}"#,
      [#"1:18 "environments" must be an array; change the value of "environments""#]
    ),
    (#"{"environments": ["a"]}"#, ["1:19 an environment must be an object; write { … } there"]),
    (#"{"environments": [{}]}"#, [#"1:19 "name" is missing; add "name" to this object"#]),
    (
      #"{"environments": [{"name": "a"}, {"name": "a"}]}"#,
      [#"1:34 there are two environments "a"; keep one of them"#]
    ),
    (
      #"{"environments": [{"name": "A b"}]}"#,
      [
        #"1:28 the environment's name "A b" cannot be part of names in Kubernetes; use at most 63 of a-z, 0-9 and -, with a letter or digit at both ends"#
      ]
    ),
    (
      Samples.configuration(cluster: #""minNodes": 5, "maxNodes": 2"#),
      ["1:64 minNodes is above maxNodes: 5 > 2; exchange or correct them"]
    ),
    (
      Samples.configuration(cluster: #""nodeCount": 0"#),
      ["1:65 nodeCount is 0; give the number of nodes, or leave it out"]
    ),
    (
      Samples.configuration(cluster: #""nodeCount": -1, "haControlPlane": "yes", "nodesize": "x""#),
      [
        #"1:65 "nodeCount" must be a whole number from 0; change the value of "nodeCount""#,
        #"1:87 cluster.haControlPlane is not true or false; did you mean true?"#,
        #"1:94 unknown key "nodesize"; did you mean "nodeSize"?"#,
      ]
    ),
    (
      #"{"storage": {"bulk": {"size": "-1Gi"}}}"#,
      [#"1:31 "size" is negative: -1Gi; write an amount of at least 0"#]
    ),
    (
      #"{"storage": {"bulk": {"size": "0Gi"}}}"#,
      [#"1:31 "size" is nothing; write an amount above 0"#]
    ),
    (
      #"{"storage": {"bulk": {"size": "10GB"}}}"#,
      [
        #"1:31 "size": "10GB" is not a quantity such as 500m, 2, 1.5Gi or 1e3; write digits and a suffix, such as "500m", "2" or "1.5Gi""#
      ]
    ),
    (
      #"{"storage": {"bulk": {"size": "500m"}}}"#,
      [
        #"1:31 "size" is a fraction of a byte: 500m; write a suffix such as Mi or Gi; m means thousandths"#
      ]
    ),
    (
      #"{"storage": {"bulk": {"size": true}}}"#,
      [#"1:31 "size" must be a quantity; write one such as "500m" or 2"#]
    ),
    (
      #"{"storage": {"": {"size": "1Gi"}}}"#,
      [#"1:14 a name in "storage" is empty; give it a name"#]
    ),
    (#"{"storage": []}"#, [#"1:13 "storage" must be an object; write { … } there"#]),
    (
      #"{"resourceProfiles": {"a": {"memroy": "1Gi", "disk": 1}}}"#,
      [
        #"1:29 unknown resource "memroy"; did you mean "memory"?"#,
        #"1:46 unknown resource "disk"; known: cpu, memory, ephemeral-storage, and names with a domain: nvidia.com/gpu"#,
      ]
    ),
    (
      #"{"resourceProfiles": {"a": {"memory": "512m", "cpu": "-1", "nvidia.com/gpu": 0.5}}}"#,
      [
        #"1:39 memory is not a whole amount: 512m; write a suffix such as Mi or Gi; m means thousandths"#,
        #"1:54 cpu is negative: -1; write an amount of at least 0"#,
        #"1:78 nvidia.com/gpu is not a whole amount: 0.5; write a whole number"#,
      ]
    ),
    (
      #"{"resourceProfiles": {"a": {"requests": {"cpu": 1}, "memory": "1Gi"}}}"#,
      [#"1:53 unknown key "memory"; known here: limits, requests"#]
    ),
    (
      #"{"resourceProfiles": {"a": {"requests": {"cpu": 1, "memory": "2Gi"}, "limits": {"memory": "1Gi"}}}}"#,
      [
        #"1:62 the profile "a" requests more memory than its limit: 2Gi > 1Gi; raise the limit or lower the request"#
      ]
    ),
    (
      #"{"nodeSelectors": {"a": "b", "c": {"d": 1}}}"#,
      [
        #"1:25 the node selector "a" must be an object; write {"label": "value"} there"#,
        #"1:41 the label "d" must be a string in double quotes; put the value between ""#,
      ]
    ),
    (
      #"{"networking": {"loadBalancer": {"sise": "x"}}}"#,
      [#"1:34 unknown key "sise"; did you mean "size"?"#]
    ),
    (
      #"{"applications": {"a": {"replicas": -1, "profil": "x"}}}"#,
      [
        #"1:37 "replicas" must be a whole number from 0; change the value of "replicas""#,
        #"1:41 unknown key "profil"; did you mean "profile"?"#,
      ]
    ),
    (
      Samples.configuration(inside: #""applications": {"a": {"size": "-1Gi"}}"#),
      [#"1:127 "size" is negative: -1Gi; write an amount of at least 0"#]
    ),
  ]

  @Test("Every mistake of a file is told at once, each where it stands", arguments: mistakes)
  func reports(_ row: (text: String, complaints: [String])) {
    #expect(Samples.complaints { _ = try Samples.decoded(row.text) } == row.complaints)
  }

  @Test("Every key of an environment may stand at the top as well, and the environment wins")
  func overlays() throws {
    let top = """
      "resourceProfiles": {"a": {"cpu": 1, "memory": "1Gi"}}, "storage": {"s": {"size": "1Gi", \
      "storageClass": "slow"}}, "nodeSelectors": {"n": {"x": "1", "y": "1"}}, "networking": \
      {"ingressClass": "traefik", "loadBalancer": {"size": "lb-large", "algorithm": "x"}}, \
      "applications": {"app": {"replicas": 3, "profile": "a"}}
      """
    let inside = """
      "resourceProfiles": {"a": {"cpu": 2}}, "storage": {"s": {"size": "2Gi"}}, "nodeSelectors": \
      {"n": {"x": "2"}}, "networking": {"loadBalancer": {"algorithm": "y"}}, "applications": \
      {"app": {"replicas": 5, "resources": {"memory": "3Gi"}}}
      """
    let values = try Samples.sized(Samples.configuration(inside: inside, top: top)).values
    #expect(
      values["resourceProfiles", "a", "limits"] == .map(["cpu": .int(2), "memory": .string("1Gi")]))
    #expect(
      values["storage", "s"] == .map(["size": .string("2Gi"), "storageClass": .string("slow")]))
    #expect(values["nodeSelectors", "n"] == .map(["x": .string("2")]))
    #expect(values["networking", "ingressClass"] == .string("traefik"))
    #expect(
      values["networking", "loadBalancer"]
        == .map(["size": .string("lb-large"), "algorithm": .string("y")]))
    #expect(values["applications", "app", "replicas"] == .int(5))
    #expect(
      values["applications", "app", "resources", "requests"]
        == .map(["cpu": .int(2), "memory": .string("3Gi")]))
  }
}
