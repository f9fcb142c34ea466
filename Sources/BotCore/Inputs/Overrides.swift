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
  var entries: [Entry] = []
  /// What is wrong with what was given.
  var problems: [ConfigurationError.Problem] = []
  /// The names of the keys whose values are among those.
  var refused: Set<String> = []

  /// Reads the options (`key=value` texts, of which the last one of a key counts) and the variables
  /// that begin with `GITOPS_BOT_VALUE_`.
  ///
  /// An unknown key and a value of the wrong kind are a problem, each named.
  init(options: [String], variables: [String: String], keys: ValueKeys = ValueKeys()) {
    var found: [ValueKey: Entry] = [:]
    func take(_ key: ValueKey, _ text: String, from source: String) {
      let value =
        keys.isStandIn(text, of: key.name) ? .string(text) : key.kind.value(from: text)
      found[key] = Entry(key: key, value: value ?? .string(text), source: source)
    }
    for (name, text) in variables.sorted(by: { $0.key < $1.key })
    where name.hasPrefix(ValueKey.variablePrefix) && !text.isEmpty {
      if let key = keys.all.first(where: { $0.variable == name }) {
        take(key, text, from: name)
      } else {
        problems.append(Overrides.unknown(name, option: name, among: keys.all.map(\.variable)))
      }
    }
    for option in options {
      guard let equals = option.firstIndex(of: "=") else {
        problems.append(
          ConfigurationError.Problem(
            "--set \(keys.named(option) == nil ? "" : option + " ")has no value", file: "--set",
            remedy: "write --set key=value"))
        continue
      }
      let name = String(option[..<equals])
      if let key = keys.named(name) {
        take(key, String(option[option.index(after: equals)...]), from: "--set")
      } else {
        problems.append(Overrides.unknown(name, option: "--set", among: keys.names))
      }
    }
    for key in keys.all {
      guard let entry = found[key] else { continue }
      if let problem = Overrides.problem(of: entry, keys) {
        problems.append(problem)
        refused.insert(key.name)
      } else {
        entries.append(entry)
      }
    }
  }

  private static func problem(of entry: Entry, _ keys: ValueKeys) -> ConfigurationError.Problem? {
    guard let text = entry.value.plainText, !keys.isStandIn(text, of: entry.key.name) else {
      return nil
    }
    return entry.key.problem(with: text, in: entry.source)
  }

  private static func unknown(
    _ name: String, option: String, among names: [String]
  ) -> ConfigurationError.Problem {
    ConfigurationError.Problem(
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
      guard let index = Overrides.index(of: environment, root, names, for: entry.key) else {
        throw ConfigurationError(
          "\(entry.key.name) from \(entry.source) may belong to any of \(names.count) environments",
          file: file,
          remedy: "say which with --environment; known: \(names.joined(separator: ", "))")
      }
      guard let path = Overrides.path(of: entry.key, index, environment, root, names) else {
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

  /// Where a value is written: one of the template's own to the top of the file, unless an environment is
  /// named or has one itself.
  private static func path(
    of key: ValueKey, _ index: Int, _ environment: String?, _ root: Value, _ names: [String]
  ) -> [String]? {
    let path = key.path(environment: index)
    guard key.declaration != nil, let path else { return path }
    let isOwn = root[path: path] != nil || environment != nil && names.count > 1
    return isOwn ? path : key.parts
  }

  /// The index of the environment that `key` belongs to; 0 when the key belongs to none.
  private static func index(
    of name: String?, _ root: Value, _ names: [String], for key: ValueKey
  ) -> Int? {
    let isOfOne =
      key.declaration == nil
      ? key.path(environment: 0)?[0] == "environments"
      : name != nil
        || names.indices.contains { root[path: key.path(environment: $0) ?? []] != nil }
    if !isOfOne { return 0 }
    if let name { return names.isEmpty ? 0 : names.firstIndex(of: name) }
    return names.count <= 1 ? 0 : nil
  }
}
