public import YAML

/// The variables by which Flux' substitution can give every node of `values`.
///
/// Each node, `values` itself, maps and lists included, has one: its path joined by `_`, where
/// everything but ASCII letters, digits and `_` is `_` too; elements of lists count from 0. Maps,
/// lists, numbers, booleans and null have their compact JSON, which a reference of its own, quoted
/// in the manifest or not, turns into that same value; null is `null` rather than an empty text,
/// so that a default in a reference is not taken for it. A string is itself where YAML surely
/// reads it back so, else quoted as in JSON, which keeps its newlines. A number or boolean also has
/// its text as a quoted string under its name with `_string`.
///
/// A number that is whole comes back as an integer: JSON has no other.
///
/// - Parameters:
///   - values: what stands in `values.yaml`.
///   - prefix: what every name starts with.
/// - Returns: names and texts, a node before what it holds, members in the byte order of their keys.
/// - Throws: `FlatNameError` where two paths give one name.
public func flatVariables(
  of values: Value, prefix: String = "infraConfig"
) throws(FlatNameError) -> [(key: String, text: String)] {
  var flattening = Flattening()
  try flattening.add(values, name: prefix, path: prefix)
  return flattening.variables
}

/// The variable for a reference as people write it.
///
/// - Parameter reference: what stands between `${` and `}`, as `infraConfig.storage.bulk.size`;
///   keys may hold letters, digits, `_`, `-`, `/` and dots.
/// - Returns: the name, or nil where this is no reference to `infraConfig`.
public func flatName(ofReference reference: String) -> String? {
  let parts = reference.utf8.split(separator: .dot, omittingEmptySubsequences: false)
  let isReference =
    reference.split(separator: ".").first == "infraConfig"
    && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isWord || $0 == 0x2F } }
  return isReference ? reference.flatName : nil
}

/// Collects variables and finds names that two paths give.
private struct Flattening {
  var variables: [(key: String, text: String)] = []
  private var paths: [String: String] = [:]

  mutating func add(_ value: Value, name: String, path: String) throws(FlatNameError) {
    try append(name, value.flatText, path)
    switch value {
    case .map:
      for (key, child) in value.members {
        try add(child, name: name + "_" + key.flatName, path: path + key.pathStep)
      }
    case .list(let elements):
      for (index, element) in elements.enumerated() {
        try add(element, name: "\(name)_\(index)", path: "\(path)[\(index)]")
      }
    case .int, .double, .bool:
      try append(name + "_string", value.description.jsonQuoted, "the text of \(path)")
    case .string, .null: break
    }
  }

  private mutating func append(
    _ name: String, _ text: String, _ path: String
  ) throws(FlatNameError) {
    if let other = paths.updateValue(path, forKey: name) {
      throw FlatNameError(name: name, firstPath: other, secondPath: path)
    }
    variables.append((name, text))
  }
}

extension Value {
  /// What stands in a variable for this value.
  fileprivate var flatText: String {
    guard case .string(let text) = self else { return description }
    let isSure =
      PlainScalar.isString(text, inFlow: false)
      && GoScalar(text, dialect: .version2) == .string
      && GoScalar(text, dialect: .version3) == .string
    return isSure ? text : text.jsonQuoted
  }
}

extension String {
  /// This text with `_` for every scalar that no variable's name may have.
  fileprivate var flatName: String {
    let scalars = unicodeScalars.map { scalar -> Unicode.Scalar in
      let isKept = scalar.isASCII && UInt8(ascii: scalar).isWord && scalar != "-"
      return isKept ? scalar : "_"
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// This key as a step of a path for people to read.
  fileprivate var pathStep: String {
    let isSimple = !isEmpty && utf8.allSatisfy(\.isWord)
    return isSimple ? "." + self : "[" + jsonQuoted + "]"
  }
}

/// Two values that would have the same variable.
public struct FlatNameError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The variable's name.
  public let name: String
  /// The path of the value that has it.
  public let firstPath: String
  /// The path of the value that would have it too.
  public let secondPath: String

  /// Makes an error from its parts.
  public init(name: String, firstPath: String, secondPath: String) {
    self.name = name
    self.firstPath = firstPath
    self.secondPath = secondPath
  }

  /// Both paths, and what to do.
  public var description: String {
    "\(firstPath) and \(secondPath) both become the variable \(name); rename one of the keys"
  }
}
