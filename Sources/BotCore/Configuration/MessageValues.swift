internal import Mustache

/// What the tags of a text stand for: values by dotted names.
///
/// A name that is absent shows as nothing, and its section is left out.
struct MessageValues: MustacheParent {
  /// The value of a name.
  enum Value: Hashable, Sendable {
    case text(String)
    /// Shows or hides a section.
    case flag(Bool)
    /// Repeats a section, in which `.` is each of them.
    case list([String])
  }

  private var values: [String: Value] = [:]
  /// What precedes the names that Mustache asks for, with its dot.
  private var prefix = ""

  /// The value of `name`; empty texts count as absent.
  subscript(_ name: String) -> Value? {
    get { values[name] }
    set { values[name] = newValue == .text("") ? nil : newValue }
  }

  /// Sets a text.
  mutating func set(_ name: String, _ text: String?) {
    self[name] = text.map(Value.text)
  }

  /// What Mustache finds under one part of a dotted name.
  func child(named part: String) -> Any? {
    let name = prefix + part
    switch values[name] {
    case .text(let text): return text
    case .flag(let flag): return flag
    case .list(let items): return items
    case nil:
      guard values.keys.contains(where: { $0.hasPrefix(name + ".") }) else { return nil }
      var inner = self
      inner.prefix = name + "."
      return inner
    }
  }
}
