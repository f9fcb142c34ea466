internal import YAML

/// The values that `--set` and the environment variables give, before they are written down.
struct Overrides: Sendable {
  /// One value and where it came from.
  struct Entry: Sendable {
    var key: ValueKey
    var value: Value
    /// As the report names it: `--set` or the variable's name.
    var source: String
  }

  /// At most one for each key; `--set` goes before the environment.
  var entries: [Entry]

  /// Reads the options (`key=value` texts, of which the last one of a key counts) and the variables
  /// that begin with `GITOPS_BOT_VALUE_`.
  ///
  /// - Throws: ConfigurationError for an unknown key or a value of the wrong form, each named.
  init(options: [String], variables: [String: String]) throws(ConfigurationError) {
    var found: [ValueKey: Entry] = [:]
    for (name, text) in variables.sorted(by: { $0.key < $1.key })
    where name.hasPrefix(ValueKey.variablePrefix) && !text.isEmpty {
      guard let key = ValueKey.all.first(where: { $0.variable == name }) else {
        throw Overrides.unknown(
          name, option: name, among: ValueKey.all.map(\.variable))
      }
      found[key] = try Overrides.entry(key, text, source: name)
    }
    for option in options {
      guard let equals = option.firstIndex(of: "=") else {
        throw ConfigurationError(
          "--set \(ValueKey.named(option) == nil ? "" : option + " ")has no value", file: "--set",
          remedy: "write --set key=value")
      }
      let name = String(option[..<equals])
      guard let key = ValueKey.named(name) else {
        throw Overrides.unknown(name, option: "--set", among: ValueKey.all.map(\.name))
      }
      let text = String(option[option.index(after: equals)...])
      found[key] = try Overrides.entry(key, text, source: "--set")
    }
    entries = ValueKey.all.compactMap { found[$0] }
  }

  private static func entry(
    _ key: ValueKey, _ text: String, source: String
  ) throws(ConfigurationError) -> Entry {
    guard let value = key.value(from: text) else {
      let form = key.form == .flag ? "true or false" : "a whole number from 0"
      throw ConfigurationError(
        "\(key.name) cannot be \(GivenText.isWord(text) ? "\"\(text)\"" : "what is given")",
        file: source, remedy: "give \(form)")
    }
    return Entry(key: key, value: value, source: source)
  }

  private static func unknown(
    _ name: String, option: String, among names: [String]
  ) -> ConfigurationError {
    ConfigurationError(
      "unknown value" + (GivenText.isKey(name) ? " \"\(name)\"" : ""), file: option,
      remedy: nearestSpelling(to: name, among: names).map { "did you mean \($0)?" }
        ?? "known: \(names.joined(separator: ", "))")
  }
}

extension Overrides {
  /// `bytes` of `infrastructure.config.json` with every entry written into it.
  ///
  /// Every other byte is kept, and the bytes come back unchanged when the file already says so:
  /// the file is the memory of what options and variables once gave. `environment` is the name given
  /// with `--environment`.
  ///
  /// - Throws: ConfigurationError when an entry belongs to an environment and it is not clear which.
  func written(
    into bytes: [UInt8], file: String, environment: String?
  ) throws(ConfigurationError) -> [UInt8] {
    guard !entries.isEmpty else { return bytes }
    var result = bytes
    for entry in entries {
      let root = try parsedJSON(result, file: file).value
      let names = Overrides.environmentNames(root)
      guard let index = Overrides.index(of: environment, among: names, for: entry.key) else {
        throw ConfigurationError(
          "\(entry.key.name) from \(entry.source) may belong to any of \(names.count) environments",
          file: file,
          remedy: "say which with --environment; known: \(names.joined(separator: ", "))")
      }
      guard let path = entry.key.path(environment: index) else {
        throw ConfigurationError(
          "environment.name cannot be set", file: entry.source,
          remedy: "choose an environment with --environment")
      }
      if path[0] == "environments", names.isEmpty {
        let first = Value.list([
          .map(["name": .string(environment ?? ResolvedValues.defaultEnvironment)])
        ])
        result = try Overrides.setting(["environments"], to: first, in: result, file: file)
      }
      if root[path: path] != entry.value {
        result = try Overrides.setting(path, to: entry.value, in: result, file: file)
      }
    }
    return result
  }

  private static func setting(
    _ path: [String], to value: Value, in bytes: [UInt8], file: String
  ) throws(ConfigurationError) -> [UInt8] {
    do {
      return try settingJSON(bytes, path: path, to: value)
    } catch {
      throw ConfigurationError(
        error.message, file: file, position: error.position, remedy: error.remedy)
    }
  }

  private static func environmentNames(_ root: Value) -> [String] {
    guard case .list(let items)? = root[path: ["environments"]] else { return [] }
    return items.map { item in
      if case .string(let name)? = item[path: ["name"]] { name } else { "" }
    }
  }

  /// The index of the environment that `key` belongs to; 0 when the key belongs to none.
  private static func index(of name: String?, among names: [String], for key: ValueKey) -> Int? {
    if key.path(environment: 0)?[0] != "environments" { return 0 }
    if let name { return names.isEmpty ? 0 : names.firstIndex(of: name) }
    return names.count <= 1 ? 0 : nil
  }
}
