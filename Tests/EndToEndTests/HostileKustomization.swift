import Testing

/// A kustomization that would have kustomize read what is not in the repository.
struct HostileKustomization: Sendable, CustomTestStringConvertible {
  let name: String
  /// The texts of files by their paths; the kustomization of `apps` is among them.
  let files: [String: String]
  /// Whether preview has to refuse it: other rows may be built without what lies elsewhere, since Flux drops a field
  /// that it does not know from the first file, or by a plugin of kustomize's own.
  let isRefused: Bool
  /// Symbolic links, by their paths.
  var links: [String: String] = [:]

  var testDescription: String { name }

  private init(_ name: String, _ files: [String: String], isRefused: Bool = true) {
    (self.name, self.files, self.isRefused) = (name, files, isRefused)
  }

  /// The kustomization in `apps/kustomization.yaml`; whatever it names is refused at its place.
  private init(_ text: String, more files: [String: String] = [:]) {
    let fields = ["transformers:", "generators:", "helmGlobals:", "x:"]
    self.init(
      text, files.merging(["apps/kustomization.yaml": text]) { $1 },
      isRefused: !fields.contains { text.hasPrefix($0) })
  }

  static let all =
    remotes + fields + outside + spellings + plugins + elsewhere + links

  // MARK: Spellings of repositories and files of other hosts

  private static let remotes = [
    "github.com/org/repo", "github.com/org/repo?ref=main", "GitHub.com/org/repo//base",
    "github.com:org/repo", "org/repo?ref=main", "git@github.com:org/repo",
    "git@host.test:org/repo.git",
    "git@host.test/org/repo", "deploy@host.test:org/repo", "ssh://git@host.test/org/repo",
    "SSH://host.test/org/repo", "ssh://git@host.test:2222/org/repo//base?ref=v1",
    "git::https://host.test/org/repo", "git::ssh://git@host.test/org/repo",
    "GIT::git@host.test:o/r",
    "git::file:///srv/repo", "https://host.test/org/repo//base?ref=main",
    "https://host.test/x.yaml",
    "http://host.test/x.yaml", "HTTPS://host.test/x.yaml", "https:host.test/x.yaml",
    "https://user:word@host.test/org/repo.git", "https://host.test/org/_git/repo", "org/_git/repo",
    "x_git/repo", "./host/_git/repo", "file:///etc/passwd", "file:///srv/repo?ref=main",
    "FILE:///srv/repo//base", "gh:org/repo", "git://host.test/org/repo", "s3://bucket/x.yaml",
    "host.test/org/repo?version=1",
  ].map {
    HostileKustomization("resources:\n  - \"\($0)\"\n")
  }

  // MARK: Every field that names files

  private static let fields =
    ["https://host.test/x.yaml", "github.com/org/repo"].flatMap { remote in
      [
        "bases: [\"\(remote)\"]", "components: [\"\(remote)\"]", "crds: [\"\(remote)\"]",
        "configurations: [\"\(remote)\"]", "openapi: { path: \"\(remote)\" }",
        "patches: [{ path: \"\(remote)\" }]", "patchesStrategicMerge: [\"\(remote)\"]",
        "patchesJson6902: [{ path: \"\(remote)\", target: { kind: A, name: b } }]",
        "replacements: [{ path: \"\(remote)\" }]", "transformers: [\"\(remote)\"]",
        "generators: [\"\(remote)\"]", "validators: [\"\(remote)\"]",
        "configMapGenerator: [{ name: a, files: [\"\(remote)\"] }]",
        "configMapGenerator: [{ name: a, files: [\"key=\(remote)\"] }]",
        "configMapGenerator: [{ name: a, envs: [\"\(remote)\"] }]",
        "configMapGenerator: [{ name: a, env: \"\(remote)\" }]",
        "secretGenerator: [{ name: a, files: [\"\(remote)\"] }]",
        "secretGenerator: [{ name: a, envs: [\"\(remote)\"] }]",
      ].map { HostileKustomization($0 + "\n") }
    }

