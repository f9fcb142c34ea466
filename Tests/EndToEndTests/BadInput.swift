import Testing

/// One mistake in what a user gives, and what the program must say of it.
struct BadInput: Sendable, CustomTestStringConvertible {
  /// What is wrong.
  var testDescription: String

  /// The files of the base branch.
  var files: [String: String]

  /// What follows `run` and the repository.
  var arguments: [String] = []

  /// Variables of the process.
  var environment: [String: String?] = [:]

  /// The exit code.
  var status: Int32 = 1

  /// Texts that the error must hold.
  var errors: [String]

  /// A mistake in `bot.config.json`: `old` was replaced by `new`.
  static func bot(
    _ name: String, _ old: String, _ new: String, status: Int32 = 1, _ errors: String...
  ) -> BadInput {
    var files = sound
    files["bot.config.json"] = files["bot.config.json"]?.replacing(old, with: new)
    return BadInput(testDescription: name, files: files, status: status, errors: errors)
  }

  /// A mistake in `infrastructure.config.json`: `old` was replaced by `new`.
  static func infrastructure(
    _ name: String, _ old: String, _ new: String, _ errors: String...
  ) -> BadInput {
    var files = sound
    let file = "infrastructure.config.json"
    files[file] = files[file]?.replacing(old, with: new)
    return BadInput(testDescription: name, files: files, errors: errors)
  }

  /// Files that were added, changed, or, where the text is nil, removed.
  static func files(_ name: String, _ changes: [String: String?], _ errors: String...) -> BadInput {
    var files = sound
    for (path, text) in changes { files[path] = text }
    return BadInput(testDescription: name, files: files, errors: errors)
  }

  /// Options and variables that cannot be used.
  static func options(
    _ name: String, _ arguments: [String], environment: [String: String?] = [:],
    status: Int32 = 1, _ errors: String...
  ) -> BadInput {
    BadInput(
      testDescription: name, files: sound, arguments: arguments, environment: environment,
      status: status, errors: errors)
  }

  /// A small repository with nothing wrong.
  static let sound = [
    "bot.config.json": """
    {
      "include": ["manifests/**"],
      "replacements": [
        { "kind": "domain", "from": "example.com", "to": "{{project.domain}}" },
        { "kind": "name", "from": "my-cluster", "to": "{{cluster.name}}", "paths": true }
      ],
      "configMap": { "path": "manifests/config.yaml" }
    }

    """,
    "infrastructure.config.json": """
    {
      "project": { "name": "acme", "domain": "acme.io" },
      "environments": [
        { "name": "production", "cluster": { "nodeSize": "s-4vcpu-8gb", "nodeCount": 3 } }
      ]
    }

    """,
    "manifests/my-cluster/site.yaml": "host: www.example.com\ncluster: my-cluster\n",
  ]

  /// What it takes to have two environments.
  static let twoEnvironments = """
    {
      "project": { "name": "acme", "domain": "acme.io" },
      "environments": [
        { "name": "production", "cluster": { "nodeSize": "s-4vcpu-8gb", "nodeCount": 3 } },
        { "name": "staging", "cluster": { "nodeSize": "s-2vcpu-4gb", "nodeCount": 1 } }
      ]
    }

    """
}
