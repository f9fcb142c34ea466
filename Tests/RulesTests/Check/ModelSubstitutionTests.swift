import Findings
import Testing

@Suite struct ModelSubstitutionTests {
  typealias Sample = ClusterSample

  @Test("variables that a parent's patch or an alias provides are there")
  func provided() {
    let patched = Sample.kustomization(
      "apps", "./apps",
      """
        patches:
          - target: { kind: Kustomization }
            patch: |
              apiVersion: kustomize.toolkit.fluxcd.io/v1
              kind: Kustomization
              metadata: { name: _ }
              spec: { postBuild: { substituteFrom: [{ kind: ConfigMap, name: cluster-vars }] } }

      """)
    let child = Sample.kustomization(
      "child", "./child", "  postBuild: { substitute: { APP: *app } }\n"
    )
    .replacing("name: child", with: "name: &app child")
    let files = [
      "clusters/a/apps.yaml": patched, "apps/web.yaml": child,
      "child/x.yaml": Sample.configMap("'${APP}'", "default", "{ a: '${APP}.${DOMAIN}' }"),
    ]
    #expect(Sample.findings(files) == [])
    let unknown = ["child/x.yaml": Sample.configMap("x", "default", "{ a: '${APP}.${DOMIAN}' }")]
    #expect(
      Sample.findings(files.merging(unknown) { $1 }) == [
        "error substitution-unresolved child/x.yaml:4:20"
      ])
  }

  @Test(
    "a variable that is not set is named with the Kustomization, the cluster and what was looked through"
  )
  func message() {
    let found = Sample.all(["apps/web.yaml": Sample.configMap("web", "default", "{ a: '${NONE}' }")]
    )
    #expect(
      found.map(\.message) == [
        "the Flux Kustomization flux-system/apps of clusters/a has no variable NONE: it is not in "
          + "ConfigMap cluster-vars"
      ])
  }

  @Test("what stands in a patch, behind a generator or in a key is found at its own line")
  func places() {
    let kustomization = """
      resources: [charts.yaml, web.yaml]
      configMapGenerator:
        - { name: g, files: [run.sh] }
      patches:
        - target: { kind: ConfigMap, name: web }
          patch: |
            - op: add
              path: /data/more
              value: "${PATCHED}"

      """
    #expect(
      Sample.findings([
        "apps/kustomization.yaml": kustomization, "apps/run.sh": "#!/bin/sh\necho ${HOME}\n",
        "apps/web.yaml": Sample.configMap("web", "default", "{ '${KEY}': a }"),
      ]) == [
        "error substitution-unresolved apps/kustomization.yaml:9:17",
        "error substitution-unresolved apps/run.sh:2:6",
        "error substitution-unresolved apps/web.yaml:4:10",
      ])
  }

  @Test("variables of an encrypted Secret are neither missing nor empty")
  func encrypted() {
    let secret =
      "apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: flux-system }\n"
      + "stringData: { TOKEN: 'ENC[AES256_GCM,data:x]' }\nsops: { mac: 'ENC[AES256_GCM,data:x]' }\n"
    let apps = Sample.kustomization(
      "apps", "./apps",
      "  decryption: { provider: sops }\n"
        + "  postBuild: { substituteFrom: [{ kind: Secret, name: s }] }\n")
    let files = ["apps/s.yaml": secret, "clusters/a/apps.yaml": apps]
    let known = Sample.configMap("web", "default", "{ a: \"${TOKEN}\" }")
    #expect(Sample.findings(files.merging(["apps/web.yaml": known]) { $1 }) == [])
    let unset = Sample.configMap("web", "default", "{ a: \"${TOKENS}\" }")
    #expect(
      Sample.findings(files.merging(["apps/web.yaml": unset]) { $1 }) == [
        "error substitution-unresolved apps/web.yaml:4:13"
      ])
  }

  @Test("what nothing applies, and what is applied without variables, may hold any shell")
  func unapplied() {
    let script = Sample.configMap("x", "default", "{ a: 'echo ${HOME}' }")
    #expect(Sample.findings(["docs/x.yaml": script]) == [])
    #expect(
      Sample.findings([
        "clusters/a/more.yaml": Sample.kustomization("more", "./more"), "more/x.yaml": script,
      ]) == [])
  }

  @Test("a name of a variable that Flux refuses is told where it comes from, not in each object")
  func unfit() {
    let files = [
      "clusters/a/vars.yaml": Sample.configMap(
        "cluster-vars", "flux-system", "{ DOMAIN: a, values.yaml: b }")
    ]
    #expect(Sample.findings(files) == ["error configmap-key clusters/a/apps.yaml:7:33"])
  }
}
