import Flux
import FluxTestSupport
import Testing

@testable import YAML

@Suite struct KustomizeBuildTests {
  private static func paths(
    _ folder: String, _ files: [String: String], components: [String] = []
  ) -> [String] {
    KustomizeBuild(of: folder, components: components, in: MemoryTree(files)).files.map(\.path)
  }

  @Test func everyListThatKustomizeReadsIsFollowed() {
    let build = KustomizeBuild(
      of: "app",
      in: MemoryTree([
        "app/kustomization.yaml": """
        namespace: demo
        resources: [a.yaml, ../base/, https://example.com/x.yaml, gone.yaml]
        bases:
          - ../old
        components: ["./extra"]
        patches:
          - path: p.yaml
            target: { kind: Deployment, name: web }
          - patch: "- op: remove"
        patchesStrategicMerge: [s.yaml, "kind: X"]
        patchesJson6902:
          - { path: j.yaml, target: { kind: Service, name: s, version: v1 } }
        configMapGenerator:
          - name: files
            files: [c.conf, key=d.conf]
        secretGenerator:
          - name: secrets
            envs: [e.env]
        """, "app/a.yaml": "kind: A", "app/p.yaml": "", "app/s.yaml": "", "app/j.yaml": "",
        "app/c.conf": "", "app/d.conf": "", "app/e.env": "",
        "base/kustomization.yml": "resources: [b.yaml]",
        "base/b.yaml": "kind: B", "old/Kustomization": "resources: [o.yaml]", "old/o.yaml": "",
        "app/extra/kustomization.yaml": "kind: Component\nresources: [x.yaml]",
        "app/extra/x.yaml": "",
      ]))
    let resources = build.files.filter { $0.role == .resource }.map(\.path)
    #expect(resources == ["app/a.yaml", "base/b.yaml", "old/o.yaml", "app/extra/x.yaml"])
    #expect(build.kustomizationFiles.count == 4)
    let patches = build.files.filter { if case .patch = $0.role { true } else { false } }
    #expect(Set(patches.map(\.path)) == ["app/p.yaml", "app/s.yaml", "app/j.yaml"])
    #expect(
      build.files.contains {
        $0.path == "app/d.conf" && $0.role == .generated(kind: "ConfigMap", name: "files")
      })
    #expect(build.files.contains { $0.role == .generated(kind: "Secret", name: "secrets") })
    #expect(build.remotes.map(\.text) == ["https://example.com/x.yaml"])
    #expect(build.missing.map(\.text) == ["gone.yaml"])
    #expect(build.missing.first?.position == TextPosition(line: 2, column: 59))
    #expect(build.namespaces == ["app/kustomization.yaml": "demo"])
  }

  @Test func aFolderThatLeadsBackToItselfIsReadOnce() {
    let files = [
      "a/kustomization.yaml": "resources: [../b, x.yaml]", "a/x.yaml": "",
      "b/kustomization.yaml": "resources: [../a]",
    ]
    #expect(Self.paths("a", files) == ["a/kustomization.yaml", "b/kustomization.yaml", "a/x.yaml"])
  }

  @Test func aPathOutOfTheRepositoryIsNotFollowed() {
    let tree = MemoryTree(["a/kustomization.yaml": "resources: [../../etc/passwd]"])
    #expect(KustomizeBuild(of: "a", in: tree).missing.map(\.text) == ["../../etc/passwd"])
  }

  @Test func aGeneratorThatTakesAFileFromAnotherHostMissesNothing() {
    let text = "configMapGenerator: [{ name: d, files: [d.json=https://example.org/d.json, x] }]"
    let build = KustomizeBuild(of: "a", in: MemoryTree(["a/kustomization.yaml": text]))
    #expect(build.missing.map(\.text) == ["x"])
    #expect(build.remotes.map(\.text) == ["https://example.org/d.json"])
  }

  @Test func withoutAKustomizationFileFluxTakesAllManifestsBelow() {
    let files = [
      "c/a.yaml": "", "c/n.txt": "", "c/deep/b.yml": "", "c/.sops.yaml": "", "c/skip/d.yaml": "",
      "c/own/kustomization.yaml": "resources: [k.yaml]", "c/own/k.yaml": "",
      "c/own/unused.yaml": "",
      ".sourceignore": "# comment\n/c/skip/\n",
    ]
    #expect(
      Self.paths("c", files)
        == ["c/a.yaml", "c/deep/b.yml", "c/own/kustomization.yaml", "c/own/k.yaml"])
    #expect(KustomizeBuild(of: "c", in: MemoryTree(files)).isGenerated)
  }

  @Test(arguments: [
    ("*.yaml", ["a.yaml", "b.yml"], ["b.yml"]), ("/*\n!/b.yml", ["a.yaml", "b.yml"], ["b.yml"]),
    ("**/x/**", ["p/x/a.yaml", "p/b.yaml"], ["p/b.yaml"]),
    ("x/", ["x/a.yaml", "b.yaml"], ["b.yaml"]),
    ("a?.yaml", ["ab.yaml", "a.yaml"], ["a.yaml"]),
    ("p/*.yaml", ["p/a.yaml", "a.yaml"], ["a.yaml"]),
  ])
  func ignoredFilesAreNotTaken(pattern: String, files: [String], left: [String]) {
    var tree = Dictionary(uniqueKeysWithValues: files.map { ($0, "") })
    tree[".sourceignore"] = pattern
    #expect(Self.paths("", tree) == left)
  }
}
