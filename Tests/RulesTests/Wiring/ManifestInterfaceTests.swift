import Testing

@testable import Rules

@Suite struct ManifestInterfaceTests {
  private static let deployment = """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: chat
      namespace: apps
    spec:
      replicas: 1 # one is enough
      template:
        spec:
          containers:
            - image: chat:1.0
              envFrom:
                - configMapRef:
                    name: settings
              env:
                - name: REGION
                  value: "${infraConfig_cluster_region}"

    """

  private func interface(
    _ text: String, path: String = "apps/chat.yaml"
  ) -> ManifestInterface? {
    ManifestInterface(of: Array(text.utf8), path: path)
  }

  private func edited(_ old: String, _ new: String) throws -> ManifestInterface? {
    #expect(Self.deployment.contains(old))
    return interface(Self.deployment.replacing(old, with: new))
  }

  @Test(
    "what others do not see of a manifest is not in its interface",
    arguments: [
      ("replicas: 1", "replicas: 3"), ("chat:1.0", "chat:1.1"), ("one is enough", "two are more"),
      ("# one is enough", ""), ("spec:\n  replicas", "spec:\n  paused: true\n  replicas"),
      ("  namespace: apps", "  labels: { a: b }\n  namespace: apps"),
    ])
  func same(_ old: String, _ new: String) throws {
    let before = try #require(interface(Self.deployment))
    #expect(before.isLeftAlone)
    #expect(try edited(old, new) == before)
  }

  @Test(
    "whatever Flux or another file could see of a manifest changes its interface",
    arguments: [
      ("apps/v1", "apps/v2"), ("kind: Deployment", "kind: StatefulSet"),
      ("name: chat", "name: talk"), ("namespace: apps", "namespace: others"),
      ("name: settings", "name: other"), ("configMapRef", "secretRef"),
      ("name: settings", "name: settings\n                optional: true"),
      ("cluster_region", "cluster_name"), ("\"${infraConfig_cluster_region}\"", "plain"),
      ("\"${infraConfig_cluster_region}\"", "${infraConfig_cluster_region}"),
      ("\"${infraConfig_cluster_region}\"", "'${infraConfig_cluster_region}'"),
      ("value: \"${", "other: \"${"), ("one is enough", "costs ${much}"),
      ("one is enough", "costs $$"), ("replicas: 1", "replicas: ${REPLICAS:=1}"),
      ("  namespace: apps", "  namespace: apps\n---\nkind: Other"),
    ])
  func different(_ old: String, _ new: String) throws {
    let before = try #require(interface(Self.deployment))
    let after = try #require(try edited(old, new))
    #expect(after != before)
  }

  @Test(
    "of some files the interface cannot be told: they decide how others are read, or are read by them",
    arguments: [
      ("apps/kustomization.yaml", "resources: []\n"), ("apps/kustomization.yml", "a: b\n"),
      ("apps/Kustomization", "a: b\n"), ("apps/.sourceignore", "*.md\n"),
      ("charts/x/Chart.yaml", "name: x\n"), ("apps/x.yaml", "a: [\n"), ("apps/x.json", "{"),
      ("apps/x.yaml", "a: 1\na: 2\n"),
      ("apps/x.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n"),
      ("apps/x.yaml", "apiVersion: v1\nkind: Secret\nmetadata: { name: x }\n"),
      ("apps/x.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"),
      ("apps/x.yaml", "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\n"),
      ("apps/x.yaml", "apiVersion: helm.toolkit.fluxcd.io/v2beta1\nkind: HelmRelease\n"),
      (
        "apps/x.yaml",
        "metadata: { annotations: { kustomize.toolkit.fluxcd.io/substitute: disabled } }\n"
      ),
      ("apps/x.yaml", "a: ENC[AES256_GCM,data:x]\n"),
      ("apps/x.yaml", "a: b\nsops: { mac: x }\n"), ("run.sh", "\techo ${X}: [\n"),
    ])
  func unknown(_ path: String, _ text: String) {
    #expect(interface(text, path: path) == nil)
  }

  @Test("what Flux would take for its own has to be protected; one dollar alone has not")
  func hazards() throws {
    #expect(try #require(try edited("one is enough", "costs $5")).isLeftAlone)
    #expect(try !#require(try edited("one is enough", "${MUCH}")).isLeftAlone)
    #expect(try !#require(try edited("one is enough", "$$")).isLeftAlone)
  }

  @Test("a text that is no manifest is known by its dollars alone")
  func texts() {
    let readme = interface("# Hello\n\tIt costs $5: [\n", path: "README.md")
    #expect(readme != nil)
    #expect(readme == interface("# Good bye\n\tIt cost $5: [\n", path: "README.md"))
    #expect(readme != interface("# Hello\n\tIt costs $$5: [\n", path: "README.md"))
  }
}
