internal import Foundation
internal import Rewriter

/// The files that a repository needs before the first run, as `init` writes them.
struct SetupFiles {
  /// A file with its text.
  struct File: Hashable {
    let path: String
    let text: String
  }

  let rules: [ProposedRule]
  /// Patterns of what is rewritten; empty for everything.
  let include: [String]
  /// Where the generated ConfigMap goes; nil where nothing refers to it.
  let configMap: String?
  /// What is known of the values.
  var values: [String: String]

  /// Where the schemas are published.
  static let schemas = "https://raw.githubusercontent.com/gitops-bot/gitops-bot/main/"

  var all: [File] {
    [
      File(path: BotFile.configuration, text: configuration),
      File(path: BotFile.infrastructure, text: infrastructure),
    ] + schema
      + [File(path: SetupWorkflow.path, text: SetupWorkflow.text)]
  }

  /// The schema with the values that the template declares, which the published one has not.
  private var schema: [File] {
    guard !declaredValues.isEmpty,
      let bot = try? BotConfiguration.decode(
        Array(configuration.utf8), file: BotFile.configuration),
      let bytes = try? InfrastructureSchema.json(ValueKeys(declared: bot.values))
    else { return [] }
    return [File(path: InfrastructureSchema.file, text: String(decoding: bytes, as: UTF8.self))]
  }

  /// `bot.config.json`.
  var configuration: String {
    var members = [#""$schema": \#(Self.quoted(Self.schemas + "bot.config.schema.json"))"#]
    if !include.isEmpty {
      members.append(#""include": [\#(include.map(Self.quoted).joined(separator: ", "))]"#)
    }
    let declared = declaredValues
    if !declared.isEmpty { members.append(#""values": \#(Self.block(declared, "{", "}"))"#) }
    members.append(#""replacements": \#(Self.block(rules.map(Self.line), "[", "]"))"#)
    if let configMap { members.append(#""configMap": { "path": \#(Self.quoted(configMap)) }"#) }
    return "{\n" + members.map { "  " + $0 }.joined(separator: ",\n") + "\n}\n"
  }

  /// `infrastructure.config.json` with what is known.
  var infrastructure: String {
    var root = ["project": Node.object([:])]
    for (key, value) in values where !key.hasPrefix("cluster.") && !key.hasPrefix("environment.") {
      Node.set(Self.quoted(value), at: key.split(separator: ".").map(String.init)[...], in: &root)
    }
    var environment = ["name": Node.text(#""production""#)]
    for (key, value) in values where key.hasPrefix("cluster.") {
      Node.set(
        Self.quoted(value), at: key.split(separator: ".").map(String.init)[...], in: &environment)
    }
    let place = declaredValues.isEmpty ? Self.schemas : "./"
    let schema = #""$schema": \#(Self.quoted(place + InfrastructureSchema.file))"#
    var members = root.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)): \($0.value.json)" }
    members.append(#""environments": [\#(Node.object(environment).json)]"#)
    return "{\n" + ([schema] + members).map { "  " + $0 }.joined(separator: ",\n") + "\n}\n"
  }

  private var declaredValues: [String] {
    var seen: Set<String> = []
    return rules.flatMap(\.values).filter { $0.isDeclared && seen.insert($0.key).inserted }.map {
      #"\#(Self.quoted($0.key)): { "kind": \#(Self.quoted($0.kind)), "help": \#(Self.quoted($0.help)) }"#
    }
  }

  private static func line(_ rule: ProposedRule) -> String {
    var members = [
      #""kind": \#(quoted(rule.kind.rawValue))"#, #""from": \#(quoted(rule.from))"#,
      #""to": \#(quoted(rule.to))"#,
    ]
    if rule.paths { members.append(#""paths": true"#) }
    let spellings = rule.spellings.map(\.rawValue).sorted()
    if !spellings.isEmpty {
      members.append(#""spellings": [\#(spellings.map(quoted).joined(separator: ", "))]"#)
    }
    return "{ " + members.joined(separator: ", ") + " }"
  }

  private static func block(_ lines: [String], _ open: String, _ close: String) -> String {
    lines.isEmpty
      ? open + close
      : "\(open)\n" + lines.map { "    " + $0 }.joined(separator: ",\n") + "\n  \(close)"
  }

  /// A text as JSON writes it.
  static func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    // A string can always be written.
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}

/// A part of `infrastructure.config.json`: JSON, or an object of parts.
private enum Node {
  case text(String)
  case object([String: Node])

  var json: String {
    switch self {
    case .text(let text): return text
    case .object(let members):
      let list = members.sorted { $0.key < $1.key }.map {
        "\(SetupFiles.quoted($0.key)): \($0.value.json)"
      }
      return list.isEmpty ? "{}" : "{ " + list.joined(separator: ", ") + " }"
    }
  }

  static func set(_ json: String, at path: ArraySlice<String>, in object: inout [String: Node]) {
    guard let first = path.first else { return }
    if path.count == 1 {
      object[first] = .text(json)
      return
    }
    var inner: [String: Node] = [:]
    if case .object(let known)? = object[first] { inner = known }
    set(json, at: path.dropFirst(), in: &inner)
    object[first] = .object(inner)
  }
}
