import Foundation
import TestSupport
import Testing

/// Environments that join, leave and come back.
@Suite struct JoiningEnvironmentTests {
  private static let web = """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: { name: web, namespace: flux-system }
    spec:
      interval: 10m
      path: ./web
      prune: true
      sourceRef: { kind: GitRepository, name: flux-system }

    """

  private static func environments(_ names: [String]) -> String {
    let list = names.map {
      #"{ "name": "\#($0)", "cluster": { "region": "nyc3", "nodeSize": "s-4vcpu-8gb", "nodeCount": 3 } }"#
    }
    return #"{ "project": { "name": "acme", "domain": "acme.io" }, "environments": [\#n"#
      + list.joined(separator: ",\n") + "\n] }\n"
  }

  @Test("a second environment with Kustomizations of the first one's names is wired when it joins")
  func joining() async throws {
    let remote = try await Remote.holding([
      "bot.config.json": """
      { "replacements": [], "configMap": { "name": "infrastructure-config",
        "namespace": "flux-system",
        "path": "clusters/{{environment.name}}/infrastructure-config.yaml" } }

      """,
      "infrastructure.config.json": Self.environments(["production"]),
      "clusters/production/web.yaml": Self.web,
      "web/map.yaml": """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: web, namespace: web }
      data:
        zone: ${infraConfig.cluster.region}
        script: echo ${HOME}

      """,
    ])
    let first = try await Bot.run(["run", remote.url])
    #expect(first.status == 0, "\(first.output)\(first.errorOutput)")
    try await remote.merge()
    try await remote.commit("Add staging") {
      try $0.write(Self.environments(["production", "staging"]), to: "infrastructure.config.json")
      try $0.write(Self.web, to: "clusters/staging/web.yaml")
    }

    let second = try await Bot.run(["run", remote.url])

    #expect(second.status == 0, "\(second.output)\(second.errorOutput)")
    for environment in ["production", "staging"] {
      let web = try await remote.text("clusters/\(environment)/web.yaml", in: "gitops-bot/sync")
      #expect(web.contains("name: infrastructure-vars"), "\(web)")
      let variables = try await remote.text(
        "clusters/\(environment)/infrastructure-vars.yaml", in: "gitops-bot/sync")
      #expect(variables.contains("infraConfig_cluster_name: \"acme-\(environment)\""))
    }
    let map = try await remote.text("web/map.yaml", in: "gitops-bot/sync")
    #expect(map.contains("script: echo $${HOME}"), "\(map)")
    try await remote.merge()
    #expect(try await Bot.run(["run", remote.url]).output.hasPrefix("unchanged"))
  }
  // MARK: ConfigMaps in no cluster's folder

  private static let template = "manifests/clusters/my-cluster"

  private static func cluster(_ environment: String) -> String {
    "manifests/clusters/acme-\(environment)"
  }

  /// A repository with one application, and a cluster's folder that is rendered for each environment.
  private static func repository(
    configMap path: String, isBootstrapped: Bool = false
  ) async throws -> Remote {
    var files = [
      "bot.config.json": configuration(configMap: path),
      "infrastructure.config.json": environments(["production"]),
      template + "/web.yaml": web.replacing("./web", with: "./manifests/web"),
      "manifests/web/map.yaml": """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: web, namespace: web }
      data:
        zone: ${infraConfig.cluster.region}

      """,
    ]
    if isBootstrapped { files[template + "/flux-system/gotk-sync.yaml"] = bootstrap(template) }
    let remote = try await Remote.holding(files)
    let first = try await Bot.run(["run", remote.url])
    #expect(first.status == 0, "\(first.output)\(first.errorOutput)")
    try await remote.merge()
    return remote
  }

  private static func configuration(configMap path: String) -> String {
    """
    { "include": ["manifests/**"], "perEnvironment": ["\(template)/**"],
      "replacements": [
        { "kind": "name", "from": "my-cluster", "to": "{{cluster.name}}", "paths": true }
      ],
      "configMap": { "path": "\(path)" } }

    """
  }

  private static func bootstrap(_ folder: String) -> String {
    """
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: GitRepository
    metadata: { name: flux-system, namespace: flux-system }
    spec: { interval: 1m, ref: { branch: main }, url: "https://example.org/acme/gitops" }
    ---

    """
      + web.replacing("name: web,", with: "name: flux-system,")
      .replacing("./web", with: "./" + folder)
  }

