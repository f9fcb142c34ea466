import Foundation
import TestSupport
import Testing

/// What `preview` gives to kubectl, which here is a program that only notes what it is given.
@Suite struct PreviewReachTests {
  /// Notes its start, its variables and the files in its folder, and prints an object.
  private static let recorder = """
    #!/bin/sh
    echo "$@" >>"$(dirname "$0")/started"
    env >"$(dirname "$0")/variables"
    cp -R . "$(dirname "$0")/seen"
    printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: seen\\n'

    """

  private func remote(
    _ files: [String: String], links: [String: String] = [:]
  ) async throws -> Remote {
    let component = files["COMPONENT"].map { "\n  components: [\"\($0)\"]" } ?? ""
    let all = files.filter { $0.key != "COMPONENT" }.merging([
      "bot.config.json": "{ \"replacements\": [] }\n",
      "clusters/one/apps.yaml": """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: { name: apps, namespace: flux-system }
      spec:
        path: ./apps\(component)
        sourceRef: { kind: GitRepository, name: flux-system }

      """,
    ]) { $1 }
    let remote = try await Remote.holding(all)
    guard !links.isEmpty else { return remote }
    try await remote.commit("Link") { copy in
      for (name, target) in links {
        let folder = URL(fileURLWithPath: copy.path + "/" + name).deletingLastPathComponent().path
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
        try copy.link(name, to: target)
      }
    }
    return remote
  }

  /// Runs `preview apps` with the recorder first on the `PATH`.
  private func preview(_ remote: Remote, _ folder: TemporaryFolder) async throws -> ProgramResult {
    try folder.write(Self.recorder, to: "kubectl", executable: true)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return try await Bot.run(
      ["preview", "apps", "--repository", remote.url],
      environment: [
        "PATH": "\(folder.path):\(path)", "GITHUB_TOKEN": "s3cret",
        "HTTPS_PROXY": "http://proxy.test",
        "GIT_SSH_COMMAND": "true", "KUSTOMIZE_PLUGIN_HOME": "/srv/plugins",
      ])
  }