  // MARK: Files of this machine

  private static let outside =
    ["/etc/passwd", "../../etc/passwd", "../../../../../../../../etc/passwd"].flatMap { path in
      [
        "resources: [\"\(path)\"]", "crds: [\"\(path)\"]", "openapi: { path: \"\(path)\" }",
        "patches: [{ path: \"\(path)\" }]", "patchesStrategicMerge: [\"\(path)\"]",
        "replacements: [{ path: \"\(path)\" }]", "transformers: [\"\(path)\"]",
        "configMapGenerator: [{ name: a, files: [\"key=\(path)\"] }]",
        "secretGenerator: [{ name: a, env: \"\(path)\" }]",
      ].map { HostileKustomization($0 + "\n") }
    } + [
      HostileKustomization("bases: [/etc]\n"),
      HostileKustomization("resources: [\"~/.kube/config\"]\n"),
      HostileKustomization(
        "patchesStrategicMerge:\n  - |\n    a: b\n    # /../../../../../../../../etc/passwd\n"),
    ]

  // MARK: Other ways to write a field

  private static let spellings = [
    HostileKustomization(
      "Resources: [\"https://host.test/x.yaml\"]\n"),
    HostileKustomization("RESOURCES: [\"https://host.test/x.yaml\"]\n"),
    HostileKustomization("re\u{17F}ources: [\"https://host.test/x.yaml\"]\n"),
    HostileKustomization("patches: [{ Path: \"https://host.test/x.yaml\" }]\n"),
    HostileKustomization(
      "configMapGenerator: [{ name: a, ENVS: [\"https://host.test/x\"] }]\n"),
    HostileKustomization("openAPI: { path: \"https://host.test/x\" }\n"),
    HostileKustomization("x: &r [\"https://host.test/x.yaml\"]\n"),
    HostileKustomization(
      "bases: &r [\"https://host.test/x.yaml\"]\nresources: *r\n"),
    HostileKustomization(
      "metadata: &m { annotations: {} }\n<<: { resources: [\"https://host.test/x.yaml\"] }\n"),
    HostileKustomization("resources: [[\"https://host.test/x.yaml\"]]\n"),
    HostileKustomization("resources: \"https://host.test/x.yaml\"\n"),
    HostileKustomization("resources: { a: \"https://host.test/x\" }\n"),
    HostileKustomization(
      "resources:\n  - >-\n    https://host.test/x.yaml\n"),
    HostileKustomization(
      "\"\\x72esources\": [\"\\x68ttps://host.test/x.yaml\"]\n"),
    HostileKustomization(
      "{\"resources\":[\"https://host.test/x.yaml\"]}\n"),
  ]

  // MARK: Programs

  private static let plugins = [
    HostileKustomization(
      "helmCharts: [{ name: a, repo: \"https://host.test\" }]\n"),
    HostileKustomization("helmGlobals: { chartHome: ../charts }\n"),
    HostileKustomization(
      "helmChartInflationGenerator: [{ chartName: a, chartRepoUrl: \"https://host.test\" }]\n"),
    plugin("builtin", "HelmChartInflationGenerator", "repo: \"https://host.test\""),
    plugin("builtin", "ConfigMapGenerator", "files: [/etc/passwd]"),
    plugin("builtin", "PatchTransformer", "path: \"https://host.test/x.yaml\""),
    plugin("builtin", "PatchStrategicMergeTransformer", "paths: [\"https://host.test/x.yaml\"]"),
    plugin("builtin", "ReplacementTransformer", "replacements: [{ path: /etc/passwd }]"),
    plugin("builtin", "ValueAddTransformer", "targetFilePath: /etc/passwd"),
    plugin("someteam.example.com/v1", "SedTransformer", "argsFromFile: /etc/passwd"),
    plugin("v1", "List", "items: []"),
    function("exec: { path: ./run.sh }"),
    function("container: { image: host.test/image, network: true }"),
    HostileKustomization(
      "generators:\n  - |\n    apiVersion: builtin\n    kind: ConfigMapGenerator\n    files: [/etc/passwd]\n"
    ),
    HostileKustomization(
      "transformers: [inner]\n",
      more: ["apps/inner/kustomization.yaml": "resources: []\n"]),
  ]

