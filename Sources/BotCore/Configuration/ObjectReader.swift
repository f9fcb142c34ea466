internal import YAML

/// Reads the members of one JSON object, and afterwards names those that nobody asked for.
///
/// A misspelt key is the most common mistake in a configuration; ignoring it would mean doing
/// something else than what the file says. Call `finish()` once all known keys were read.
struct ObjectReader {
  let file: String
  let position: TextPosition
  /// The values that texts may name.
  var keys = ValueKeys()
  private let members: [PositionedValue.Member]
  private var known: [String] = []

  /// Begins to read `value`, which must be an object.
  ///
  /// - Throws: ConfigurationError when `value` is something else; `name` says what was expected.
  init(_ value: PositionedValue, file: String, name: String) throws(ConfigurationError) {
    guard case .map(let members) = value.kind else {
      throw ConfigurationError(
        "\(name) must be an object", file: file, position: value.position,
        remedy: "write { … } there")
    }
    self.file = file
    self.position = value.position
    self.members = members
  }

  /// The keys in file order with their values, for objects whose keys are the user's own.
  func all() -> [PositionedValue.Member] {
    members
  }

  /// The value of `key`; nil when absent or null.
  mutating func value(_ key: String) -> PositionedValue? {
    known.append(key)
    guard let value = members.first(where: { $0.key == key })?.value else { return nil }
    if case .null = value.kind { return nil }
    return value
  }

  /// The string at `key`; nil when absent.
  mutating func string(_ key: String) throws(ConfigurationError) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value.kind else {
      throw mistyped(key, value, "a string in double quotes")
    }
    return text
  }

  /// The string at `key`, which must be there and not be empty.
  mutating func requiredString(_ key: String) throws(ConfigurationError) -> String {
    guard let text = try string(key) else {
      throw ConfigurationError(
        "\"\(key)\" is missing", file: file, position: position,
        remedy: "add \"\(key)\" to this object")
    }
    guard !text.isEmpty else {
      throw ConfigurationError(
        "\"\(key)\" is empty", file: file,
        position: members.first { $0.key == key }?.value.position,
        remedy: "give it a value")
    }
    return text
  }

  /// The boolean at `key`; nil when absent.
  mutating func bool(_ key: String) throws(ConfigurationError) -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .bool(let flag) = value.kind else { throw mistyped(key, value, "true or false") }
    return flag
  }

  /// The whole number at `key`, not negative; nil when absent.
  mutating func count(_ key: String) throws(ConfigurationError) -> Int? {
    guard let value = value(key) else { return nil }
    guard case .int(let number) = value.kind, number >= 0 else {
      throw mistyped(key, value, "a whole number from 0")
    }
    return number
  }

  /// The number at `key`; nil when absent.
  mutating func number(_ key: String) throws(ConfigurationError) -> Double? {
    guard let value = value(key) else { return nil }
    switch value.kind {
    case .int(let number): return Double(number)
    case .double(let number): return number
    default: throw mistyped(key, value, "a number")
    }
  }

  /// The array at `key`; empty when absent.
  mutating func list(_ key: String) throws(ConfigurationError) -> [PositionedValue] {
    guard let value = value(key) else { return [] }
    guard case .list(let items) = value.kind else { throw mistyped(key, value, "an array") }
    return items
  }

  /// The array of strings at `key`; nil when absent.
  mutating func strings(_ key: String) throws(ConfigurationError) -> [String]? {
    guard let value = value(key) else { return nil }
    guard case .list(let items) = value.kind else {
      throw mistyped(key, value, "an array of strings")
    }
    var strings: [String] = []
    for item in items {
      guard case .string(let text) = item.kind else { throw mistyped(key, item, "strings only") }
      strings.append(text)
    }
    return strings
  }

  /// One of the raw values of `Choice` at `key`; nil when absent.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, of type: Choice.Type
  ) throws(ConfigurationError) -> Choice? {
    guard let value = value(key) else { return nil }
    let choices = type.allCases.map(\.rawValue)
    guard case .string(let text) = value.kind, let choice = Choice(rawValue: text) else {
      throw mistyped(key, value, "one of " + choices.map { "\"\($0)\"" }.joined(separator: ", "))
    }
    return choice
  }

  /// The object at `key`, read by `read`, whose own unknown keys are checked here; nil when absent.
  mutating func object<Result>(
    _ key: String, _ read: (inout ObjectReader) throws(ConfigurationError) -> Result
  ) throws(ConfigurationError) -> Result? {
    guard let value = value(key) else { return nil }
    var reader = try ObjectReader(value, file: file, name: "\"\(key)\"")
    reader.keys = keys
    let result = try read(&reader)
    try reader.finish()
    return result
  }

  /// Throws when the object has a key that was never asked for, with the nearest right one.
  func finish() throws(ConfigurationError) {
    var problems: [ConfigurationError.Problem] = []
    for member in members where !known.contains(member.key) && !member.key.hasPrefix("$") {
      let nearest = nearestSpelling(to: member.key, among: known)
      let choices = known.sorted().joined(separator: ", ")
      problems.append(
        ConfigurationError.Problem(
          "unknown key \"\(member.key)\"", file: file, position: member.keyPosition,
          remedy: nearest.map { "did you mean \"\($0)\"?" } ?? "known here: \(choices)"))
    }
    if !problems.isEmpty { throw ConfigurationError(problems) }
  }

  /// The error for a value of the wrong type at `key`.
  func mistyped(_ key: String, _ value: PositionedValue, _ expected: String) -> ConfigurationError {
    ConfigurationError(
      "\"\(key)\" must be \(expected)", file: file, position: value.position,
      remedy: "change the value of \"\(key)\"")
  }
}
