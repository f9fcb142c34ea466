import TestSupport
import Testing

/// What the commits of a proposal say, and that each of them may be applied by itself.
@Suite struct CommitTests {
  private let chat = "manifests/chat.yaml"

  private func subjects(_ remote: Remote) async throws -> [String] {
    try await git("log", "--reverse", "--format=%s", "main..gitops-bot/sync", in: remote.path)
      .split(separator: "\n").map(String.init)
  }

  /// Runs the bot, expects these subjects, and merges.
  private func expect(_ wanted: [String], _ sample: TemplateSample) async throws {
    let result = try await sample.run()
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    #expect(result.output.contains("\"proposed\""), "\(wanted): \(result.output)")
    #expect(try await subjects(sample.repository) == wanted)
    try await sample.repository.merge(.squash)
    try await sample.repository.removeBranch()
  }

  private func changeDomain(_ sample: TemplateSample, to domain: String) async throws {
    try await sample.repository.commit("Move to \(domain)") {
      try $0.write(
        "{ \"project\": { \"name\": \"acme\", \"domain\": \"\(domain)\" } }\n",
        to: "infrastructure.config.json")
    }
  }

  @Test("a subject says whether a release, values or rules are in the commit")
  func subject() async throws {
    let sample = try await TemplateSample()
    try await expect(["Replace the template's stand-ins"], sample)
    try await sample.template.commit("Release two") {
      try $0.replace("tag: one", with: "tag: two", in: chat)
    }
    let two = try await sample.template.id("main").prefix(12)
    try await expect(["Update to the template's \(two)"], sample)
    try await changeDomain(sample, to: "acme.dev")
    try await expect(["Change project.domain"], sample)
    try await sample.repository.commit("Rule") {
      try $0.replace(
        "{ \"kind\": \"name\"",
        with: "{ \"kind\": \"text\", \"from\": \"Wiki\", \"to\": \"Pages\" },\n"
          + "    { \"kind\": \"name\"", in: "bot.config.json")
    }
    try await expect(["Apply changed rules"], sample)
    try await sample.template.commit("Release three") {
      try $0.replace("tag: two", with: "tag: three", in: chat)
    }
    try await git("tag", "v3.0.0", "main", in: sample.template.path)
    try await sample.name(sample.template, ", \"ref\": \"latest\"")
    try await changeDomain(sample, to: "acme.net")
    try await expect(
      ["Update to the template's v3.0.0, change project.domain and apply changed rules"], sample)

    #expect(try await Bot.run(["undo", sample.repository.url]).status == 0)
    let undone = try await subjects(sample.repository)
    #expect(
      undone == [
        "Go back to the template's \(two), take back project.domain and take back changed rules"
      ]
    )
    #expect(try await Bot.run(["undo", "--all", sample.repository.url]).status == 0)
    #expect(try await subjects(sample.repository) == ["Bring the template's stand-ins back"])
  }

  /// A cluster whose application needs a generated value.
  private static let files = [
    "bot.config.json": """
    {"replacements": [{"kind": "domain", "from": "example.com", "to": "{{project.domain}}"}],
     "configMap": {"name": "infrastructure-config", "namespace": "flux-system",
                   "path": "config/infrastructure-config.yaml"},
     "wiring": "auto"}

    """,
    "infrastructure.config.json": """
    {"project": {"name": "acme", "domain": "acme.io"},
     "environments": [{"name": "production", "cluster": {"nodeSize": "s-2vcpu-4gb", "nodeCount": 3}}]}

    """,
    "clusters/one/apps.yaml": """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: apps
      namespace: flux-system
    spec:
      interval: 10m
      path: ./apps
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system

    """,
    "apps/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [claim.yaml]\n",
    "apps/claim.yaml": """
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      name: data
      namespace: default
      annotations:
        url: https://data.example.com
    spec:
      resources:
        requests:
          storage: "${infraConfig.storage.bulk.size}"

    """,
  ]

  /// Expects that no commit of the proposal refers to a value in a way that Flux does not know, or to one
  /// that it lacks.
  private func expectSound(_ remote: Remote) async throws {
    let commits = try await git("rev-list", "--reverse", "main..gitops-bot/sync", in: remote.path)
    let copy = try await remote.workingCopy()
    for commit in commits.split(separator: "\n").map(String.init) {
      try await git("checkout", "--quiet", commit, in: copy.path)
      let shown = try await Bot.run(["preview", "--all", "--output", "yaml"], in: copy.path)
      #expect(shown.status == 0, "\(shown.errorOutput)")
      #expect(!shown.output.contains("${infraConfig"), "\(shown.output)")
      let check = try await Bot.run(["check"], in: copy.path)
      for code in ["[substitution-", "[reference-", "[variables-missing", "[broken-reference"] {
        #expect(!check.output.contains(code), "\(check.output)")
      }
    }
  }

  @Test(
    "every commit of a proposal is one that Flux can apply: the first run, new values, a release")
  func sound() async throws {
    let template = try await Remote.holding(Self.files)
    let repository = try await Remote.holding(Self.files)
    let sample = TemplateSample(template: template, repository: repository)
    try await repository.commit("Name the template") {
      try $0.replace(
        "{\"replacements\"",
        with: "{\"template\": {\"url\": \"\(template.url)\"},\n \"replacements\"",
        in: "bot.config.json")
    }
    func expectNext(_ wanted: [String]) async throws {
      let result = try await sample.run()
      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      #expect(try await subjects(repository) == wanted)
      try await expectSound(repository)
      try await repository.merge()
      try await repository.removeBranch()
      #expect(try await sample.run().output.contains("\"unchanged\""))
    }
    try await expectNext([
      "Generate the infrastructure ConfigMap", "Replace the template's stand-ins",
    ])

    try await repository.commit("Move and grow") {
      try $0.replace("acme.io", with: "acme.dev", in: "infrastructure.config.json")
      try $0.replace("s-2vcpu-4gb", with: "s-4vcpu-8gb", in: "infrastructure.config.json")
    }
    try await expectNext(["Change project.domain", "Update the infrastructure ConfigMap"])

    // The release needs another value that is there, and the cluster grows.
    try await template.commit("Release two") {
      try $0.write(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: more
          namespace: default
        spec:
          resources:
            requests:
              storage: "${infraConfig.storage.fast.size}"

        """, to: "apps/more.yaml")
      try $0.replace("[claim.yaml]", with: "[claim.yaml, more.yaml]", in: "apps/kustomization.yaml")
    }
    try await repository.commit("Grow") {
      try $0.replace("s-4vcpu-8gb", with: "s-8vcpu-16gb", in: "infrastructure.config.json")
    }
    let two = try await template.id("main").prefix(12)
    try await expectNext([
      "Update to the template's \(two)", "Update the infrastructure ConfigMap",
    ])

    // One that needs a value which is new.
    try await template.commit("Release three") {
      try $0.replace("storage.fast.size", with: "storage.archive.size", in: "apps/more.yaml")
    }
    try await repository.commit("Archive") {
      try $0.replace(
        "{\"project\"",
        with:
          "{\"storage\": {\"archive\": {\"storageClass\": \"slow\", \"size\": \"1Ti\"}},\n \"project\"",
        in: "infrastructure.config.json")
    }
    let three = try await template.id("main").prefix(12)
    try await expectNext([
      "Update to the template's \(three) and update the infrastructure ConfigMap"
    ])
  }
}
