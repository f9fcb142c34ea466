/// Reads YAML into what is left of it as JSON, as Go's libraries do for kustomize and Flux.
///
/// Source: go-yaml's `decode.go` and `convertToJSONableObject` of sigs.k8s.io/yaml 1.6.
public struct GoYAMLReader {
  private let dialect: GoScalar.Dialect
  /// The anchored nodes in the order of the text, by which aliases name them.
  private let anchored: [YAMLNode]
  /// How many values aliases stood for so far.
  private var unfolded = 0
  private var aliasDepth = 0
  private var depth = 0

  /// The values of all documents.
  ///
  /// - Throws: `GoError` where Go's reader fails, and, unlike there, for a key that stands twice.
  public static func values(of bytes: [UInt8], dialect: GoScalar.Dialect) throws(GoError) -> [Value]
  {
    let stream: YAMLStream
    do {
      stream = try YAMLStream(bytes)
    } catch {
      throw GoError(error, in: bytes)
    }
    var reader = GoYAMLReader(dialect: dialect, anchored: stream.anchoredNodes)
    var values: [Value] = []
    for document in stream.documents { values.append(try reader.value(of: document)) }
    return values
  }

  private init(dialect: GoScalar.Dialect, anchored: [YAMLNode]) {
    self.dialect = dialect
    self.anchored = anchored
  }

  private mutating func value(of node: YAMLNode) throws(GoError) -> Value {
    unfolded += aliasDepth > 0 ? 1 : 0
    depth += 1
    defer { depth -= 1 }
    guard unfolded <= 100_000, depth <= 500 else {
      throw GoError("yaml: document contains excessive aliasing")
    }
    switch node.kind {
    case .alias(let number):
      aliasDepth += 1
      defer { aliasDepth -= 1 }
      return try value(of: anchored[number])
    case .scalar(let scalar):
      return try Self.value(of: resolved(scalar, in: node), scalar.text, dialect)
    case .list(let elements):
      var list: [Value] = []
      for element in elements { list.append(try value(of: element)) }
      return .list(list)
    case .map(let members): return try map(of: members)
    }
  }

  private mutating func map(
    of members: [(key: YAMLNode, value: YAMLNode)]
  ) throws(GoError) -> Value {
    var map: [String: Value] = [:]
    for (key, node) in members {
      let value = try value(of: node)
      if key.isMergeKey {
        try merge(value, into: &map)
      } else {
        map[try text(ofKey: key)] = value
      }
    }
    return .map(map)
  }

  /// Takes over the members of a map or of several; the first of several maps wins.
  private func merge(_ value: Value, into map: inout [String: Value]) throws(GoError) {
    switch value {
    case .map(let other):
      // Version 2 lets what is written later win, version 3 what is written out.
      map.merge(other) { own, new in dialect == .version2 ? new : own }
    case .list(let list) where list.allSatisfy(\.isMap):
      for other in dialect == .version2 ? list.reversed() : list { try merge(other, into: &map) }
    default:
      throw GoError("yaml: map merge requires map or sequence of maps as the value")
    }
  }

  /// What becomes of a key that is no string.
  private func text(ofKey node: YAMLNode) throws(GoError) -> String {
    var node = node
    if case .alias(let number) = node.kind { node = anchored[number] }
    guard let scalar = node.scalar else { throw GoError("yaml: invalid map key") }
    let key = try resolved(scalar, in: node)
    if case .string = key { return scalar.text }
    guard dialect == .version2 else {
      // The outermost map is read into a type of Go whose keys are texts.
      if depth == 1 { return scalar.text }
      throw GoError("json: unsupported type: map[interface {}]interface {}")
    }
    switch key {
    case .timestamp: return scalar.text
    case .bool(let flag): return flag ? "true" : "false"
    case .int(let number): return String(number)
    case .double(let number) where number.isNaN: return ".nan"
    case .double(let number) where number.isInfinite: return number < 0 ? "-.inf" : ".inf"
    case .double(let number):
      return Int(exactly: number).map(String.init) ?? Float(number).description
    default: throw GoError("unsupported map key of type: %!s(<nil>)")
    }
  }

  /// What a scalar is, with its tag taken into account.
  private func resolved(_ scalar: YAMLNode.Scalar, in node: YAMLNode) throws(GoError) -> GoScalar {
    guard node.hasTag else {
      return scalar.style == .plain ? GoScalar(scalar.text, dialect: dialect) : .string
    }
    let prefix = "tag:yaml.org,2002:"
    let tag = node.tag.hasPrefix(prefix) ? node.tag.dropFirst(prefix.count) : ""
    guard ["null", "bool", "int", "float", "timestamp"].contains(tag) else { return .string }
    let resolved = GoScalar(scalar.text, dialect: dialect)
    switch (tag, resolved) {
    case ("float", .int(let number)): return .double(Double(number))
    case _ where resolved.tag == tag: return resolved
    default:
      throw GoError("yaml: cannot decode !!\(resolved.tag) `\(scalar.text)` as a !!\(tag)")
    }
  }

  private static func value(
    of scalar: GoScalar, _ text: String, _ dialect: GoScalar.Dialect
  ) throws(GoError) -> Value {
    switch scalar {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .int(number)
    case .double(let number):
      guard number.isFinite else {
        let name = number.isNaN ? "NaN" : number < 0 ? "-Inf" : "+Inf"
        throw GoError("json: unsupported value: \(name)")
      }
      return Int(exactly: number).map(Value.int) ?? .double(number)
    case .timestamp(let time): return .string(dialect == .version2 ? text : time)
    case .string: return .string(text)
    }
  }
}

extension Value {
  fileprivate var isMap: Bool {
    if case .map = self { true } else { false }
  }
}
