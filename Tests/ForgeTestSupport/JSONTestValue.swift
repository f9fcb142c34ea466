import Foundation

/// Any JSON, with booleans told from numbers.
public enum JSONTestValue: Decodable, Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case string(String)
  case array([JSONTestValue])
  case object([String: JSONTestValue])

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONTestValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONTestValue].self))
    }
  }

  /// The members of the object that `bytes` are; nil when they are none.
  public static func object(in bytes: [UInt8]) -> [String: JSONTestValue]? {
    try? JSONDecoder().decode([String: JSONTestValue].self, from: Data(bytes))
  }

  /// The text that this is; nil for everything else.
  public var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The texts in the array that this is; empty for everything else.
  public var texts: [String] {
    if case .array(let items) = self { items.compactMap(\.text) } else { [] }
  }

  /// The numbers in the array that this is; empty for everything else.
  public var numbers: [Int] {
    guard case .array(let items) = self else { return [] }
    return items.compactMap { if case .integer(let number) = $0 { number } else { nil } }
  }
}

extension JSONTestValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  public init(arrayLiteral elements: JSONTestValue...) { self = .array(elements) }
}