  private static func plugin(_ version: String, _ kind: String, _ more: String) -> Self {
    HostileKustomization(
      "transformers: [plugin.yaml] # \(kind)\n",
      more: [
        "apps/plugin.yaml":
          "apiVersion: \(version)\nkind: \(kind)\nmetadata: { name: a }\n\(more)\n"
      ])
  }

  private static func function(_ how: String) -> Self {
    HostileKustomization(
      "validators: [function.yaml] # \(how)\n",
      more: [
        "apps/function.yaml": """
        apiVersion: builtin
        kind: LabelTransformer
        metadata:
          name: a
          annotations:
            config.kubernetes.io/function: |
              \(how)

        """
      ])
  }

  // MARK: Kustomizations that others lead to, and other names

  private static let remote = "resources: [\"https://host.test/x.yaml\"]\n"

  private static let elsewhere = [
    HostileKustomization(
      "a base's base",
      [
        "apps/kustomization.yaml": "resources: [../middle]\n",
        "middle/kustomization.yaml": "bases: [../base]\n", "base/kustomization.yml": remote,
      ]),
    HostileKustomization(
      "a component",
      ["apps/kustomization.yaml": "components: [../part]\n", "part/Kustomization": remote]),
    HostileKustomization(
      "the start", ["apps/Kustomization": remote]),
    HostileKustomization(
      "a folder below one without a kustomization",
      ["apps/a.yaml": "kind: A\n", "apps/deep/er/kustomization.yaml": remote]),
    HostileKustomization(
      "two kustomizations in a folder",
      ["apps/kustomization.yaml": "resources: []\n", "apps/kustomization.yml": remote]),
    HostileKustomization(
      "a kustomization to file systems that fold case",
      [
        "apps/kustomization.yaml": "resources: [../base, ../base/KUSTOMIZATION.YAML]\n",
        "base/kustomization.yaml": "resources: []\n", "base/KUSTOMIZATION.YAML": remote,
      ]),
    HostileKustomization(
      "a folder named like a repository",
      [
        "apps/kustomization.yaml": "resources: [github.com/org/repo]\n",
        "apps/github.com/org/repo/kustomization.yaml": "resources: []\n",
      ]),
    HostileKustomization(
      "a file named like a URL",
      [
        "apps/kustomization.yaml": "resources: [\"https://host.test/x.yaml\"]\n",
        "apps/https:/host.test/x.yaml": "kind: A\n",
      ]),
    HostileKustomization(
      "components of the Flux Kustomization",
      ["apps/kustomization.yaml": "resources: []\n", "COMPONENT": "https://host.test/org/repo"]),
    HostileKustomization(
      "components outside",
      ["apps/a.yaml": "kind: A\n", "COMPONENT": "../../../part"]),
  ]

  // MARK: Symbolic links

  private static let links = [
    link("absolute", ["apps/out.yaml": "/etc/passwd"]),
    link("relative", ["apps/out.yaml": "../../../../../../../etc/passwd"]),
    link("a chain", ["apps/out.yaml": "one", "apps/one": "two", "apps/two": "/etc/passwd"]),
    link("a folder above", ["base": "/etc"], "../base/passwd"),
    link("a folder", ["apps/out": "/etc"], "out"),
    link("a kustomization", ["base/kustomization.yaml": "/srv/kustomization.yaml"], "../base"),
  ]

  private static func link(
    _ name: String, _ links: [String: String], _ entry: String = "out.yaml"
  ) -> Self {
    var row = HostileKustomization(
      "link: \(name)",
      ["apps/kustomization.yaml": "resources:\n  - \(entry)\n"])
    row.links = links
    return row
  }
}
