import Foundation
import TestSupport
import Testing

/// The forms of what `preview` prints, and what it says of changes.
@Suite struct PreviewFormsTests {
  /// A checkout whose files differ from its last commit.
  private func changed() async throws -> WorkingCopy {
    let copy = try await PreviewSample.copy([
      "apps/web/old.yaml": PreviewSample.configMap("old", "x"),
      "apps/web/held.yaml": PreviewSample.configMap("held", "x").replacing(
        "namespace: default }",
        with: "namespace: default, annotations: { kustomize.toolkit.fluxcd.io/prune: disabled } }"),
      "apps/web/secret.yaml":
        "apiVersion: v1\nkind: Secret\nmetadata: { name: login, namespace: default }\n"
        + "stringData: { password: old-s3cret }\n",
      "clusters/b/broken.yaml": PreviewSample.kustomization("gone", "./apps/still"),
    ])
    try copy.replace("${COLOR}", with: "dark${COLOR}", in: "apps/web/map.yaml")
    try copy.replace("old-s3cret", with: "new-s3cret", in: "apps/web/secret.yaml")
    try copy.write(PreviewSample.configMap("new", "@team"), to: "apps/web/new.yaml")
    for name in ["apps/web/old.yaml", "apps/web/held.yaml", "clusters/b/broken.yaml"] {
      try copy.remove(name)
    }
    return copy
  }

  private func preview(_ copy: WorkingCopy, _ arguments: String...) async throws -> String {
    let result = try await Bot.run(["preview"] + arguments, in: copy.path)
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    #expect(!(result.output + result.errorOutput).contains("s3cret"), "\(result.output)")
    return result.output
  }

