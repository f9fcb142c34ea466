import TestSupport
import Testing

@Suite struct WiringTests {
  private func flux(_ remote: Remote) async throws -> [String] {
    let unknown = try await Bot.run(["preview", "nowhere", "--repository", remote.url])
    #expect(unknown.status == 1)
    let known = unknown.errorOutput.components(after: "known: ")
    return known.filter { $0 != "deploy" }
  }

  private func preview(_ path: String, _ remote: Remote) async throws -> String {
    let result = try await Bot.run(["preview", path, "--repository", remote.url])
    #expect(result.status == 0, "\(path): \(result.errorOutput)")
    return result.output
  }

  @Test("Flux applies every path of the example with its variables, strictly")
  func everyPath() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge()
    let paths = try await flux(remote)
    #expect(paths.count == 22)
    for path in paths where path != "manifests/shared/config" {
      #expect(!(try await preview(path, remote)).contains("infraConfig"), "\(path)")
    }
  }

  @Test("what a parent's kustomization puts into a namespace is previewed with the variables there")
  func parentNamespace() async throws {
    func kustomization(_ name: String, _ namespace: String, _ path: String) -> String {
      """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata:
        name: \(name)\(namespace)
      spec:
        interval: 10m
        path: \(path)
        prune: true
        sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system }

      """
    }
    let remote = try await Remote.holding([
      "bot.config.json": """
      { "replacements": [], "configMap": { "name": "infrastructure-config",
        "namespace": "flux-system", "path": "config/infrastructure-config.yaml" } }

      """,
      "infrastructure.config.json": """
      { "project": { "name": "acme", "domain": "acme.io" }, "environments": [ { "name": "production",
        "cluster": { "region": "nyc3", "nodeSize": "s-4vcpu-8gb", "nodeCount": 3 } } ] }

      """,
      "clusters/a/flux-system.yaml": kustomization(
        "flux-system", "\n  namespace: flux-system", "./clusters/a"),
      "clusters/a/kustomization.yaml": "resources: [flux-system.yaml, media]\n",
      "clusters/a/media/kustomization.yaml": "namespace: media\nresources: [player.yaml]\n",
      "clusters/a/media/player.yaml": kustomization("player", "", "./apps/player"),
      "apps/player/kustomization.yaml": "resources: [map.yaml]\n",
      "apps/player/map.yaml": """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: player, namespace: media }
      data:
        zone: ${infraConfig.cluster.region}

      """,
    ])
    let run = try await Bot.run(["run", remote.url])
    #expect(run.status == 0, "\(run.output)\(run.errorOutput)")
    try await remote.merge()
    #expect(try await preview("apps/player", remote).contains("zone: nyc3"))
  }

  @Test("a profile arrives as the map that it is, and a shell's own variables survive")
  func values() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    let mattermost = try await preview("manifests/overlays/high-availability/mattermost", remote)
    #expect(
      mattermost.contains(
        """
            resources:
              limits:
                cpu: 1000m
                memory: 2Gi
              requests:
                cpu: 1000m
                memory: 2Gi

        """))
    let velero = try await preview("./manifests/infrastructure/velero/", remote)
    #expect(velero.contains("${AWS_ACCESS_KEY_ID}"))
  }

  @Test("what the owner refers to in an application of their own is wired with the next proposal")
  func ownersReference() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge()
    try await remote.commit("Ask for more, and add an application") {
      try $0.replace(
        "infraConfig_resourceProfiles_medium}", with: "infraConfig.resourceProfiles.large}",
        in: "manifests/applications/mattermost/helmrelease.yaml")
      try $0.addOwnConfigMap(size: "${infraConfig.storage.fast.size}")
    }
    let result = try await Bot.run(["run", remote.url])
    #expect(result.output.hasPrefix("proposed"), "\(result.output)\(result.errorOutput)")

    let mattermost = try await preview("manifests/overlays/high-availability/mattermost", remote)
    #expect(mattermost.contains("cpu: 2000m") && mattermost.contains("memory: 4Gi"))
    #expect(
      (try await preview("manifests/infrastructure/notifications", remote)).contains("size: 20Gi"))
  }

  @Test("a reference to a value that the owner set by hand is wired as those to generated ones are")
  func handSet() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge()
    try await remote.commit("Size what is mine") {
      try $0.replace(
        "    storage:\n", with: "    storage:\n      mine:\n        size: 7Gi\n",
        in: "manifests/shared/config/infrastructure-config.yaml")
      try $0.addOwnConfigMap(size: "${infraConfig.storage.mine.size}")
    }
    let result = try await Bot.run(["run", remote.url])
    #expect(result.output.hasPrefix("proposed"), "\(result.output)\(result.errorOutput)")
    let text = try await remote.text(
      "manifests/infrastructure/notifications/own.yaml", in: "gitops-bot/sync")
    #expect(text.contains("${infraConfig_storage_mine_size}"))
    let variables = try await remote.text(
      "manifests/shared/config/infrastructure-vars.yaml", in: "gitops-bot/sync")
    #expect(variables.contains("infraConfig_storage_mine_size: \"7Gi\""))
  }

  @Test(
    "what a generator reads is translated as the text that it is",
    arguments: [
      ("files: [app.ini]", "app.ini", "region=${infraConfig.cluster.region}\nhome=${HOME}\n"),
      ("envs: [app.env]", "app.env", "region=${infraConfig.cluster.region}\nhome=${HOME}\n"),
      (
        "files: [app.json]", "app.json",
        "{\"region\": \"${infraConfig.cluster.region}\", \"b\": \"${HOME}\"}\n"
      ),
    ])
  func generatorFiles(source: String, name: String, text: String) async throws {
    let remote = try await Remote.example()
    try await remote.commit("Generate a ConfigMap") {
      let folder = "manifests/infrastructure/notifications/"
      try $0.write(text, to: folder + name)
      try $0.replace(
        "resources:\n",
        with: "configMapGenerator:\n  - name: app\n    \(source)\nresources:\n",
        in: folder + "kustomization.yaml")
    }
    let result = try await Bot.run(["run", remote.url])
    #expect(result.output.hasPrefix("proposed"), "\(result.output)\(result.errorOutput)")
    let written = try await remote.text(
      "manifests/infrastructure/notifications/" + name, in: "gitops-bot/sync")
    #expect(
      written
        == text.replacing("infraConfig.cluster.region", with: "infraConfig_cluster_region")
        .replacing("${HOME}", with: "$${HOME}").dropLast())
  }

  @Test("wiring that the owner removed is not added again")
  func removedByOwner() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge()
    try await remote.commit("No variables for the backup") {
      try $0.replace(
        "  postBuild:\n    substituteFrom:\n      - kind: ConfigMap\n        name: infrastructure-vars\n",
        with: "", in: "manifests/clusters/acme-production/backup.yaml")
    }
    let result = try await Bot.run(["run", remote.url])
    #expect(result.output.hasPrefix("unchanged"), "\(result.output)\(result.errorOutput)")
  }

  /// A repository that flux bootstrap has not seen, whose cluster has a kustomization.
  private func unapplied() async throws -> Remote {
    try await Remote.holding([
      "bot.config.json": """
      { "replacements": [], "configMap": { "path": "config/infrastructure-config.yaml" } }

      """,
      "infrastructure.config.json": """
      { "project": { "name": "acme", "domain": "acme.io" }, "environments": [ { "name": "production",
        "cluster": { "region": "nyc3", "nodeSize": "s-4vcpu-8gb", "nodeCount": 3 } } ] }

      """,
      "clusters/a/kustomization.yaml": "resources:\n  - web.yaml\n",
      "clusters/a/web.yaml": """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata:
        name: web
        namespace: flux-system
      spec:
        interval: 10m
        path: ./web
        prune: true
        sourceRef: { kind: GitRepository, name: flux-system }

      """,
      "web/map.yaml": """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: web, namespace: web }
      data:
        zone: ${infraConfig.cluster.region}

      """,
    ])
  }

  @Test(
    "the kustomization of a cluster that is not bootstrapped yet lists what applies the variables")
  func listedBeforeBootstrap() async throws {
    let remote = try await unapplied()
    let run = try await Bot.run(["run", remote.url])
    #expect(run.status == 0, "\(run.output)\(run.errorOutput)")
    let list = try await remote.text("clusters/a/kustomization.yaml", in: "gitops-bot/sync")
    #expect(list == "resources:\n  - web.yaml\n  - infra-config.yaml")
  }

  @Test("variables that nothing takes any more follow the values, and are no conflict")
  func renewed() async throws {
    let remote = try await unapplied()
    let written = try await remote.text("clusters/a/web.yaml", in: "main")
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge()
    try await remote.commit("Take the variables away, and set a value by hand") {
      try $0.write(written + "\n", to: "clusters/a/web.yaml")
      try $0.replace(
        "ingressClass: nginx", with: "ingressClass: own", in: "config/infrastructure-config.yaml")
      try $0.replace("s-4vcpu-8gb", with: "s-8vcpu-16gb", in: "infrastructure.config.json")
    }

    let run = try await Bot.run(["run", remote.url])

    #expect(run.status == 0, "\(run.output)\(run.errorOutput)")
    let variables = try await remote.text(
      "config/infrastructure-vars.yaml", in: "gitops-bot/sync")
    #expect(variables.contains("infraConfig_networking_ingressClass: \"own\""))
    #expect(variables.contains("infraConfig_storage_bulk_size: \"400Gi\""))
    try await remote.merge()
    #expect(try await remote.text("clusters/a/web.yaml", in: "main") == written)
    #expect(try await Bot.run(["run", remote.url]).output.hasPrefix("unchanged"))
  }

  @Test("a release that does not build by itself leaves the owner's wiring where it is")
  func brokenRelease() async throws {
    let settings = """
      "replacements": [], "configMap": { "name": "infrastructure-config",
        "namespace": "flux-system", "path": "clusters/a/infrastructure-config.yaml" }
      """
    let files = [
      "bot.config.json": "{ \(settings) }\n",
      "infrastructure.config.json": """
      { "project": { "name": "acme", "domain": "acme.io" }, "environments": [ { "name": "production",
        "cluster": { "region": "nyc3", "nodeSize": "s-4vcpu-8gb", "nodeCount": 3 } } ] }

      """,
      "clusters/a/apps.yaml": """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: { name: apps, namespace: flux-system }
      spec:
        interval: 10m
        path: ./apps
        prune: true
        sourceRef: { kind: GitRepository, name: flux-system }

      """,
      "apps/kustomization.yaml": "resources:\n- map.yaml\n- extra.yaml\n",
      "apps/map.yaml": """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: player, namespace: media }
      data:
        zone: ${infraConfig.cluster.region}

      """,
      "apps/extra.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: extra, namespace: media }\ndata: {}\n",
    ]
    let sample = TemplateSample(
      template: try await Remote.holding(files), repository: try await Remote.holding(files))
    try await sample.repository.commit("Configure") {
      try $0.write(
        "{ \"template\": { \"url\": \"\(sample.template.url)\" }, \(settings) }\n",
        to: "bot.config.json")
    }
    #expect(try await sample.sync().status == 0)
    let wired = try await sample.text("clusters/a/apps.yaml")
    #expect(wired.contains("infrastructure-vars"), "\(wired)")
    try await sample.repository.commit("Mine") {
      try $0.replace("data: {}", with: "data: { mine: \"1\" }", in: "apps/extra.yaml")
    }
    try await sample.template.commit("Forget the entry") {
      try $0.remove("apps/extra.yaml")
      try $0.append("  more: \"1\"\n", to: "apps/map.yaml")
    }

    let run = try await sample.sync()

    // The owner's file stays against the release, which is listed.
    #expect(run.status == 3, "\(run.output)\(run.errorOutput)")
    try await sample.repository.merge()
    try await sample.repository.removeBranch()
    #expect(try await sample.text("clusters/a/apps.yaml") == wired)
    #expect(try await sample.text("apps/map.yaml").contains("more: \"1\""))
    #expect(try await preview("apps", sample.repository).contains("zone: nyc3"))

    try await sample.template.commit("Mend it") {
      try $0.replace("- extra.yaml\n", with: "", in: "apps/kustomization.yaml")
    }
    _ = try await sample.sync()
    #expect(try await sample.text("clusters/a/apps.yaml") == wired)
  }

  @Test("a reviewer sees what Flux would do otherwise")
  func difference() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    let result = try await Bot.run([
      "preview", "manifests/sources", "--repository", remote.url, "--output", "diff",
    ])
    #expect(result.status == 0, "\(result.errorOutput)")
    let lines = result.output.split(separator: "\n")
    let (old, new) = (lines.filter { $0.hasPrefix("-  ") }, lines.filter { $0.hasPrefix("+  ") })
    #expect(old.count == 1 && old[0].contains("example.com"), "\(result.output)")
    #expect(new.count == 1 && new[0].contains("acme.io"), "\(result.output)")
  }

  @Test("with wiring none, manifests stay as their authors wrote them")
  func none() async throws {
    let remote = try await Remote.unwired()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    let text = try await remote.text(
      "manifests/applications/mattermost/helmrelease.yaml", in: "gitops-bot/sync")
    #expect(text.contains("\"${infraConfig.resourceProfiles.medium}\""))
    #expect(text.contains("targetPath: infraConfig"))
  }
}

extension String {
  /// The comma-separated words behind `marker`.
  fileprivate func components(after marker: String) -> [String] {
    guard let range = firstRange(of: marker) else { return [] }
    return self[range.upperBound...].split(whereSeparator: { $0 == "," || $0.isWhitespace })
      .map(String.init)
  }
}

extension WorkingCopy {
  /// Adds a ConfigMap to the notifications.
  fileprivate func addOwnConfigMap(size: String) throws {
    try write(
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: own\n  namespace: notifications\n"
        + "data:\n  size: \"\(size)\"\n",
      to: "manifests/infrastructure/notifications/own.yaml")
    try replace(
      "resources:\n", with: "resources:\n  - own.yaml\n",
      in: "manifests/infrastructure/notifications/kustomization.yaml")
  }
}
