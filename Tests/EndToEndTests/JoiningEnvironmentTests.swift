import TestSupport
import Testing

/// Environments in a repository that `flux bootstrap` has not written into.
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
}