  @Test("a diff says of each object whether it is created, changed, deleted or left alone")
  func difference() async throws {
    let copy = try await changed()
    let patch = try await preview(copy, "apps/web", "--base", "HEAD", "--cluster", "clusters/a")
    for line in [
      "# created: ConfigMap default/new", "# changed: ConfigMap default/web",
      "# changed: Secret default/login", "# deleted: ConfigMap default/old",
      "# no longer applied, and left in the cluster: ConfigMap default/held",
      "-  value: blue", "+  value: darkblue", "-  password: …", "+  password: …",
      "+++ b/clusters/a/flux-system/web/ConfigMap.default.web.yaml",
    ] {
      #expect(patch.split(separator: "\n").contains { $0 == line }, "\(line): \(patch)")
    }
    #expect(try await preview(copy, "apps/web", "--output", "diff").contains("+  value: darkred"))
    let gone = try await preview(copy, "--all", "--base", "HEAD", "--cluster", "clusters/b")
    #expect(
      gone.contains(
        "# Kustomization flux-system/gone of cluster clusters/b (clusters/b/broken.yaml:1) is deleted"
      ))
    #expect(gone.contains("# deleted: ConfigMap default/still"))
    #expect(gone.contains("# deleted: Kustomization flux-system/gone"))
  }

  @Test("a cluster whose folder is renamed keeps its objects, and is not deleted and made anew")
  func renamedCluster() async throws {
    let copy = try await PreviewSample.copy()
    try copy.move("clusters/a", to: "clusters/c")
    try copy.replace("./clusters/a", with: "./clusters/c", in: "clusters/c/gotk-sync.yaml")
    try copy.replace("COLOR: blue", with: "COLOR: green", in: "clusters/c/web.yaml")
    let patch = try await preview(copy, "apps/web", "--base", "HEAD")
    #expect(patch.contains("-  value: blue\n+  value: green"), "\(patch)")
    #expect(!patch.contains("# deleted") && !patch.contains("# created"))
  }

  private struct Shown: Decodable {
    struct Object: Decodable {
      let apiVersion: String
      let kind: String
      let namespace: String?
      let name: String
      let file: String?
      let line: Int?
      let change: String?
    }
    struct Kustomization: Decodable {
      let cluster: String
      let namespace: String
      let name: String
      let path: String
      let folder: String?
      let file: String?
      let line: Int?
      let problem: String?
      let suspended: Bool
      let objects: [Object]
    }
    struct Failure: Decodable {
      let message: String
      let file: String?
    }
    let source: String
    let base: String?
    let kustomizations: [Kustomization]
    let failures: [Failure]
  }

  @Test("a program learns from JSON which Kustomization applies which object of which file")
  func json() async throws {
    let copy = try await changed()
    let result = try await preview(
      copy, "--all", "--cluster", "clusters/a", "--base", "HEAD", "--output", "json")
    let shown = try JSONDecoder().decode(Shown.self, from: Data(result.utf8))
    let web = try #require(shown.kustomizations.first { $0.name == "web" })
    #expect(web.cluster == "clusters/a" && web.namespace == "flux-system" && !web.suspended)
    #expect(web.path == "./apps/web" && web.folder == "apps/web" && web.problem == nil)
    #expect(web.file == "clusters/a/web.yaml" && web.line == 1)
    let changes = Dictionary(uniqueKeysWithValues: web.objects.map { ($0.name, $0.change) })
    #expect(
      changes == [
        "new": "created", "web": "changed", "login": "changed", "old": "deleted", "held": "kept",
      ])
    let object = try #require(web.objects.first { $0.name == "web" })
    #expect(
      object.apiVersion == "v1" && object.kind == "ConfigMap" && object.namespace == "default")
    #expect(object.file == "apps/web/map.yaml" && object.line == 1)
    let root = try #require(shown.kustomizations.first { $0.name == "flux-system" })
    #expect(root.objects.allSatisfy { $0.change == "unchanged" })
  }

  @Test("a program learns from JSON what fails, and gets the rest")
  func failingJSON() async throws {
    let copy = try await PreviewSample.copy()
    let result = try await Bot.run(["preview", "--all", "--output", "json"], in: copy.path)
    #expect(result.status == 1)
    let shown = try JSONDecoder().decode(Shown.self, from: Data(result.output.utf8))
    #expect(shown.failures.map(\.file) == ["apps/broken/kustomization.yaml"])
    let broken = try #require(shown.kustomizations.first { $0.name == "broken" })
    #expect(broken.problem?.contains("missing.yaml") == true && broken.objects.isEmpty)
    #expect(shown.kustomizations.first { $0.name == "still" }?.suspended == true)
    #expect(shown.kustomizations.contains { $0.name == "web" && $0.objects.count == 1 })
  }

  @Test("a comment shows what changes folded, mentions nobody, and says what did not fit")
  func markdown() async throws {
    let copy = try await changed()
    let text = try await preview(copy, "--all", "--base", "HEAD", "--output", "markdown")
    #expect(text.contains("### What changes in the cluster"))
    #expect(text.contains("<details><summary>created: ConfigMap default/new</summary>"))
    #expect(text.contains("```diff") && text.contains("+  value: darkblue"))
    #expect(!text.contains("@team") && text.contains("team"))

    for number in 0..<200 {
      let long = (0..<100).map { "  key\($0): text-\(number)" }.joined(separator: "\n")
      try copy.write(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: map\(number), namespace: default }\n"
          + "data:\n\(long)\n", to: "apps/web/map\(number).yaml")
    }
    let bounded = try await preview(copy, "--all", "--base", "HEAD", "--output", "markdown")
    #expect(bounded.utf8.count <= 60_000 && bounded.contains("which did not fit"))
  }

  @Test("no value of a Secret stands in what is said of a failing build")
  func secretInError() async throws {
    let copy = try await PreviewSample.copy([
      "apps/broken/kustomization.yaml":
        "secretGenerator:\n  - name: login\n    literals: [\"hunter2-s3cret\"]\n"
    ])
    let result = try await Bot.run(["preview", "apps/broken"], in: copy.path)
    #expect(result.status == 1)
    #expect(!result.errorOutput.contains("s3cret"), "\(result.errorOutput)")
  }
}
