import Foundation
import TestSupport
import Testing

/// Which Kustomizations `preview` shows, and with which values.
@Suite struct PreviewTests {
  private func preview(
    _ copy: WorkingCopy, _ arguments: String..., status: Int32 = 0
  ) async throws -> ProgramResult {
    let result = try await Bot.run(
      ["preview"] + arguments, in: copy.path, environment: ["PATH": ""])
    #expect(result.status == status, "\(result.output)\(result.errorOutput)")
    return result
  }

  @Test(
    "a folder that several clusters apply is shown with the values of each, without any program")
  func severalClusters() async throws {
    let copy = try await PreviewSample.copy()
    let both = try await preview(copy, "./apps/web/")
    #expect(both.output.contains("value: blue") && both.output.contains("value: red"))
    #expect(
      both.output.contains(
        "# Kustomization flux-system/web of cluster clusters/a (clusters/a/web.yaml:1)\n---\n"))
    #expect(both.errorOutput.contains("read: the working tree of "))

    let one = try await preview(copy, "apps/web", "--cluster", "./clusters/b")
    #expect(!one.output.contains("value: blue") && one.output.contains("value: red"))
    let named = try await preview(
      copy, "--kustomization", "flux-system/web", "--cluster", "clusters/a")
    #expect(named.output.contains("value: blue") && !named.output.contains("value: red"))
  }

  @Test("a name that YAML repeats by an alias is the value of the variable")
  func alias() async throws {
    let text = PreviewSample.kustomization(
      "&app web", "./apps/web", "postBuild: { substitute: { COLOR: *app } }")
    let copy = try await PreviewSample.copy(["clusters/a/web.yaml": text])
    let result = try await preview(copy, "apps/web", "--cluster", "clusters/a")
    #expect(result.output.contains("value: web\n"), "\(result.output)")
  }

  private static let patch = """
    patches:
      - target: { kind: Kustomization, group: kustomize.toolkit.fluxcd.io }
        patch: |
          apiVersion: kustomize.toolkit.fluxcd.io/v1
          kind: Kustomization
          metadata: { name: _ }
          spec: { postBuild: { substituteFrom: [{ kind: ConfigMap, name: vars }] } }
    """

  @Test(
    "variables that a parent's patch or a component gives a child are those of the child",
    arguments: ["spec", "component"])
  func patchedByParent(_ way: String) async throws {
    var files = PreviewSample.bootstrap("a").merging([
      "clusters/a/vars.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: vars, namespace: flux-system }\n"
        + "data: { DOMAIN: example.org }\n",
      "clusters/a/all.yaml": PreviewSample.kustomization(
        "all", "./all", way == "spec" ? Self.patch : ""),
      "all/web/ks.yaml": PreviewSample.kustomization(
        "web", "./all/web/app", "postBuild: { substitute: { APP: web } }"),
      "all/web/app/map.yaml": PreviewSample.configMap("${APP}", "${APP}.${DOMAIN}"),
    ]) { $1 }
    files["all/kustomization.yaml"] =
      "resources: [web/ks.yaml]\n" + (way == "spec" ? "" : "components: [../part]\n")
    files["part/kustomization.yaml"] =
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n" + Self.patch + "\n"
    let copy = try await Remote.holding(files).workingCopy()
    let result = try await preview(copy, "all/web/app")
    #expect(result.output.contains("value: web.example.org"), "\(result.output)")
  }

  @Test("what Flux would fail on is listed last with its place, and hides nothing else")
  func failures() async throws {
    let copy = try await PreviewSample.copy()
    let all = try await preview(copy, "--all", status: 1)
    #expect(all.output.contains("value: blue") && all.output.contains("value: red"))
    #expect(all.output.contains("# suspended:") && all.output.contains("value: here"))
    #expect(!all.output.contains("name: unused"))
    let lines = all.errorOutput.split(separator: "\n")
    #expect(
      lines.contains { $0.hasPrefix("note: ") && $0.contains("flux-system/elsewhere of cluster") })
    let last = try #require(lines.last)
    #expect(last.hasPrefix("error: Kustomization flux-system/broken of cluster clusters/b fails"))
    #expect(last.contains("missing.yaml") && last.contains("apps/broken/kustomization.yaml"))

    let broken = try await preview(copy, "apps/broken", status: 1)
    #expect(broken.output == "" && broken.errorOutput.contains("missing.yaml"))
    // What is asked for by name and cannot be told is no success.
    let elsewhere = try await preview(copy, "--kustomization", "flux-system/elsewhere", status: 1)
    #expect(elsewhere.errorOutput.contains("error: ") && elsewhere.output == "")
  }

  @Test("whoever asks for what is not there learns what is")
  func absent() async throws {
    let copy = try await PreviewSample.copy()
    let path = try await preview(copy, "apps/wep", status: 1)
    #expect(path.errorOutput.contains("did you mean \"apps/web\"? known: apps/broken, apps/still"))
    let unused = try await preview(copy, "apps/unused", status: 1)
    #expect(unused.errorOutput.contains("no cluster applies"), "\(unused.errorOutput)")
    #expect(unused.errorOutput.contains("unused/ks.yaml:1:1"))
    let cluster = try await preview(copy, "--all", "--cluster", "clusters/c", status: 1)
    #expect(cluster.errorOutput.contains("known: clusters/a, clusters/b"))
    let name = try await preview(copy, "--kustomization", "flux-system/wed", status: 1)
    #expect(name.errorOutput.contains("did you mean \"flux-system/web\"?"))
  }

  @Test("a file that was changed, added or ignored in a checkout counts as git status has it")
  func workingTree() async throws {
    let copy = try await PreviewSample.copy()
    try copy.write("*.tmp.yaml\n", to: ".gitignore")
    try copy.write(PreviewSample.configMap("new", "${COLOR}"), to: "apps/web/new.yaml")
    try copy.write(PreviewSample.configMap("ignored", "x"), to: "apps/web/a.tmp.yaml")
    let now = try await preview(copy, "apps/web")
    #expect(now.output.contains("name: new") && !now.output.contains("name: ignored"))
    #expect(now.errorOutput.contains("with 2 changed or new files"))
    let committed = try await preview(copy, "apps/web", "--ref", "HEAD")
    #expect(!committed.output.contains("name: new"))
    #expect(!copy.folder.files(in: "copy/.git").contains { $0.hasSuffix(".lock") })
  }

  @Test("a shallow checkout is enough, and a commit that it lacks is named with the way to it")
  func shallow() async throws {
    let remote = try await Remote.holding(PreviewSample.files)
    try await remote.commit("Change") {
      try $0.replace("${COLOR}", with: "dark${COLOR}", in: "apps/web/map.yaml")
    }
    let folder = try TemporaryFolder()
    try await git("clone", "-q", "--depth", "1", remote.url, folder.path("copy"))
    let result = try await Bot.run(["preview", "apps/web"], in: folder.path("copy"))
    #expect(
      result.status == 0 && result.output.contains("value: darkblue"), "\(result.errorOutput)")
    let base = try await Bot.run(
      ["preview", "apps/web", "--base", "HEAD~1"], in: folder.path("copy"))
    #expect(base.status == 1)
    #expect(base.errorOutput.contains("which is a shallow clone, --base, fetch it first"))
  }

  @Test(
    "a ConfigMap that is missing fails as in Flux; a Secret's values that nobody here knows do not")
  func variables() async throws {
    func web(_ source: String) -> [String: String] {
      [
        "clusters/a/web.yaml": PreviewSample.kustomization(
          "web", "./apps/web", "postBuild: { substituteFrom: [\(source)] }")
      ]
    }
    let missing = try await PreviewSample.copy(web("{ kind: ConfigMap, name: nowhere }"))
    let failed = try await preview(missing, "apps/web", "--cluster", "clusters/a", status: 1)
    #expect(failed.errorOutput.contains("ConfigMap nowhere of namespace flux-system"))
    #expect(failed.errorOutput.contains("clusters/a/web.yaml:1:1") && failed.output == "")

    let encrypted = web("{ kind: Secret, name: hidden }").merging([
      "clusters/a/hidden.yaml": """
      apiVersion: v1
      kind: Secret
      metadata: { name: hidden, namespace: flux-system }
      stringData: { COLOR: "ENC[AES256_GCM,data:c2VjcmV0,type:str]" }
      sops: { mac: "ENC[AES256_GCM,data:bWFj,type:str]", version: 3.9.0 }

      """
    ]) { $1 }
    let copy = try await PreviewSample.copy(encrypted)
    let result = try await preview(copy, "--all", "--cluster", "clusters/a")
    #expect(result.output.contains("value: ${COLOR}"), "\(result.output)")
    #expect(
      result.errorOutput.contains(
        "Secret flux-system/hidden is encrypted, so the values of ${COLOR} are not known"))
    #expect(!(result.output + result.errorOutput).contains("AES256_GCM"))
    #expect(result.output.contains("COLOR: …"))

    let foreign = try await PreviewSample.copy(web("{ kind: Secret, name: made-by-others }"))
    let left = try await preview(foreign, "apps/web", "--cluster", "clusters/a")
    #expect(left.output.contains("value: ${COLOR}"))
    #expect(
      left.errorOutput.contains("Secret flux-system/made-by-others is not in this repository"))
  }

  @Test("an unset variable is an error with its name and place, and empty with --lax")
  func lax() async throws {
    let copy = try await PreviewSample.copy([
      "apps/web/map.yaml": PreviewSample.configMap("web", "${COLOR}${OTHER}")
    ])
    let strict = try await preview(copy, "apps/web", "--cluster", "clusters/a", status: 1)
    #expect(strict.errorOutput.contains("\"OTHER\", apps/web/map.yaml:1:1"))
    let lax = try await preview(copy, "apps/web", "--cluster", "clusters/a", "--lax")
    #expect(lax.output.contains("value: blue"))
  }

  @Test("a URL is read at its branches, tags and commits, by either way to name it")
  func url() async throws {
    let remote = try await Remote.holding(PreviewSample.files)
    let first = try await remote.id("main")
    try await remote.commit("Change", on: "other") {
      try $0.replace("${COLOR}", with: "dark${COLOR}", in: "apps/web/map.yaml")
    }
    for arguments in [
      [remote.url, "apps/web"], ["apps/web", "--repository", remote.url],
      ["apps/web", "--repository", remote.url, "--ref", first],
      ["apps/web", "--repository", remote.url, "--ref", "other~1"],
    ] {
      let result = try await Bot.run(["preview"] + arguments)
      #expect(result.status == 0 && result.output.contains("value: blue"), "\(result.errorOutput)")
    }
    for option in ["--ref", "--branch"] {
      let result = try await Bot.run(["preview", remote.url, "apps/web", option, "other"])
      #expect(result.output.contains("value: darkblue"), "\(result.errorOutput)")
    }
    let unknown = try await Bot.run(["preview", remote.url, "--all", "--ref", "no:where"])
    #expect(unknown.status == 1 && unknown.errorOutput.contains("--ref"), "\(unknown.errorOutput)")
  }
}