  /// Has the bot propose what follows from these environments, and merges that.
  private static func change(
    _ remote: Remote, to names: [String], _ options: [String] = [], configMap path: String? = nil
  ) async throws {
    try await remote.commit("Set the environments") {
      try $0.write(environments(names), to: "infrastructure.config.json")
      if let path { try $0.write(configuration(configMap: path), to: "bot.config.json") }
    }
    let result = try await Bot.run(["run", remote.url] + options)
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    try await remote.merge()
    let again = try await Bot.run(["run", remote.url])
    #expect(again.output.hasPrefix("unchanged"), "\(again.output)\(again.errorOutput)")
  }

  /// Whether an environment's cluster applies its own variables, and its application takes them.
  private static func isWired(_ environment: String, in remote: Remote) async throws -> Bool {
    let folder = cluster(environment)
    let web = try await remote.text(folder + "/web.yaml", in: "main")
    let own = try await remote.text(folder + "/infra-config.yaml", in: "main")
    let path = try #require(own.firstMatch(of: /path: "?.\/([^"\n]+)/)?.output.1)
    let variables = try await remote.text(path + "/infrastructure-vars.yaml", in: "main")
    let list = try await remote.text(path + "/kustomization.yaml", in: "main")
    return web.contains("name: infrastructure-vars") && web.contains("name: infra-config")
      && variables.contains("infraConfig_cluster_name: \"acme-\(environment)\"")
      && list.contains("infrastructure-vars.yaml")
  }

  private static let layouts = [
    "manifests/shared/config/{{environment.name}}/infrastructure-config.yaml",
    "manifests/shared/config/{{environment.name}}.yaml",
    "manifests/shared/{{environment.name}}-config/values.yaml",
  ]

  @Test(
    "an environment that joins leaves the others' wiring alone, wherever the ConfigMaps lie",
    arguments: layouts, [true, false])
  func joiningOutside(path: String, isBootstrapped: Bool) async throws {
    let remote = try await Self.repository(configMap: path, isBootstrapped: isBootstrapped)
    #expect(try await Self.isWired("production", in: remote))
    let before = try await remote.text(
      Self.cluster("production") + "/infra-config.yaml", in: "main")

    try await Self.change(remote, to: ["production", "staging", "testing"])

    for environment in ["production", "staging", "testing"] {
      #expect(try await Self.isWired(environment, in: remote), "\(environment)")
    }
    let after = try await remote.text(
      Self.cluster("production") + "/infra-config.yaml", in: "main")
    #expect(before == after)
  }

  @Test("a path that gets the environment's name moves the wiring along")
  func pathChanges() async throws {
    let remote = try await Self.repository(configMap: "manifests/shared/config/infra.yaml")
    try await Self.change(remote, to: ["production", "staging"], configMap: Self.layouts[0])
    for environment in ["production", "staging"] {
      #expect(try await Self.isWired(environment, in: remote), "\(environment)")
    }
  }

  @Test("an environment joins beside what flux bootstrap has written for one cluster or both")
  func joiningBesideBootstrap() async throws {
    for bootstrapped in [["production"], ["staging"], ["production", "staging"]] {
      let remote = try await Self.repository(configMap: Self.layouts[0])
      try await remote.commit("Bootstrap") {
        for environment in bootstrapped {
          let folder = Self.cluster(environment)
          try $0.write(Self.bootstrap(folder), to: folder + "/flux-system/gotk-sync.yaml")
        }
      }
      try await Self.change(remote, to: ["production", "staging"])
      for environment in ["production", "staging"] {
        #expect(try await Self.isWired(environment, in: remote), "\(bootstrapped) \(environment)")
      }
    }
  }

  @Test("an environment that leaves takes nothing from the others, and is wired when it is back")
  func leaving() async throws {
    let remote = try await Self.repository(configMap: Self.layouts[0])
    try await Self.change(remote, to: ["production", "staging"])

    try await Self.change(remote, to: ["production"], ["--allow-replace"])
    #expect(try await Self.isWired("production", in: remote))
    let tree = try await git("ls-tree", "-r", "--name-only", "main", in: remote.path)
    #expect(!tree.contains("staging"))

    try await Self.change(remote, to: ["production", "staging"])
    for environment in ["production", "staging"] {
      #expect(try await Self.isWired(environment, in: remote), "\(environment)")
    }
  }

