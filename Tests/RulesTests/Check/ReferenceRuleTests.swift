import Findings
import Testing

@Suite struct ReferenceRuleTests {
  typealias Sample = ClusterSample

  @Test("a cluster with nothing wrong has no findings")
  func nothing() {
    #expect(Sample.findings([:]) == [])
  }

  @Test("a source that nobody applies is found at its name, before Flux waits for it in vain")
  func sources() {
    let misspelt = Sample.kustomization("more", "./apps").replacing(
      "GitRepository, name: flux-system", with: "GitRepository, name: flux-sytem")
    #expect(
      Sample.findings(["clusters/a/more.yaml": misspelt]) == [
        "error source-missing clusters/a/more.yaml:6:43"
      ])
    let chart = Sample.release("web").replacing("name: charts", with: "name: chart-museum")
    #expect(
      Sample.findings(["apps/release.yaml": chart]) == [
        "error source-missing apps/release.yaml:5:73"
      ])
    #expect(Sample.findings(["apps/release.yaml": Sample.release("web")]) == [])
    let elsewhere = Sample.release("web").replacing(", namespace: flux-system", with: "")
    #expect(
      Sample.all(["apps/release.yaml": elsewhere]).map(\.remedy) == [
        "write namespace: flux-system"
      ])
    let own = Sample.release("web").replacing(
      "sourceRef: { kind: HelmRepository, name: charts, namespace: flux-system }",
      with: "version: 1.0.0")
    #expect(
      Sample.findings(["apps/release.yaml": own]) == [
        "error source-missing apps/release.yaml:5:27"
      ])
  }

  @Test(
    "where a part of the cluster is not followed, what is missing may be there, and is no error")
  func unfollowed() {
    let other = """
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: OCIRepository
      metadata: { name: other, namespace: flux-system }
      spec: { url: "oci://registry.example.com/other" }
      ---

      """
    let remote = Sample.kustomization("other", "./deploy").replacing(
      "GitRepository, name: flux-system", with: "OCIRepository, name: other")
    let chart = Sample.release("web").replacing("name: charts", with: "name: museum")
    #expect(
      Sample.findings(["clusters/a/other.yaml": other + remote, "apps/release.yaml": chart]) == [
        "note source-missing apps/release.yaml:5:73",
        "note not-followed clusters/a/other.yaml:11:14",
      ])
  }

  @Test("a path that is not in its source is found at the path")
  func path() {
    let wrong = Sample.kustomization("more", "./app")
    #expect(
      Sample.findings(["clusters/a/more.yaml": wrong]) == [
        "error broken-reference clusters/a/more.yaml:5:9"
      ])
    let same = Sample.kustomization("more", "./more/../apps/sub")
    #expect(
      Sample.findings([
        "clusters/a/more.yaml": same, "apps/sub/kustomization.yaml": "resources: []\n",
      ]) == [])
  }

  @Test("variables from what nobody applies are an error where the name is a slip of the pen")
  func variables() {
    func apps(_ name: String) -> [String: String] {
      let source = "  postBuild: { substituteFrom: [{ kind: ConfigMap, name: \(name) }] }\n"
      return ["clusters/a/apps.yaml": Sample.kustomization("apps", "./apps", source)]
    }
    let place = "clusters/a/apps.yaml:7:58"
    #expect(Sample.findings(apps("cluster-vrs")) == ["error variables-missing \(place)"])
    #expect(Sample.all(apps("cluster-vrs")).map(\.remedy) == ["did you mean cluster-vars?"])
    #expect(Sample.findings(apps("made-by-hand")) == ["note variables-missing \(place)"])
    #expect(Sample.findings(apps("cluster-vars-2")) == ["note variables-missing \(place)"])
    // Without any variable Flux substitutes nothing.
    #expect(Sample.findings(apps("cluster-vrs, optional: true")) == [])
  }

  @Test("what waits for something that is nowhere, or for itself, is never applied")
  func dependencies() {
    func more(_ name: String, needs: String) -> String {
      Sample.kustomization(name, "./apps/\(name)", "  dependsOn: [{ name: \(needs) }]\n")
    }
    let empty = [
      "apps/kustomization.yaml": "resources: [web.yaml]\n",
      "apps/x/kustomization.yaml": "resources: []\n",
      "apps/y/kustomization.yaml": "resources: []\n",
      "apps/charts.yaml": "",
    ]
    #expect(
      Sample.findings(empty.merging(["clusters/a/x.yaml": more("x", needs: "cert-manager")]) { $1 })
        == ["error dependency-missing clusters/a/x.yaml:7:23"])
    let cycle = [
      "clusters/a/x.yaml": more("x", needs: "y"), "clusters/a/y.yaml": more("y", needs: "x"),
    ]
    #expect(
      Sample.findings(empty.merging(cycle) { $1 }) == [
        "error dependency-cycle clusters/a/x.yaml:7:23"
      ])
    let chain = [
      "clusters/a/x.yaml": more("x", needs: "y"), "clusters/a/y.yaml": more("y", needs: "apps"),
    ]
    #expect(Sample.findings(empty.merging(chain) { $1 }) == [])
    let root = ["clusters/a/x.yaml": more("x", needs: "flux-system")]
    #expect(Sample.findings(empty.merging(root) { $1 }) == [])
  }

  @Test("a health check of an object that nobody applies never passes")
  func healthChecks() {
    func apps(_ check: String) -> String {
      Sample.kustomization(
        "apps", "./apps",
        "  postBuild: { substituteFrom: [{ kind: ConfigMap, name: cluster-vars }] }\n"
          + "  healthChecks: [{ \(check) }]\n")
    }
    let check = "apiVersion: apps/v1, kind: Deployment, name: shop, namespace: default"
    #expect(
      Sample.findings(["clusters/a/apps.yaml": apps(check)]) == [
        "error health-check-missing clusters/a/apps.yaml:8:65"
      ])
    // A release in the namespace may make it; one of its name does.
    #expect(
      Sample.findings(["clusters/a/apps.yaml": apps(check), "apps/r.yaml": Sample.release("other")])
        == ["note health-check-missing clusters/a/apps.yaml:8:65"])
    #expect(
      Sample.findings(["clusters/a/apps.yaml": apps(check), "apps/r.yaml": Sample.release("shop")])
        == [])
    let slip = check.replacing("shop", with: "shopp")
    #expect(
      Sample.findings(["clusters/a/apps.yaml": apps(slip), "apps/r.yaml": Sample.release("shop")])
        == ["note health-check-missing clusters/a/apps.yaml:8:65"])
    let own = "apiVersion: v1, kind: ConfigMap, name: web, namespace: default"
    #expect(Sample.findings(["clusters/a/apps.yaml": apps(own)]) == [])
  }

  @Test("values of a release that are not where it looks keep it from being installed")
  func valuesFrom() {
    func release(_ entry: String) -> [String: String] {
      ["apps/release.yaml": Sample.release("web", "  valuesFrom: [{ \(entry) }]\n")]
    }
    #expect(
      Sample.findings(release("kind: ConfigMap, name: web, valuesKey: hots")) == [
        "error configmap-key apps/release.yaml:6:57"
      ])
    #expect(Sample.findings(release("kind: ConfigMap, name: web, valuesKey: host")) == [])
    #expect(
      Sample.findings(release("kind: ConfigMap, name: wbe0, valuesKey: host")) == [
        "note values-from-missing apps/release.yaml:6:41"
      ])
    let other = ["apps/other.yaml": Sample.configMap("web-values", "default")]
    #expect(
      Sample.findings(
        release("kind: ConfigMap, name: web-valeus, valuesKey: a").merging(other) { $1 }) == [
          "error values-from-missing apps/release.yaml:6:41"
        ])
    #expect(
      Sample.findings(release("kind: Secret, name: by-hand, optional: true")) == [])
  }
}
