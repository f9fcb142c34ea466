internal import YAML

/// An object in what a source gave; keys that nobody asks for are the source's own business.
struct SourceObject {
  let position: TextPosition
  private let members: [PositionedValue.Member]

  /// - Throws: LiveSourceError when `value` is no object; `name` says what was expected.
  init(_ value: PositionedValue, name: String) throws(LiveSourceError) {
    guard case .map(let members) = value.kind else {
      throw LiveSourceError(
        "\(name) must be an object", at: value.position, remedy: "write { … } there")
    }
    self.members = members
    position = value.position
  }

  /// The value of `key`; nil when absent or null.
  func value(_ key: String) -> PositionedValue? {
    guard let value = members.first(where: { $0.key == key })?.value else { return nil }
    if case .null = value.kind { return nil }
    return value
  }

  /// The string at `key`; nil when absent.
  func string(_ key: String) throws(LiveSourceError) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value.kind else {
      throw mistyped(key, value, "a string in double quotes")
    }
    return text
  }

  /// The string at `key`, which must be there and not be empty.
  func requiredString(_ key: String) throws(LiveSourceError) -> String {
    guard let text = try string(key) else {
      throw LiveSourceError(
        "\"\(key)\" is missing", at: position, remedy: "add \"\(key)\" to this object")
    }
    guard !text.isEmpty else {
      throw LiveSourceError(
        "\"\(key)\" is empty", at: value(key)?.position, remedy: "give it a value")
    }
    return text
  }

  /// The boolean at `key`; nil when absent.
  func bool(_ key: String) throws(LiveSourceError) -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .bool(let flag) = value.kind else { throw mistyped(key, value, "true or false") }
    return flag
  }

  /// The whole number at `key`, not negative; nil when absent.
  func count(_ key: String) throws(LiveSourceError) -> Int? {
    guard let value = value(key) else { return nil }
    guard case .int(let number) = value.kind, number >= 0 else {
      throw mistyped(key, value, "a whole number from 0")
    }
    return number
  }

  /// The array at `key`; empty when absent.
  func list(_ key: String) throws(LiveSourceError) -> [PositionedValue] {
    guard let value = value(key) else { return [] }
    guard case .list(let items) = value.kind else { throw mistyped(key, value, "an array") }
    return items
  }

  private func mistyped(
    _ key: String, _ value: PositionedValue, _ expected: String
  ) -> LiveSourceError {
    LiveSourceError(
      "\"\(key)\" must be \(expected)", at: value.position,
      remedy: "change the value of \"\(key)\"")
  }
}
