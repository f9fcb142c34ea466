import Testing

@Suite struct ObjectRuleTests {
  typealias Sample = ClusterSample

  @Test("a namespace that nobody creates is noted once, however many objects are in it")
  func namespaces() {
    let objects = Sample.configMap("x", "shop") + "---\n" + Sample.configMap("y", "shop")
    #expect(
      Sample.findings(["apps/x.yaml": objects]) == ["note namespace-missing apps/x.yaml:3:33"])
    let namespace = "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n"
    #expect(Sample.findings(["apps/x.yaml": objects + namespace]) == [])
    let release =
      "---\n"
      + Sample.release("shop", "  install: { createNamespace: true }\n", namespace: "shop")
    #expect(Sample.findings(["apps/x.yaml": objects + release]) == [])
  }

  @Test("one object that two Kustomizations apply is found, since each undoes what the other did")
  func appliedTwice() {
    func files(_ object: String) -> [String: String] {
      ["clusters/a/more.yaml": Sample.kustomization("more", "./more"), "more/x.yaml": object]
    }
    let place = "more/x.yaml:1:1"
    #expect(
      Sample.findings(files(Sample.configMap("web", "default"))) == ["error applied-twice \(place)"]
    )
    #expect(
      Sample.findings(files(Sample.configMap("web", "default", "{ host: web.example.com }"))) == [
        "warning applied-twice \(place)"
      ])
    #expect(Sample.findings(files(Sample.configMap("web", "kube-system"))) == [])
    let once = Sample.configMap("web", "default").replacing(
      "name: web,",
      with: "name: web, annotations: { kustomize.toolkit.fluxcd.io/ssa: IfNotPresent },")
    #expect(Sample.findings(files(once)) == [])
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n"
    #expect(Sample.findings(files(namespace).merging(["apps/n.yaml": namespace]) { $1 }) == [])
  }

  @Test("a field of spec that stands beside spec is found, since Kubernetes refuses it")
  func misplaced() {
    let release = Sample.release("web") + "values:\n  replicas: 3\n"
    #expect(
      Sample.findings(["apps/release.yaml": release]) == [
        "error field-misplaced apps/release.yaml:6:1"
      ])
    let right = Sample.release("web", "  values: { replicas: 3 }\n") + "status: {}\n"
    #expect(Sample.findings(["apps/release.yaml": right]) == [])
  }

  @Test("an encrypted Secret that nothing decrypts is found, since Flux refuses it")
  func decryption() {
    let secret =
      "apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: default }\n"
      + "stringData: { a: 'ENC[AES256_GCM,data:x]' }\nsops: { mac: 'ENC[AES256_GCM,data:x]' }\n"
    #expect(
      Sample.findings(["apps/s.yaml": secret]) == ["error decryption-missing apps/s.yaml:1:1"])
    let apps = Sample.kustomization(
      "apps", "./apps",
      "  postBuild: { substituteFrom: [{ kind: ConfigMap, name: cluster-vars }] }\n"
        + "  decryption: { provider: sops }\n")
    #expect(Sample.findings(["apps/s.yaml": secret, "clusters/a/apps.yaml": apps]) == [])
  }

  @Test(
    "a variable that is no text is found, also where a variable of the parent makes it one",
    arguments: [
      ("3", true), ("true", true), ("[a]", true), ("\"3\"", false), ("three", false),
      ("${NUMBER}", true), ("${DOMAIN}", false),
    ])
  func substitute(value: String, isWrong: Bool) {
    let child = Sample.kustomization(
      "child", "./child", "  postBuild:\n    substitute:\n      X: \(value)\n")
    let found = Sample.findings([
      "apps/child.yaml": child, "child/x.yaml": Sample.configMap("x", "default"),
      "clusters/a/vars.yaml": Sample.configMap(
        "cluster-vars", "flux-system", "{ DOMAIN: example.com, NUMBER: '3' }"),
    ])
    #expect(found == (isWrong ? ["error substitute-type apps/child.yaml:9:10"] : []))
  }
}
