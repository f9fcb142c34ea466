import Foundation

/// What the model's sides look like to Git.
extension ModelRepository {
  /// A file as a tree holds it.
  struct Blob: Sendable, Equatable {
    var mode = "100644"
    var bytes: [UInt8]

    /// The content as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The same with one text in the place of another.
    func replacing(_ old: String, with new: String) -> Blob {
      Blob(mode: mode, bytes: Array(text.replacing(old, with: new).utf8))
    }

    /// A kustomization without entries as a merge writes it, so that kustomize takes it; nil for every other file.
    var listingNothing: Blob? {
      guard text.hasSuffix("\nresources:\n") else { return nil }
      return Blob(mode: mode, bytes: bytes.dropLast() + Array(" []\n".utf8))
    }

    /// Whether both are configurations that differ in nothing but the order of their rules.
    func hasRules(of other: Blob) -> Bool {
      guard let keys = configuration, let others = other.configuration else { return false }
      return mode == other.mode && keys == others
    }

    /// The keys of a configuration, with the rules as a set; nil for every other file.
    private var configuration: NSDictionary? {
      guard bytes.first == UInt8(ascii: "{"),
        var root = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
        let rules = root["replacements"] as? [NSDictionary]
      else { return nil }
      root["replacements"] = Set(rules)
      return root as NSDictionary
    }
  }

  static let configurationName = "bot.config.json"

  /// The path of the generated ConfigMap.
  static let generatedPath = "manifests/shared/config/infrastructure-config.yaml"

  /// The path of the variables that Flux substitutes.
  static let variablesPath = "manifests/shared/config/infrastructure-vars.yaml"

  /// Whether the bot generates what is at a path.
  static func isGenerated(_ path: String) -> Bool {
    path.hasPrefix("manifests/shared/config/") && !path.hasSuffix("/kustomization.yaml")
  }

  /// The path of the first environment's generated ConfigMap.
  var generatedPath: String { generatedPath(of: ModelInfrastructure.first) }

  private func generatedPath(of environment: String) -> String {
    hasEnvironments
      ? "manifests/shared/config/\(environment)/infrastructure-config.yaml" : Self.generatedPath
  }

  /// What the generated ConfigMaps have to say, by their paths and by dotted key.
  var generated: [String: [String: String]] {
    var generated = [generatedPath: facts]
    for name in infrastructure.joined.keys {
      generated[generatedPath(of: name)] = infrastructure.facts(
        of: name, largest: largestFactors[name] ?? 0)
    }
    return generated
  }

  /// The path of an owner's file.
  func path(of file: Int) -> String? {
    owner[file].map { values(of: $0.environment).written($0.path) }
  }

  /// The owner's manifests by path.
  var ownersTree: [String: Blob] {
    var tree: [String: Blob] = [:]
    for file in files {
      tree[values(of: file.environment).written(file.path)] = Blob(
        mode: file.mode, bytes: file.bytes(values(of: file)))
    }
    return tree
  }

  /// The owner's manifests by the file's id.
  var ownersFiles: [Int: [UInt8]] { owner.mapValues { $0.bytes(values(of: $0)) } }

  /// The two files of configuration by path.
  var configurationTree: [String: Blob] {
    [
      Self.configurationName: Blob(bytes: Array(configuration.utf8)),
      ModelInfrastructure.fileName: Blob(bytes: Array(infrastructure.text.utf8)),
    ]
  }

  /// The template's own manifests, with their stand-ins.
  var templateTree: [String: Blob] {
    template.values.filter { $0.environment == nil }.reduce(into: [:]) { tree, file in
      var file = file
      file.lines.removeAll(where: \.isWiring)
      for index in file.lines.indices { file.lines[index].isTranslated = false }
      tree[file.path] = Blob(mode: file.mode, bytes: file.bytes(.none))
    }
  }

  /// What the template's files are rendered to, by id; files that are out of scope are left out.
  var rendered: [Int: [UInt8]] {
    var rendered: [Int: [UInt8]] = [:]
    for (id, file) in template where frozen[id] == nil {
      var file = file
      for index in file.lines.indices {
        file.lines[index].text = values.fields[file.lines[index].id] ?? file.lines[index].text
      }
      rendered[id] = file.bytes(values(of: file))
    }
    return rendered
  }

  /// What the generated ConfigMap has to say, by dotted key.
  var facts: [String: String] {
    let first = ModelInfrastructure.first
    return infrastructure.facts(of: first, largest: largestFactors[first] ?? 0).merging(handSet) {
      $1
    }
  }

  /// The text of `bot.config.json`.
  private var configuration: String {
    let source = templateURL.map { "\n  \"template\": { \"url\": \"\($0)\", \"ref\": \"main\" }," }
    let folders = "\n  \"perEnvironment\": [\"\(Self.cluster)/**\"],"
    let mode = (isWired ? "\n  \"wiring\": \"auto\"," : "") + (hasEnvironments ? folders : "")
    let rules = values.pairs.filter(\.hasRule).compactMap { Self.rule($0) } + fieldRules
    return """
      {
        "repository": { "base": "main" },\(source ?? "")\(mode)
        "include": ["manifests/**", "scripts/**"],
        "exclude": [\(excluded.map { "\"\($0)\"" }.joined(separator: ", "))],
        "replacements": [
          \(rules.joined(separator: ",\n    "))
        ],
        "configMap": { "path": "\(generatedPath(of: "{{environment.name}}"))" }
      }

      """
  }

  private static func rule(_ pair: ModelValues.Pair) -> String? {
    rules[pair.name]?.replacing(from(pair.name), with: from(pair.standIn))
  }

  /// How a rule names its stand-in.
  static func from(_ standIn: String) -> String { "\"from\": \"\(standIn)\"" }

  /// Rules by their stand-in.
  private static let rules = [
    "admin@example.com":
      #"{ "kind": "email", "from": "admin@example.com", "to": "{{project.email}}" }"#,
    "example.com": #"{ "kind": "domain", "from": "example.com", "to": "{{project.domain}}" }"#,
    "my-cluster":
      #"{ "kind": "name", "from": "my-cluster", "to": "{{cluster.name}}", "paths": true }"#,
    "TEMPLATE_REGION":
      #"{ "kind": "name", "from": "TEMPLATE_REGION", "to": "{{cluster.region}}" }"#,
    "registry.local": #"{ "kind": "text", "from": "registry.local", "to": "registry.acme.test" }"#,
  ]
}
