import Testing

@Suite struct BuildRuleTests {
  typealias Sample = ClusterSample

  @Test("what keeps a folder from being built is told once, at its file, for all who build it")
  func failed() {
    let base = [
      "base/kustomization.yaml": "resources: [x.yaml, x.yaml]\n",
      "base/x.yaml": Sample.configMap("x", "default"),
      "clusters/a/one.yaml": Sample.kustomization("one", "./one"),
      "clusters/a/two.yaml": Sample.kustomization("two", "./two"),
      "one/kustomization.yaml": "resources: [../base]\n",
      "two/kustomization.yaml": "resources: [../base]\n",
    ]
    let found = Sample.findings(base)
    #expect(
      found.count == 1 && found.first?.hasPrefix("error build-failed base/") == true, "\(found)")
  }

  @Test("an entry that leads nowhere hides nothing else that is wrong in the folder")
  func mended() {
    let files = [
      "apps/kustomization.yaml": "resources: [charts.yaml, gone.yaml, x.yaml, ../gone]\n"
        + "components: [../none]\n",
      "apps/x.yaml": Sample.configMap("x", "default", "{ a: '${NONE}' }"),
    ]
    #expect(
      Sample.findings(files.merging(["apps/web.yaml": ""]) { $1 }) == [
        "error broken-reference apps/kustomization.yaml:1:26",
        "error broken-reference apps/kustomization.yaml:1:45",
        "error broken-reference apps/kustomization.yaml:2:14",
        "error substitution-unresolved apps/x.yaml:4:13",
      ])
  }

  @Test("an entry that leads nowhere in what no cluster builds is a warning")
  func unbuilt() {
    #expect(
      Sample.findings(["archive/kustomization.yaml": "resources: [gone.yaml]\n"]) == [
        "warning broken-reference archive/kustomization.yaml:1:13"
      ])
  }

  @Test("what is not followed is named once, and nothing that depends on it is called wrong")
  func notFollowed() {
    let set =
      "apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSet\n"
      + "metadata: { name: tenants, namespace: flux-system }\nspec: {}\n"
    let needs = Sample.kustomization("x", "./x", "  dependsOn: [{ name: tenant-one }]\n")
    #expect(
      Sample.findings([
        "apps/set.yaml": set, "clusters/a/x.yaml": needs,
        "x/kustomization.yaml": "resources: [https://example.com/x.yaml]\n",
      ]) == [
        "note not-followed apps/set.yaml:1:1", "note dependency-missing clusters/a/x.yaml:7:23",
        "note not-followed x/kustomization.yaml:1:13",
      ])
  }

  @Test("a manifest beside a kustomization that nothing reads is found")
  func unlisted() {
    let listed = ["apps/kustomization.yaml": "resources: [charts.yaml, web.yaml]\n"]
    func found(_ files: [String: String]) -> [String] {
      Sample.findings(listed.merging(files) { $1 })
    }
    let object = Sample.configMap("x", "default")
    #expect(found(["apps/x.yaml": object]) == ["warning manifest-unlisted apps/x.yaml:1:1"])
    // A comment leaves it out on purpose, a script applies it, and what is no manifest is no mistake.
    #expect(
      found([
        "apps/x.yaml": object,
        "apps/kustomization.yaml": "resources: [charts.yaml, web.yaml]\n# - x.yaml\n",
      ]) == [])
    #expect(found(["apps/x.yaml": object, "up.sh": "kubectl apply -f apps/x.yaml\n"]) == [])
    #expect(found(["apps/x.yaml": "replicas: 3\n"]) == [])
    #expect(found(["apps/sub/x.yaml": object]) == [])
    #expect(
      found([
        "apps/kustomization.yaml": "resources: [charts.yaml, web.yaml]\n"
          + "configMapGenerator: [{ name: g, files: [key=x.yaml] }]\n",
        "apps/x.yaml": object,
      ]) == [])
  }

  @Test(
    "a patch whose target matches nothing in any build is found; one that matches in one is right")
  func patches() {
    let patch =
      "{ target: { kind: Deployment }, patch: '[{\"op\": \"remove\", \"path\": \"/spec\"}]' }"
    let deployment =
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d, namespace: default }\nspec: {}\n"
    let component = [
      "part/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
        + "patches:\n  - \(patch)\n",
      "clusters/a/one.yaml": Sample.kustomization("one", "./one"),
      "one/kustomization.yaml": "resources: [x.yaml]\ncomponents: [../part]\n",
      "one/x.yaml": Sample.configMap("x", "default"),
    ]
    #expect(
      Sample.findings(component) == ["warning patch-unmatched part/kustomization.yaml:4:15"])
    let two = [
      "clusters/a/two.yaml": Sample.kustomization("two", "./two"),
      "two/kustomization.yaml": "resources: [d.yaml]\ncomponents: [../part]\n",
      "two/d.yaml": deployment,
    ]
    #expect(Sample.findings(component.merging(two) { $1 }) == [])
    let flux = Sample.kustomization("one", "./one", "  patches:\n    - \(patch)\n")
    #expect(
      Sample.findings([
        "clusters/a/one.yaml": flux, "one/x.yaml": Sample.configMap("x", "default"),
      ]) == ["warning patch-unmatched clusters/a/one.yaml:8:17"])
  }
}