  @Test(
    "a repository cannot have kubectl read other hosts, git or this machine's files",
    arguments: HostileKustomization.all)
  func hostile(_ row: HostileKustomization) async throws {
    let folder = try TemporaryFolder()
    let result = try await preview(try await remote(row.files, links: row.links), folder)

    #expect(result.status == 1, "\(result.output)\(result.errorOutput)")
    #expect(result.output == "")
    #expect(result.errorOutput.contains(row.complaint), "\(result.errorOutput)")
    #expect(
      result.errorOutput.contains(/[\w.\/]+:\d+:\d+/), "it names no place: \(result.errorOutput)")
    #expect(folder.files(in: ".") == ["kubectl"], "\(result.errorOutput)")
  }

  @Test("each spelling of the table stands there once, and there are enough of them")
  func table() {
    let names = HostileKustomization.all.map(\.name)
    #expect(Set(names).count == names.count && names.count >= 120, "\(names.count)")
  }

  /// A folder that uses what kustomize has for files, all of it in the repository.
  private static let sound = [
    "apps/kustomization.yaml": """
    # resources: ["https://host.test/commented.yaml"]
    apiVersion: kustomize.config.k8s.io/v1beta1
    kind: Kustomization
    namespace: a
    resources: &shared
      - ../base/
      - ./.././base2
      - own.yaml
    components: [../part]
    patches:
      - path: ../patches/a.yaml
      - patch: "- { op: add, path: /data/up, value: ../x }"
        target: { kind: ConfigMap, name: own }
    patchesStrategicMerge:
      - |-
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: own }
        data: { url: "https://host.test/x.yaml", number: "1.30" }
    replacements:
      - source: { kind: ConfigMap, name: own, fieldPath: data.url }
        targets: [{ select: { name: a }, fieldPaths: [data.url], options: { create: true } }]
    configMapGenerator:
      - { name: generated, files: ["key=../patches/a.yaml", own.yaml], literals: ["a=https://b"] }
      - { name: variables, envs: [variables.env] }
    generatorOptions: { labels: { a: "1.30" } }
    transformers:
      - labels.yaml
      - "{ apiVersion: builtin, kind: PrefixTransformer, metadata: { name: p }, prefix: x-, fieldSpecs: [{ path: metadata/name }] }"
    images: [{ name: "host.test/image", newTag: "1.30" }]

    """,
    "apps/own.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: own }\ndata: {}\n",
    "apps/variables.env": "GITHUB_TOKEN=\nA=1\n",
    "apps/labels.yaml": """
    apiVersion: builtin
    kind: LabelTransformer
    metadata: { name: l }
    labels: { a: b }
    fieldSpecs: [{ path: metadata/labels, create: true }]

    """,
    "apps/unused.yaml": "resources: [\"https://host.test/x.yaml\"]\n",
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n",
    "base2/Kustomization": "resources: [b.yaml]\n",
    "base2/b.yaml": """
    apiVersion: v1
    kind: Pod
    metadata: { name: b }
    spec: { containers: [{ name: b, image: host.test/image }] }

    """,
    "part/kustomization.yml": """
    apiVersion: kustomize.config.k8s.io/v1alpha1
    kind: Component
    commonAnnotations: { a: "yes" }

    """,
    "patches/a.yaml":
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: \"0x10\" }\n",
    "elsewhere/kustomization.yaml": "resources: [\"https://host.test/x.yaml\"]\n",
  ]

  @Test("what stays in the repository is built as before, and kubectl sees nothing but it")
  func sound() async throws {
    let folder = try TemporaryFolder()
    let remote = try await remote(
      Self.sound, links: ["apps/link.yaml": "own.yaml", "base/link": "/etc/passwd", "all": "apps"])
    let result = try await preview(remote, folder)

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("name: seen"))
    #expect(
      folder.files(in: "seen") == [
        "apps/kustomization.yaml", "apps/labels.yaml", "apps/own.yaml", "apps/variables.env",
        "base/a.yaml", "base/kustomization.yaml", "base2/Kustomization", "base2/b.yaml",
        "part/kustomization.yml", "patches/a.yaml",
      ])
    let original = try TemporaryFolder()
    for (name, text) in Self.sound { try original.write(text, to: name) }
    let kubectl = try await Kubectl()
    let built = try await kubectl.build("apps", in: folder.path("seen"))
    #expect(built == (try await kubectl.build("apps", in: original.path)))
    #expect(built.contains("image: host.test/image:1.30") && built.contains("up: ../x"))
  }

  @Test("kubectl gets none of the variables, proxies and settings of whoever runs preview")
  func variables() async throws {
    let folder = try TemporaryFolder()
    let remote = try await remote(["apps/a.yaml": "kind: A\n"])
    let result = try await preview(remote, folder)
    #expect(result.status == 0, "\(result.errorOutput)")
    let variables = String(decoding: try folder.read("variables"), as: UTF8.self)
    let names = Set(variables.split(separator: "\n").compactMap { $0.split(separator: "=").first })
    // The shell sets the others itself.
    #expect(
      names.subtracting(["PWD", "OLDPWD", "SHLVL", "_"]) == ["PATH", "HOME"], "\(variables)")
    #expect(!variables.contains("HOME=\(ProcessInfo.processInfo.environment["HOME"] ?? "/root")\n"))
  }

  @Test("the components of a Flux Kustomization are built with its folder")
  func components() async throws {
    let folder = try TemporaryFolder()
    let remote = try await remote([
      "apps/a.yaml": "kind: A\n", "COMPONENT": "../part",
      "part/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n",
    ])
    let result = try await preview(remote, folder)
    #expect(result.status == 0, "\(result.errorOutput)")
    let written = String(decoding: try folder.read("seen/apps/kustomization.yaml"), as: UTF8.self)
    #expect(written == #"{"components":["../part"],"resources":["./a.yaml"]}"#)
  }
}
