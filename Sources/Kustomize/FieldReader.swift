internal import YAML

/// Reads the fields of a map of a kustomization as Go's JSON decoder fills a struct.
///
/// Names fit in any case; null leaves a field as it is; an unknown name is an error, as kustomize has it, or
/// left out, as Flux does with the top file. Source: `encoding/json` with `DisallowUnknownFields`.
struct FieldReader {
  /// How fields are taken.
  enum Strictness: Sendable {
    /// As kustomize does.
    case exact
    /// As Flux does when it rewrites the kustomization at the path of a Flux Kustomization: unknown fields are
    /// dropped, numbers and booleans count as texts.
    case lenient
  }

  private var fields: [String: Value] = [:]
  private let context: String
  private let strictness: Strictness

  /// - Parameters:
  ///   - value: a map; null counts as an empty one.
  ///   - names: all fields that there are.
  ///   - context: what the map is, for messages: `patches[0].target`.
  ///   - strictness: how fields are taken.
  /// - Throws: `BuildError` for an unknown field and for what is no map.
  init(
    _ value: Value, _ names: [String], _ context: String, _ strictness: Strictness
  ) throws(BuildError) {
    self.context = context
    self.strictness = strictness
    if value == .null { return }
    guard case .map = value else {
      throw BuildError("\(context) must be a map", remedy: "write its fields as a map")
    }
    let lowered = Dictionary(
      names.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    for (key, member) in value.members {
      guard let name = lowered[key.foldedAsByGo] else {
        if strictness == .lenient { continue }
        throw BuildError(
          "unknown field \"\(key)\"" + (context.isEmpty ? "" : " in \(context)"),
          remedy: "known: \(names.joined(separator: ", "))")
      }
      if member != .null { fields[name] = member }
    }
  }

  private func name(_ field: String) -> String { context.isEmpty ? field : context + "." + field }

  private func mismatch(_ field: String, _ wanted: String) -> BuildError {
    BuildError("\(name(field)) must be \(wanted)")
  }

  /// Whether a field is there and not null.
  func has(_ field: String) -> Bool { fields[field] != nil }

  /// A field as it is; nil where it is missing or null.
  func value(_ field: String) -> Value? { fields[field] }

  /// A text; empty where it is missing.
  func text(_ field: String) throws(BuildError) -> String {
    try optionalText(field) ?? ""
  }

  /// A text, or nil where it is missing.
  func optionalText(_ field: String) throws(BuildError) -> String? {
    guard let value = fields[field] else { return nil }
    guard let text = text(of: value) else { throw mismatch(field, "a text; put it in quotes") }
    return text
  }

  private func text(of value: Value) -> String? {
    if case .string(let text) = value { return text }
    return strictness == .lenient ? value.plainText : nil
  }

  /// A list of texts; empty where it is missing.
  func texts(_ field: String) throws(BuildError) -> [String] {
    var texts: [String] = []
    for value in try list(field) {
      if value == .null {
        texts.append("")
        continue
      }
      guard let text = text(of: value) else {
        throw mismatch(field, "a list of texts; put numbers and booleans in quotes")
      }
      texts.append(text)
    }
    return texts
  }

  /// A list; empty where it is missing.
  func list(_ field: String) throws(BuildError) -> [Value] {
    guard let value = fields[field] else { return [] }
    guard case .list(let list) = value else { throw mismatch(field, "a list") }
    return list
  }

  /// A list whose elements `read` turns into something; the text is what an element is for messages.
  func list<Element>(
    _ field: String, _ read: (Value, String) throws(BuildError) -> Element
  ) throws(BuildError) -> [Element] {
    var elements: [Element] = []
    for (index, value) in try list(field).enumerated() {
      elements.append(try read(value, "\(name(field))[\(index)]"))
    }
    return elements
  }

  /// A map that `read` turns into something; nil where it is missing.
  func object<Element>(
    _ field: String, _ read: (Value, String) throws(BuildError) -> Element
  ) throws(BuildError) -> Element? {
    guard let value = fields[field] else { return nil }
    return try read(value, name(field))
  }

  /// Texts by name; empty where the field is missing.
  func textMap(_ field: String) throws(BuildError) -> [String: String] {
    guard let value = fields[field] else { return [:] }
    guard case .map(let members) = value else { throw mismatch(field, "a map of texts") }
    var texts: [String: String] = [:]
    for (key, member) in members {
      guard let text = member == .null ? "" : text(of: member) else {
        throw mismatch(field, "a map of texts; put the value of \(key) in quotes")
      }
      texts[key] = text
    }
    return texts
  }

  /// A boolean; nil where it is missing.
  func flag(_ field: String) throws(BuildError) -> Bool? {
    guard let value = fields[field] else { return nil }
    guard case .bool(let flag) = value else { throw mismatch(field, "true or false") }
    return flag
  }

  /// A whole number; nil where it is missing.
  func number(_ field: String) throws(BuildError) -> Int? {
    guard let value = fields[field] else { return nil }
    guard case .int(let number) = value else { throw mismatch(field, "a whole number") }
    return number
  }
}
