import Foundation

/// What a forge documents about the body of a request: its keys and their types.
struct JSONTestSchema: Sendable {
  enum Shape: Sendable {
    case string
    case integer
    case boolean
    case strings
    case integers
  }

  var required: [String: Shape] = [:]
  var optional: [String: Shape] = [:]

  /// What is wrong with `body`, which must fit the schema and be `expected`.
  func complaints(_ body: [UInt8], expected: [String: JSONTestValue]) -> [String] {
    guard let object = try? JSONDecoder().decode([String: JSONTestValue].self, from: Data(body))
    else { return ["no JSON object was sent"] }
    let shapes = required.merging(optional) { first, _ in first }
    var complaints = required.keys.filter { object[$0] == nil }.map { "\($0) is missing" }
    for (key, value) in object {
      guard let shape = shapes[key] else {
        complaints.append("the forge knows no \(key)")
        continue
      }
      if !JSONTestSchema.fits(value, shape) { complaints.append("\(key) is no \(shape)") }
    }
    if object != expected { complaints.append("\(object) was sent instead of \(expected)") }
    return complaints.sorted()
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
