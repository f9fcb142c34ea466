import Flux
import YAML

/// What each flat name of a `values.yaml` stands for.
struct FlatValues {
  /// The name that every reference starts with.
  static let prefix = "infraConfig"

  /// The texts of the variables, in order.
  let variables: [(key: String, text: String)]
  private let texts: [String: String]
  private var values: [String: Value] = [:]

  /// - Throws: `FlatNameError` where two paths give one name.
  init(_ values: Value) throws(FlatNameError) {
    variables = try flatVariables(of: values, prefix: Self.prefix)
    texts = Dictionary(variables.map { ($0.key, $0.text) }) { first, _ in first }
    collect(values, Self.prefix)
  }

  /// Whether there is a variable of that name.
  func contains(_ name: String) -> Bool { texts[name] != nil }

  /// The names of all variables.
  var names: Set<String> { Set(texts.keys) }

  /// The value behind a flat name that stands for a node of the values, or nil.
  subscript(_ name: String) -> Value? { values[name] }

  /// Whether a value may stand within a longer text: a scalar whose variable is its own text.
  func isPlainText(_ name: String) -> Bool {
    switch values[name] {
    case .string(let text): texts[name] == text
    case .int, .double, .bool: true
    default: false
    }
  }

  private mutating func collect(_ value: Value, _ name: String) {
    values[name] = value
    switch value {
    case .map: for (key, value) in value.members { collect(value, name + "_" + Self.flat(key)) }
    case .list(let list):
      for (index, value) in list.enumerated() { collect(value, "\(name)_\(index)") }
    default: break
    }
  }

  private static func flat(_ key: String) -> String {
    String(
      key.unicodeScalars.map { $0.isASCII && UInt8($0.value).isFlatName ? Character($0) : "_" })
  }
}

extension UInt8 {
  /// Whether this may stand in the name of a variable.
  fileprivate var isFlatName: Bool { isWord && self != .minus }
}
