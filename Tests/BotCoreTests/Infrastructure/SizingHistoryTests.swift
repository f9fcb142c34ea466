import Findings
import Providers
import Testing
import YAML

@testable import BotCore

@Suite struct SizingHistoryTests {
  private func configuration(_ cluster: String, _ top: String = "") -> String {
    Samples.configuration(cluster: cluster, top: top)
  }

  private func nodes(_ size: String, _ count: Int = 3) -> String {
    #""nodeSize": "\#(size)", "nodeCount": \#(count)"#
  }

  @Test("Smaller nodes take memory back but never shrink a volume")
  func storageNeverShrinks() throws {
    let apps = #""applications": {"a": {"storage": "bulk"}}"#
    let small = try Samples.sized(configuration(nodes("s-2vcpu-4gb"), apps))
    let large = try Samples.sized(
      configuration(nodes("s-4vcpu-8gb"), apps), previous: small.values)
    #expect(large.values["storage", "bulk", "size"] == .string("200Gi"))
    #expect(large.notes == [])
    let again = try Samples.sized(
      configuration(nodes("s-2vcpu-4gb"), apps), previous: large.values)
    #expect(again.values["resourceProfiles", "medium", "limits", "memory"] == .string("1Gi"))
    #expect(again.values["storage"] == large.values["storage"])
    #expect(again.values["applications", "a", "size"] == .string("200Gi"))
    #expect(again.notes.map(\.code) == [.storageKept, .storageKept, .storageKept])
    #expect(
      again.notes.map(\.message) == [
        #"the storage "backup" stays at 100Gi instead of 50Gi"#,
        #"the storage "bulk" stays at 200Gi instead of 100Gi"#,
        #"the storage "fast" stays at 20Gi instead of 10Gi"#,
      ])
    let settled = try Samples.sized(
      configuration(nodes("s-2vcpu-4gb"), apps), previous: again.values)
    #expect(settled.values == again.values)
  }

  @Test("An application's volume stays when it is moved to smaller storage")
  func applicationVolumeStays() throws {
    let before = try Samples.sized(
      configuration(nodes("s-2vcpu-4gb"), #""applications": {"a": {"storage": "bulk"}}"#))
    let after = try Samples.sized(
      configuration(nodes("s-2vcpu-4gb"), #""applications": {"a": {"storage": "fast"}}"#),
      previous: before.values)
    #expect(after.values["applications", "a", "size"] == .string("100Gi"))
    #expect(after.notes.map(\.message) == [#"the volume of "a" stays at 100Gi instead of 10Gi"#])
  }

  @Test(
    "A recorded size in any spelling is compared by what it amounts to",
    arguments: [
      (Value.string("300Gi"), Value.string("300Gi")), (.string("102400Mi"), .string("100Gi")),
      (.string("1Gi"), .string("100Gi")), (.int(429_496_729_600), .int(429_496_729_600)),
      (.string("broken"), .string("100Gi")), (.null, .string("100Gi")),
      (.list([]), .string("100Gi")),
    ])
  func comparesRecorded(_ recorded: Value, _ expected: Value) throws {
    let sized = try Samples.sized(
      configuration(nodes("s-2vcpu-4gb")),
      previous: .map(["storage": .map(["bulk": .map(["size": recorded])])]))
    #expect(sized.values["storage", "bulk", "size"] == expected)
  }

  /// Node counts and given sizes run after run, and the load balancer after each.
  static let loadBalancers: [[(nodes: Int, given: String?, size: String)]] = [
    [(3, nil, "lb-small"), (4, nil, "lb-small"), (5, nil, "lb-medium"), (3, nil, "lb-medium")],
    [(9, nil, "lb-medium"), (3, "lb-small", "lb-small"), (3, nil, "lb-small")],
    [(3, "lb-large", "lb-large"), (5, nil, "lb-large"), (1, nil, "lb-large")],
    [(3, "lb11", "lb11"), (3, nil, "lb-small")],
  ]

  @Test(
    "The load balancer grows with the nodes and never steps down by itself",
    arguments: loadBalancers)
  func loadBalancer(_ runs: [(nodes: Int, given: String?, size: String)]) throws {
    var previous: Value?
    for run in runs {
      let own = run.given.map { #""networking": {"loadBalancer": {"size": "\#($0)"}}"# } ?? ""
      let sized = try Samples.sized(
        configuration(nodes("s-2vcpu-4gb", run.nodes), own), previous: previous)
      #expect(sized.values["networking", "loadBalancer", "size"] == .string(run.size))
      let natural = run.nodes >= 5 ? "lb-medium" : "lb-small"
      #expect(
        sized.notes.map(\.code)
          == (run.given == nil && run.size != natural ? [.loadBalancerKept] : []))
      previous = sized.values
    }
  }

  @Test("An autoscaler at work changes nothing")
  func autoscaler() throws {
    let first = try Samples.sized(
      configuration(#""nodeSize": "s-2vcpu-4gb", "nodeCount": 3, "minNodes": 2, "maxNodes": 6"#))
    #expect(first.values["cluster", "nodeCount"] == .int(2))
    for count in [5, 4, 6, 2] {
      let written = try Samples.sized(
        configuration(
          #""nodeSize": "s-2vcpu-4gb", "nodeCount": \#(count), "minNodes": 2, "maxNodes": 6"#),
        previous: first.values)
      #expect(written == first)
      var facts = ClusterFacts()
      facts.nodeCount = count
      let live = try Samples.sized(
        configuration(#""nodeSize": "s-2vcpu-4gb", "minNodes": 2, "maxNodes": 6"#), facts: facts,
        previous: first.values)
      #expect(live == first)
    }
  }

  @Test("A live source goes before the file, and the file before what was recorded")
  func precedence() throws {
    var live = ClusterFacts()
    var recorded = ClusterFacts()
    (recorded.region, recorded.nodeSize, recorded.version) = ("ams3", "s-8vcpu-16gb", "1.30")
    let text = configuration(#""nodeSize": "s-4vcpu-8gb", "nodeCount": 3, "region": "fra1""#)
    let fromFile = try Samples.sized(text, recorded: recorded).values
    #expect(fromFile["cluster", "region"] == .string("fra1"))
    #expect(fromFile["cluster", "version"] == .string("1.30"))
    #expect(fromFile["resourceProfiles", "medium", "limits", "memory"] == .string("2Gi"))
    (live.region, live.nodeSize) = ("nyc3", "s-2vcpu-4gb")
    let fromLive = try Samples.sized(text, facts: live, recorded: recorded).values
    #expect(fromLive["cluster", "region"] == .string("nyc3"))
    #expect(fromLive["resourceProfiles", "medium", "limits", "memory"] == .string("1Gi"))
    let fromLock = try Samples.sized(configuration(#""nodeCount": 3"#), recorded: recorded).values
    #expect(fromLock["resourceProfiles", "medium", "limits", "memory"] == .string("4Gi"))
  }

  @Test("A live size that nobody knows is helped by what the file says of CPU and memory")
  func unknownLiveSize() throws {
    var live = ClusterFacts()
    live.nodeSize = "m5.large"
    let text = configuration(#""nodeCpu": 2, "nodeMemory": "8Gi", "nodeCount": 3"#)
    let values = try Samples.sized(text, facts: live).values
    #expect(values["resourceProfiles", "medium", "limits", "memory"] == .string("2Gi"))
    let complaints = Samples.complaints {
      _ = try Samples.sized(configuration(nodes("s-2vcpu-4gb")), facts: live)
    }
    #expect(complaints.first?.hasPrefix(#"the CPU and memory of the node size "m5.large""#) == true)
  }
}