  @Test("a cluster under a new name keeps its wiring")
  func renamed() async throws {
    let remote = try await Self.repository(configMap: Self.layouts[0])
    try await Self.change(remote, to: ["production", "staging"])
    try await remote.commit("Rename the cluster") {
      try $0.replace(
        #"{ "name": "production", "cluster": { "#,
        with: #"{ "name": "production", "cluster": { "name": "live", "#,
        in: "infrastructure.config.json")
    }
    let result = try await Bot.run(["run", remote.url])
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    try await remote.merge()

    #expect(try await Self.isWired("staging", in: remote))
    let own = try await remote.text("manifests/clusters/live/infra-config.yaml", in: "main")
    #expect(own.contains("path: ./manifests/shared/config/production"))
    let web = try await remote.text("manifests/clusters/live/web.yaml", in: "main")
    #expect(web.contains("name: infrastructure-vars"))
    #expect(try await Bot.run(["run", remote.url]).output.hasPrefix("unchanged"))
  }

  @Test("what flux bootstrap wrote for a cluster that joins is kept, with no conflict")
  func bootstrapKept() async throws {
    let remote = try await Self.repository(configMap: Self.layouts[0], isBootstrapped: true)
    let folder = Self.cluster("staging")
    let file = folder + "/flux-system/gotk-sync.yaml"
    let written = Self.bootstrap(folder)
      .replacing("https://example.org", with: "ssh://git@example.org")
    try await remote.commit("Bootstrap") { try $0.write(written, to: file) }

    try await Self.change(remote, to: ["production", "staging"])

    #expect(try await remote.bytes(file, in: "main") == Array(written.utf8))
    #expect(try await Self.isWired("staging", in: remote))
  }

  @Test(
    "a cluster that the owner wrote does not get another environment's values when its own leaves")
  func leavingOwners() async throws {
    let remote = try await Self.repository(configMap: Self.layouts[0], isBootstrapped: true)
    let folder = Self.cluster("staging")
    try await remote.commit("Add a cluster") {
      try $0.replace("\(Self.template)/**", with: "none/**", in: "bot.config.json")
      try $0.write(Self.bootstrap(folder), to: folder + "/flux-system/gotk-sync.yaml")
      try $0.write(
        Self.web.replacing("./web", with: "./manifests/web"), to: folder + "/web.yaml")
      try $0.replace(
        #"{ "kind": "name", "from": "my-cluster", "to": "{{cluster.name}}", "paths": true }"#,
        with: #"{ "kind": "name", "from": "my-cluster", "to": "acme-production", "paths": true }"#,
        in: "bot.config.json")
    }
    try await Self.change(remote, to: ["production", "staging"], ["--allow-replace"])
    #expect(try await Self.isWired("staging", in: remote))

    try await Self.change(remote, to: ["production"], ["--allow-replace"])

    #expect(try await Self.isWired("production", in: remote))
    let own = try await remote.text(folder + "/infra-config.yaml", in: "main")
    #expect(own.contains("path: ./manifests/shared/config/staging"))
    let list = try await remote.text(
      "manifests/shared/config/staging/kustomization.yaml", in: "main")
    #expect(!list.contains("infrastructure-config.yaml"))
  }

  /// A lock as it was before it said what is wired by cluster.
  private static func secondVersion(of lock: String) throws -> String {
    let object = try JSONSerialization.jsonObject(with: Data(lock.utf8))
    var root = try #require(object as? [String: Any])
    let wired = try #require(root["wired"] as? [String: Any])
    let clusters = try #require(wired["clusters"] as? [[String: Any]])
    #expect(clusters.count == 2)
    let lists = ([wired["shared"]] + clusters.map { $0["pieces"] }).map { $0 as? [String] ?? [] }
    root["wired"] = Set(lists.joined()).sorted()
    root["version"] = 2
    return String(decoding: try JSONSerialization.data(withJSONObject: root), as: UTF8.self)
  }

  @Test("what an owner removed in one cluster stays away there, also by an earlier lock")
  func removed() async throws {
    let remote = try await Self.repository(configMap: Self.layouts[0], isBootstrapped: true)
    try await Self.change(remote, to: ["production", "staging"])
    let file = Self.cluster("production") + "/web.yaml"
    try await remote.commit("Take the variables from production") {
      try $0.write(Self.web.replacing("./web", with: "./manifests/web"), to: file)
    }
    try await remote.commit("Write the lock as an earlier version did") {
      let lock = try Self.secondVersion(of: try $0.text("gitops-bot.lock.json"))
      try $0.write(lock, to: "gitops-bot.lock.json")
    }
    #expect(try await Bot.run(["run", remote.url]).output.hasPrefix("unchanged"))

    try await Self.change(remote, to: ["production", "staging", "testing"])

    let text = try await remote.text(file, in: "main")
    #expect(!text.contains("infrastructure-vars"))
    for environment in ["staging", "testing"] {
      #expect(try await Self.isWired(environment, in: remote), "\(environment)")
    }
  }
}
