import FluxTestSupport
import Rewriter
import Testing

@testable import BotCore

@Suite struct StandInScanTests {
  private static let sync = """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: { name: flux-system, namespace: flux-system }
    spec: { path: ./clusters/harbour, sourceRef: { kind: GitRepository, name: flux-system } }

    """

  private static func configMap(_ data: String) -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  \(data)\n"
  }

  private func scan(_ data: String, more: [String: String] = [:], address: String? = nil)
    -> StandInScan
  {
    let files = [
      "clusters/harbour/sync.yaml": Self.sync, "clusters/harbour/a.yaml": Self.configMap(data),
    ]
    return StandInScan(MemoryTree(files.merging(more) { $1 }), address: address)
  }

  private func likely(_ scan: StandInScan) -> [String] {
    scan.candidates.filter(\.isLikely).map(\.word.text).sorted()
  }

  @Test("what only comments, documentation, tests, schemas and charts have is no stand-in")
  func mentions() {
    let found = scan(
      "a: b # example.com",
      more: [
        "README.md": "Replace my-cluster.", "docs/a.yaml": "a: YOUR_ORG\n",
        "tests/a.yaml": "a: CHANGEME\n",
        "clusters/harbour/crd.yaml":
          "kind: CustomResourceDefinition\ndescription: such as example.net\n",
        "charts/web/Chart.yaml": "name: web\n",
        "charts/web/values.yaml": "host: chart.example.org\n",
      ])
    #expect(likely(found) == [])
    #expect(
      Set(found.candidates.map(\.word.text)).isSuperset(of: [
        "example.com", "my-cluster", "YOUR_ORG",
      ]))
  }

  @Test(
    "a cluster's folder is a stand-in where a value names the cluster, and not where only paths do")
  func folderNames() {
    #expect(likely(scan("a: b")) == [])
    let found = scan("clusterName: harbour")
    #expect(likely(found) == ["harbour"])
    #expect(found.candidates.first { $0.isLikely }?.paths == ["clusters/harbour"])
  }

  @Test("spellings, cases and longer names of one stand-in are one")
  func merged() throws {
    let found = scan(
      "a: my-cluster\n  b: my_cluster\n  c: MY_CLUSTER\n  d: my-cluster-backup\n  e: my-clusters")
    #expect(likely(found) == ["my-cluster"])
    let candidate = try #require(found.candidates.first { $0.isLikely })
    #expect(candidate.places.count == 4)
    #expect(candidate.spellings == [.snake, .constant])
    #expect(likely(scan("a: WIKI.EXAMPLE.COM\n  b: chat.example.com")) == ["example.com"])
  }

  @Test("one address is the owner's, and others of a reserved domain belong to the domain")
  func emails() {
    let found = scan(
      "a: ops@example.com\n  b: x@example.com\n  c: x@example.com\n  d: chat.example.com")
    #expect(likely(found) == ["example.com", "ops@example.com"])
  }

  @Test("a list of special networks, a call and the name of a file hold no address")
  func exceptions() {
    #expect(
      likely(scan("a: 192.0.2.0/24\n  b: 2001:db8::/32\n  c: values.example\n  d: /etc/app.test"))
        == ["values.example"])
    #expect(likely(scan("a: 192.0.2.10/32\n  b: 2001:db8::10")) == ["192.0.2.10", "2001:db8::10"])
  }

  @Test(
    "rules name the program's own values first, and ask for the rest by the words of the stand-in")
  func rules() {
    let found = scan(
      "a: example.com\n  b: my-cluster\n  c: admin@example.com\n  d: TEMPLATE_PROJECT\n  channel: YOUR_SLACK_CHANNEL"
        + "\n  e: CHANGEME\n  f: CHANGEME\n  vpcId: REPLACE_ME")
    let proposed = ProposedRules(found.candidates, origin: nil)
    let rules = Dictionary(uniqueKeysWithValues: proposed.rules.map { ($0.from, $0.to) })
    #expect(rules["example.com"] == "{{project.domain}}")
    #expect(rules["my-cluster"] == "{{cluster.name}}")
    #expect(rules["admin@example.com"] == "{{project.email}}")
    #expect(rules["TEMPLATE_PROJECT"] == "{{project.name}}")
    #expect(rules["YOUR_SLACK_CHANNEL"] == "{{custom.slackChannel}}")
    #expect(rules["REPLACE_ME"] == "{{custom.vpcId}}")
    #expect(proposed.ambiguous.map(\.word.text) == ["CHANGEME"])
  }
}
