internal import YAML

/// A value that replacements, `--set` and the environment can name.
struct ValueKey: Hashable, Sendable {
  /// What a value of this key looks like in `infrastructure.config.json`.
  enum Form: Hashable, Sendable {
    case text
    case count
    case flag
  }

  let name: String
  let form: Form

  private init(_ name: String, _ form: Form = .text) {
    self.name = name
    self.form = form
  }

  /// Every key there is, in the order in which errors list them.
  static let all: [ValueKey] = [
    ValueKey("project.name"), ValueKey("project.domain"), ValueKey("project.email"),
    ValueKey("project.description"),
    ValueKey("environment.name"), ValueKey("environment.domain"),
    ValueKey("cluster.name"), ValueKey("cluster.provider"), ValueKey("cluster.region"),
    ValueKey("cluster.nodeSize"), ValueKey("cluster.nodeCount", .count),
    ValueKey("cluster.minNodes", .count), ValueKey("cluster.maxNodes", .count),
    ValueKey("cluster.haControlPlane", .flag), ValueKey("cluster.version"),
    ValueKey("cluster.nodeCpu"), ValueKey("cluster.nodeMemory"),
  ]

  static func named(_ name: String) -> ValueKey? {
    all.first { $0.name == name }
  }

  /// `GITOPS_BOT_VALUE_CLUSTER_NODE_SIZE` for `cluster.nodeSize`.
  var variable: String {
    var result = ValueKey.variablePrefix
    for character in name {
      if character == "." {
        result.append("_")
      } else {
        if character.isUppercase { result.append("_") }
        result += character.uppercased()
      }
    }
    return result
  }

  static let variablePrefix = "GITOPS_BOT_VALUE_"

  /// `text` as this key's form; nil when it is not one.
  func value(from text: String) -> Value? {
    switch form {
    case .text: .string(text)
    case .count: Int(text).flatMap { $0 >= 0 ? .int($0) : nil }
    case .flag: Bool(text).map(Value.bool)
    }
  }

  /// Where the value of the environment with that index stands in `infrastructure.config.json`; nil
  /// for `environment.name`, which is chosen and not set.
  func path(environment: Int) -> [String]? {
    let parts = name.split(separator: ".").map(String.init)
    switch parts[0] {
    case "project": return parts
    case "cluster": return ["environments", String(environment)] + parts
    default:
      return name == "environment.name" ? nil : ["environments", String(environment), parts[1]]
    }
  }
}
