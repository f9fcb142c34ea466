/// A value as JSON and YAML share it: plain data without positions, comments or order.
public enum Value: Hashable, Sendable {
  /// Nothing.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case int(Int)
  /// A number with a fraction or an exponent.
  case double(Double)
  /// A text.
  case string(String)
  /// Values in order.
  case list([Value])
  /// Values by name; written in the byte order of the names.
  case map([String: Value])

  /// The value found by going down `path`, or nil where there is none.
  ///
  /// An element of a list is named by its index, from 0: `value["nodes", "0", "name"]`.
  public subscript(path: String...) -> Value? { self[path: path] }

  /// The value found by going down `path`, or nil where there is none.
  public subscript(path path: some Sequence<String>) -> Value? {
    var value = self
    for step in path {
      guard let next = value.child(step) else { return nil }
      value = next
    }
    return value
  }

  /// The members of a map in the byte order of their names; empty for every other kind.
  public var members: [(key: String, value: Value)] {
    guard case .map(let map) = self else { return [] }
    return map.map { (key: $0.key, value: $0.value) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  private func child(_ step: String) -> Value? {
    switch self {
    case .map(let map): return map[step]
    case .list(let list):
      guard let index = Int(step), list.indices.contains(index) else { return nil }
      return list[index]
    default: return nil
    }
  }
}

extension Value: Codable {
  /// Reads any JSON value: a number without a fraction becomes an integer where one can hold it.
  ///
  /// - Throws: `DecodingError` when the decoder's format has something else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .bool(flag)
    } else if let number = try? container.decode(Int.self) {
      self = .int(number)
    } else if let number = try? container.decode(Double.self) {
      self = .double(number)
    } else if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let items = try? container.decode([Value].self) {
      self = .list(items)
    } else {
      self = .map(try container.decode([String: Value].self))
    }
  }

  /// Writes the JSON value.
  ///
  /// - Throws: `EncodingError` for numbers that JSON does not have.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let flag): try container.encode(flag)
    case .int(let number): try container.encode(number)
    case .double(let number): try container.encode(number)
    case .string(let text): try container.encode(text)
    case .list(let items): try container.encode(items)
    case .map(let members): try container.encode(members)
    }
  }
}

extension Value {
  /// The text of a string, number or boolean; nil for everything else.
  public var plainText: String? {
    switch self {
    case .string(let text): text
    case .int(let number): String(number)
    case .double(let number): String(number)
    case .bool(let flag): String(flag)
    case .null, .list, .map: nil
    }
  }
}
