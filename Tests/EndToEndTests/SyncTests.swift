import TestSupport
import Testing

@Suite struct SyncTests {
  private static let inner = """
    {"replacements": [
      {"kind": "domain", "from": "example.com", "to": "my.example.com"},
      {"kind": "name", "from": "my-cluster", "to": "{{cluster.name}}", "paths": true}],
     "perEnvironment": ["clusters/my-cluster/**"]EXTRA}
    """

  /// A repository with one host, in a folder named as the cluster.
  private func small(_ extra: String = "", _ infrastructure: String = "{}") async throws -> Remote {
    try await Remote.holding([
      "bot.config.json": Self.inner.replacing("EXTRA", with: extra),
      "infrastructure.config.json": infrastructure,
      "clusters/my-cluster/app.yaml":
        "kind: ConfigMap\nmetadata: {name: app}\nhost: chat.example.com\nreplicas: 1\ncluster: my-cluster\n",
    ])
  }

  private func run(_ remote: Remote, _ more: String...) async throws -> ProgramResult {
    try await Bot.run(["run", remote.url] + more)
  }

  @Test("a value that holds its stand-in is applied once, however often the bot runs")
  func selfContaining() async throws {
    let remote = try await small()
    let app = "clusters/one/app.yaml"
    for (round, cluster) in ["one", "two", "three", "four", "five"].enumerated() {
      let result = try await run(remote, "--set", "cluster.name=\(cluster)", "--allow-replace")
      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      try await remote.merge(Merging.allCases[round % 3])
      let text = try await remote.text(
        app.replacing("one", with: cluster), in: "main")
      #expect(
        text
          == "kind: ConfigMap\nmetadata: {name: app}\nhost: chat.my.example.com\nreplicas: 1\ncluster: \(cluster)"
      )
      let again = try await run(remote)
      #expect(again.output.hasPrefix("unchanged: "), "\(again.output)\(again.errorOutput)")
    }
  }

  @Test("a link of the owner's into a renamed folder goes on leading to its file")
  func links() async throws {
    let remote = try await small()
    #expect(try await run(remote, "--set", "cluster.name=one").status == 0)
    try await remote.merge()
    try await remote.commit("A link") { try $0.link("current", to: "clusters/one/app.yaml") }

    let result = try await run(remote, "--set", "cluster.name=two")

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    #expect(try await remote.text("current", in: "gitops-bot/sync") == "clusters/two/app.yaml")
  }

  @Test("originals are kept as files where that is asked for, once, and undo removes them")
  func backups() async throws {
    let remote = try await small(", \"backup\": \"directory\"")
    #expect(try await run(remote, "--set", "cluster.name=one").status == 0)
    let original = ".backups/clusters/my-cluster/app.yaml.orig"
    let first = try await remote.bytes("clusters/my-cluster/app.yaml", in: "main")
    #expect(try await remote.bytes(original, in: "gitops-bot/sync") == first)
    try await remote.merge()

    let second = try await run(remote, "--set", "cluster.name=two")
    #expect(second.status == 0, "\(second.output)\(second.errorOutput)")
    #expect(try await remote.bytes(original, in: "gitops-bot/sync") == first)
    try await remote.merge()
    let last = try await Bot.run(["undo", remote.url])
    #expect(last.status == 0, "\(last.output)\(last.errorOutput)")
    #expect(try await remote.bytes(original, in: "gitops-bot/sync") == first)
    let undone = try await Bot.run(["undo", "--all", remote.url])
    #expect(undone.status == 0, "\(undone.output)\(undone.errorOutput)")
    let paths = try await remote.paths(in: "gitops-bot/sync")
    #expect(!paths.contains { $0.hasPrefix(".backups") })
    #expect(try await remote.bytes("clusters/my-cluster/app.yaml", in: "gitops-bot/sync") == first)
  }

  @Test("an environment that is added gets its files, and one that is removed loses its own")
  func environments() async throws {
    func environments(_ names: String...) -> String {
      let list = names.map { #"{"name": "\#($0)", "cluster": {"name": "\#($0)"}}"# }
      return #"{"environments": [\#(list.joined(separator: ", "))]}"#
    }
    let remote = try await small("", environments("one"))
    #expect(try await run(remote).status == 0)
    try await remote.merge()
    try await remote.commit("Own edit") { try $0.append("own: 1\n", to: "clusters/one/app.yaml") }
    try await remote.commit("Staging") {
      try $0.write(environments("one", "two"), to: "infrastructure.config.json")
    }

    let added = try await run(remote)

    #expect(added.status == 0, "\(added.output)\(added.errorOutput)")
    try await remote.merge()
    #expect(try await remote.text("clusters/two/app.yaml", in: "main").hasSuffix("cluster: two"))
    #expect(try await remote.text("clusters/one/app.yaml", in: "main").hasSuffix("own: 1"))
    try await remote.commit("No staging") {
      try $0.write(environments("one"), to: "infrastructure.config.json")
    }
    let removed = try await run(remote, "--allow-replace")
    #expect(removed.status == 0, "\(removed.output)\(removed.errorOutput)")
    let paths = try await remote.paths(in: "gitops-bot/sync")
    #expect(!paths.contains("clusters/two/app.yaml") && paths.contains("clusters/one/app.yaml"))
  }

  @Test("where it is asked for, both sides of a conflict stand between markers until resolved")
  func markers() async throws {
    let field = """
      , "conflicts": "markers"
      """
    let remote = try await small(field)
    #expect(try await run(remote, "--set", "cluster.name=one").status == 0)
    try await remote.merge()
    let app = "clusters/one/app.yaml"
    try await remote.commit("Own replicas") {
      try $0.replace("replicas: 1", with: "replicas: 3", in: app)
      try $0.replace(
        "\"replacements\": [",
        with: "\"replacements\": [{\"kind\": \"field\", \"object\": \"ConfigMap/app\", "
          + "\"field\": \"replicas\", \"to\": 2},", in: "bot.config.json")
    }

    let result = try await run(remote)

    #expect(result.status == 3, "\(result.output)\(result.errorOutput)")
    let text = try await remote.text(app, in: "gitops-bot/sync")
    for line in ["<<<<<<< ", "replicas: 3", "||||||| ", "replicas: 1", "replicas: 2", ">>>>>>> "] {
      #expect(text.contains(line), "\(text)")
    }
    try await remote.merge()
    #expect(try await run(remote).output.contains("conflict-unresolved"))
    try await remote.commit("Decide") {
      try $0.write(
        "kind: ConfigMap\nmetadata: {name: app}\nhost: chat.my.example.com\nreplicas: 3\ncluster: one\n",
        to: app)
    }
    #expect(try await !run(remote).output.contains("conflict-unresolved"))
  }
}
