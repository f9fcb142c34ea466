import Flux
import FluxTestSupport
import Testing

@testable import YAML

@Suite struct FluxObjectsTests {
  private static let kustomization = """
    # first
    ---
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: { name: web, namespace: flux-system }
    spec:
      path: "./apps//web/"
      sourceRef: { kind: GitRepository, name: flux-system }
      dependsOn:
        - name: base
          namespace: other
      postBuild:
        substitute: { host: example.com }
        substituteFrom:
          - { kind: ConfigMap, name: vars, optional: true }
    """

  @Test func aKustomizationIsReadWithItsPlaces() throws {
    let objects = FluxObjects(in: MemoryTree(["c/x.yaml": Self.kustomization]))
    let found = try #require(objects.kustomizations.first)
    #expect(found.path == "apps/web")
    #expect(found.pathPosition == TextPosition(line: 7, column: 9))
    #expect(found.source?.name == "flux-system")
    #expect(found.dependsOn.map(\.namespace) == ["other"])
    #expect(found.substitute == ["host": "example.com"])
    #expect(found.substituteFrom.map(\.isOptional) == [true])
    #expect(found.substitutes)
  }

  @Test(arguments: [
    ("./x", "x"), ("x/", "x"), ("x", "x"), ("./", ""), ("", ""), ("/x/./y/../z", "x/z"),
    ("../x", nil), ("a/../../b", nil),
  ])
  func everySpellingOfAPathIsOne(spelling: String, path: String?) throws {
    let text = """
      apiVersion: kustomize.toolkit.fluxcd.io/v1beta2
      kind: Kustomization
      metadata: { name: x }
      spec: { path: "\(spelling)" }
      """
    let objects = FluxObjects(in: MemoryTree(["x.yaml": text]))
    #expect(try #require(objects.kustomizations.first).path == path)
  }

  @Test func otherObjectsAreReadToo() throws {
    let text = """
      apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      metadata: { name: r }
      spec:
        valuesFrom:
          - kind: Secret
            name: s
            targetPath: a.b
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: c, namespace: n }
      data: { a: "1" }
      ---
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      metadata: { name: g }
      spec: { url: "https://example.com/x", ref: { branch: main } }
      """
    let objects = FluxObjects(in: MemoryTree(["x.yaml": text, "broken.yaml": "apiVersion: [\n"]))
    let release = try #require(objects.objects("HelmRelease").first)
    #expect(release.valuesFrom.map(\.key) == ["values.yaml"])
    #expect(release.valuesFrom.map(\.targetPath) == ["a.b"])
    #expect(objects.objects("ConfigMap").map(\.dataKeys) == [["a"]])
    #expect(objects.objects("GitRepository").map(\.origin) == ["https://example.com/x|branch=main"])
    #expect(objects.objects("ConfigMap").map(\.document) == [1])
  }
}
