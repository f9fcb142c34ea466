/// One of the template's apps that have the same layout.
struct ModelTwin: Sendable {
  let name: String

  /// The ids of its files.
  let files: [Int]

  /// Whether the owner deleted it as a whole.
  var isDeleted = false

  /// Where it is.
  var folder: String { "\(ModelRepository.apps)/\(name)" }

  /// The files of an app as people write them: two of them differ in nothing but the name.
  static func texts(_ name: String) -> [(name: String, lines: [ModelLine.Text])] {
    [
      ("release.yaml", release(name)), ("config.yaml", config(name)),
      (
        "kustomization.yaml",
        [
          ModelLine.Text(.fixed, "apiVersion: kustomize.config.k8s.io/v1beta1"),
          .init(.fixed, "kind: Kustomization"), .init(.fixed, "resources:"),
          .init(.entry("release.yaml"), "  - release.yaml"),
          .init(.entry("config.yaml"), "  - config.yaml"),
        ]
      ),
      (".gitkeep", []), ("placeholder.yaml", []),
    ]
  }

  private static func release(_ name: String) -> [ModelLine.Text] {
    [
      .init(.fixed, "apiVersion: helm.toolkit.fluxcd.io/v2"), .init(.fixed, "kind: HelmRelease"),
      .init(.fixed, "metadata:"), .init(.fixed, "  name: \(name)"),
      .init(.fixed, "  namespace: \(name)"), .init(.fixed, "spec:"),
      .init(.plain, "  interval: 30m", "Often enough."), .init(.fixed, "  chart:"),
      .init(.fixed, "    spec:"), .init(.fixed, "      chart: website"),
      .init(.version, "      version: 2.3.4", "Renewed now and then."),
      .init(.fixed, "  values:"), .init(.plain, "    replicaCount: 2"),
      .init(.host, "    host: \(name).example.com", "Where people look."),
      .init(.comment, "    ", "How much it may use."), .init(.plain, "    workers: 4"),
      .init(.plain, "    cache: 64", "In megabytes."), .init(.plain, "    level: info"),
      .init(.value, "    cluster: my-cluster", "Written by a bot."),
      .init(.plain, "    colour: grey"), .init(.plain, "    queue: 12"),
      .init(.value, "    region: TEMPLATE_REGION"), .init(.plain, "    keep: 14"),
    ]
  }

  private static func config(_ name: String) -> [ModelLine.Text] {
    [
      .init(.fixed, "apiVersion: v1"), .init(.fixed, "kind: ConfigMap"),
      .init(.fixed, "metadata:"), .init(.fixed, "  name: \(name)-config"), .init(.fixed, "data:"),
      .init(.comment, "  ", "How it looks."), .init(.plain, "  theme: dark"),
      .init(.plain, "  mood: calm", "Or lively."),
      .init(.value, "  contact: admin@example.com", "Who answers."),
      .init(.plain, "  locale: en"), .init(.plain, "  footer: none"),
      .init(.comment, "  ", "Where it is."),
      .init(.host, "  home: https://home-\(name).example.com"),
      .init(.plain, "  search: fast"), .init(.plain, "  index: nightly", "While nobody looks."),
    ]
  }
}

extension ModelLine {
  /// A line of a file that is yet to be written.
  struct Text {
    let role: Role
    let text: String
    let comment: String

    init(_ role: Role, _ text: String, _ comment: String = "") {
      (self.role, self.text, self.comment) = (role, text, comment)
    }
  }
}
