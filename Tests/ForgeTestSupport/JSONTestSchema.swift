import Foundation

/// What a forge documents about the body of a request: its keys and their types.
public struct JSONTestSchema: Sendable {
  /// The type of a value.
  public enum Shape: Sendable {
    case string
    case integer
    case boolean
    case strings
    case integers
  }

  private let required: [String: Shape]
  private let optional: [String: Shape]

  public init(required: [String: Shape] = [:], optional: [String: Shape] = [:]) {
    self.required = required
    self.optional = optional
  }

  /// What is wrong with `body`, which must fit the schema.
  public func complaints(_ body: [String: JSONTestValue]) -> [String] {
    let shapes = required.merging(optional) { first, _ in first }
    var complaints = required.keys.filter { body[$0] == nil }.map { "\($0) is missing" }
    for (key, value) in body {
      guard let shape = shapes[key] else {
        complaints.append("the forge knows no \(key)")
        continue
      }
      if !JSONTestSchema.fits(value, shape) { complaints.append("\(key) is no \(shape)") }
    }
    return complaints.sorted()
  }

  /// What is wrong with the bytes of a body, which must fit the schema and be `expected`.
  public func complaints(_ body: [UInt8], expected: [String: JSONTestValue]) -> [String] {
    guard let object = JSONTestValue.object(in: body) else { return ["no JSON object was sent"] }
    let isOther = object != expected
    return complaints(object) + (isOther ? ["\(object) was sent instead of \(expected)"] : [])
  }

  private static func fits(_ value: JSONTestValue, _ shape: Shape) -> Bool {
    switch (value, shape) {
    case (.string, .string), (.integer, .integer), (.boolean, .boolean): true
    case (.array(let items), .strings): items.allSatisfy { fits($0, .string) }
    case (.array(let items), .integers): items.allSatisfy { fits($0, .integer) }
    default: false
    }
  }
}
