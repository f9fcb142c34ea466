import Foundation
import TestSupport
import Testing

/// What a repository can have `preview` read or start: nothing but its own files.
@Suite struct PreviewReachTests {
  /// Notes its start.
  private static let recorder = """
    #!/bin/sh
    echo "$0 $@" >>"$(dirname "$0")/started"

    """
  private static let programs = ["curl", "git", "helm", "kubectl", "kustomize", "sh", "ssh"]

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

  /// Runs `preview apps` with programs that note their start alone on the `PATH`.
  private func preview(_ remote: Remote, _ folder: TemporaryFolder) async throws -> ProgramResult {
    for name in Self.programs { try folder.write(Self.recorder, to: name, executable: true) }
    return try await Bot.run(
      ["preview", "apps", "--repository", remote.url],
      environment: [
        "PATH": folder.path, "GIT_SSH_COMMAND": "true", "KUSTOMIZE_PLUGIN_HOME": "/srv/plugins",
      ])
  }

  @Test(
    "a repository cannot have other hosts or this machine's files read, or a program started",
    arguments: HostileKustomization.all)
  func hostile(_ row: HostileKustomization) async throws {
    let folder = try TemporaryFolder()
    let result = try await preview(try await remote(row.files, links: row.links), folder)

    if row.isRefused {
      #expect(result.status == 1 && result.output == "", "\(result.output)\(result.errorOutput)")
      #expect(
        result.errorOutput.contains(/, (apps|base|part|clusters)\/[\w.\/]+/),
        "it names no place: \(result.errorOutput)")
    }
    #expect(!(result.output + result.errorOutput).contains("root:"))
    #expect(folder.files(in: ".") == Self.programs.sorted(), "\(result.errorOutput)")
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
    images: [{ name: "host.test/image", newTag: "1.30" }]

    """,
    "apps/own.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: own }\ndata: {}\n",
    "apps/variables.env": "GITHUB_TOKEN=\nA=1\n",
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

  @Test("what stays in the repository is built, with components of the Flux Kustomization")
  func sound() async throws {
    let folder = try TemporaryFolder()
    let remote = try await remote(
      Self.sound.merging([
        "COMPONENT": "../labels",
        "labels/kustomization.yaml":
          "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
          + "commonAnnotations: { from: component }\n",
      ]) { $1 },
      links: ["apps/link.yaml": "own.yaml", "base/link": "/etc/passwd", "all": "apps"])
    let result = try await preview(remote, folder)

    #expect(result.status == 0, "\(result.errorOutput)")
    for text in [
      "image: host.test/image:1.30", "up: ../x", "number: \"1.30\"",
      "url: https://host.test/x.yaml",
      "a: \"0x10\"", "from: component", "name: own",
    ] {
      #expect(result.output.contains(text), "\(text): \(result.output)")
    }
    #expect(folder.files(in: ".") == Self.programs.sorted())
  }

  @Test(
    "a look starts no program, asks no server, and opens the files of the repository alone",
    arguments: [["preview", "--all"], ["check"]])
  func systemCalls(command: [String]) async throws {
    #if os(Linux)
    let strace = try Programs.find("strace")
    func opened(
      _ files: [String: String], links: [String: String] = [:]
    ) async throws -> Set<String> {
      let folder = try TemporaryFolder()
      let copy = try await remote(files, links: links).workingCopy()
      try copy.write(Self.secret, to: "apps/changed.yaml")
      let trace = folder.path("trace")
      _ = try await TestSupport.run(
        strace,
        [
          "-f", "-qq", "-e", "trace=%process,%network,%file", "-o", trace, try Bot.program(),
        ] + command,
        in: copy.path, environment: ["HOME": "/dev/null/home"])
      let lines = String(decoding: try folder.read("trace"), as: UTF8.self).split(separator: "\n")
      #expect(
        lines.count { $0.contains("execve(") } == 1, "\(lines.filter { $0.contains("execve(") })")
      #expect(!lines.contains { $0.contains("connect(") || $0.contains("socket(") })
      let paths = lines.compactMap { $0.firstMatch(of: /"([^"]*)"/).map { String($0.1) } }
      #expect(paths.contains { $0.hasSuffix("apps/changed.yaml") })
      return Set(
        paths.filter {
          $0.hasPrefix("/") && !$0.contains("/copy/") && !$0.contains(folder.path)
            && !$0.hasPrefix(copy.folder.path)
        })
    }
    let empty = try await opened(["apps/kustomization.yaml": "resources: []\n"])
    let rows = HostileKustomization.all.enumerated()
      .filter { $0.offset % 8 == 0 || !$0.element.links.isEmpty }.map(\.element)
    for row in rows {
      let more = try await opened(row.files, links: row.links).subtracting(empty).filter {
        // Temporary folders have a name of their own each time.
        !$0.hasPrefix(FileManager.default.temporaryDirectory.path) && !$0.hasPrefix("/proc")
      }
      #expect(more.isEmpty, "\(row.name): \(more)")
    }
    #endif
  }

  private static let secret = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: changed }\n"
}
