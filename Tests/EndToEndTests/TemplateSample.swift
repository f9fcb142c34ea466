import TestSupport

/// A template, and a repository that was made from it as code hosts do: one commit with its files.
struct TemplateSample {
  let template: Remote
  let repository: Remote

  /// The template's files.
  static let files = [
    "bot.config.json": """
    {
      "include": ["manifests/**", "docs/**"],
      "replacements": [
        { "kind": "domain", "from": "example.com", "to": "{{project.domain}}" },
        { "kind": "name", "from": "my-cluster", "to": "{{cluster.name}}", "paths": true }
      ]
    }

    """,
    "infrastructure.config.json":
      "{ \"project\": { \"name\": \"acme\", \"domain\": \"example.com\" } }\n",
    "manifests/chat.yaml": """
    kind: Chat
    spec:
      host: chat.example.com
      replicas: 1
      image: chat
      tag: one
    owner:
      team: none

    """,
    "manifests/wiki.yaml": "kind: Wiki\nspec:\n  host: wiki.example.com\n",
    "manifests/clusters/my-cluster/root.yaml": "kind: Root\nname: my-cluster\n",
    "docs/guide.md": "See https://docs.example.com.\n\nThere is\nmore.\n",
    ".github/workflows/ci.yaml": "name: ci\n",
    "LICENSE": "MIT\n",
  ]

  /// Takes two that are there.
  init(template: Remote, repository: Remote) {
    self.template = template
    self.repository = repository
  }

  /// Makes both; the owner's second commit names the template and the domain `acme.io`.
  ///
  /// - Parameter settings: Members of the owner's `template`, behind `url`.
  /// - Throws: `TestSupportError` when `git` fails.
  init(_ settings: String = "") async throws {
    template = try await Remote.holding(TemplateSample.files)
    repository = try await Remote.holding(TemplateSample.files)
    try await name(template, settings)
  }

  /// Writes the owner's configuration.
  func name(_ template: Remote, _ settings: String = "") async throws {
    try await repository.commit("Configure") { copy in
      try copy.write(
        """
        {
          "template": { "url": "\(template.url)"\(settings) },
          "include": ["manifests/**", "docs/**"],
          "replacements": [
            { "kind": "domain", "from": "example.com", "to": "{{project.domain}}" },
            { "kind": "name", "from": "my-cluster", "to": "{{cluster.name}}", "paths": true }
          ]
        }

        """, to: "bot.config.json")
      try copy.write(
        "{ \"project\": { \"name\": \"acme\", \"domain\": \"acme.io\" } }\n",
        to: "infrastructure.config.json")
    }
  }

  /// Runs the bot on the repository.
  @discardableResult
  func run(
    _ arguments: String..., environment: [String: String?] = [:]
  ) async throws -> ProgramResult {
    try await Bot.run(
      ["run", repository.url, "--output", "json"] + arguments, environment: environment)
  }

  /// Runs the bot and merges what it proposes.
  func sync(_ arguments: String...) async throws -> ProgramResult {
    let result = try await Bot.run(["run", repository.url, "--output", "json"] + arguments)
    if result.status == 0, result.output.contains("\"proposed\"") {
      try await repository.merge()
      try await repository.removeBranch()
    }
    return result
  }

  /// The text of a file on the repository's main branch.
  func text(_ path: String) async throws -> String {
    try await repository.text(path, in: "main")
  }
}
