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
