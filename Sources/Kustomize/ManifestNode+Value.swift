public import YAML

extension ManifestNode {
  /// What is left of this node as JSON: what kustomize prints of it.
  ///
  /// - Throws: `BuildError` for numbers that JSON does not have and for keys that are no texts.
  public func value() throws(BuildError) -> Value { try value(depth: 0) }

  private func value(depth: Int) throws(BuildError) -> Value {
    switch content {
    case .scalar(let text): return try scalar(text)
    case .list(let elements):
      var list: [Value] = []
      list.reserveCapacity(elements.count)
      for element in elements { list.append(try element.value(depth: depth + 1)) }
      return .list(list)
    case .map(let members):
      var map: [String: Value] = [:]
      map.reserveCapacity(members.count)
      for member in members {
        guard depth == 0 || member.key.type == .string else {
          throw BuildError(
            "json: unsupported type: map[interface {}]interface {}", line: member.key.lineNumber,
            remedy: "put the key \(member.key.text ?? "") in quotes")
        }
        map[member.key.text ?? ""] = try member.value.value(depth: depth + 1)
      }
      return .map(map)
    }
  }

  private func scalar(_ text: String) throws(BuildError) -> Value {
    if tag == .string || tag == .none && isQuoted {
      return .string(
        try block.map { block throws(BuildError) in try text.printed(as: block) } ?? text)
    }
    if tag == .null, isQuoted, text.isEmpty { return .string("") }
    let resolved = GoScalar(text, dialect: .version3)
    if tag != .none { try check(resolved, text) }
    switch resolved {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .int(let number): return tag == .float ? try json(Double(number)) : .int(number)
    case .double(let number): return try json(number)
    case .timestamp(let time): return .string(time)
    case .string: return .string(text)
    }
  }

  private func check(_ resolved: GoScalar, _ text: String) throws(BuildError) {
    let isSame = Tag(resolved) == tag || tag == .float && Tag(resolved) == .int
    guard !isSame else { return }
    throw BuildError(
      "yaml: cannot decode \(resolved.tag) `\(text)` as a \(tag)", line: lineNumber)
  }

  private func json(_ number: Double) throws(BuildError) -> Value {
    guard number.isFinite else {
      let name = number.isNaN ? "NaN" : number < 0 ? "-Inf" : "+Inf"
      throw BuildError("json: unsupported value: \(name)", line: lineNumber)
    }
    return Int(exactly: number).map(Value.int) ?? .double(number)
  }

  /// The tag, or where there is none the one that the text has.
  public var type: Tag {
    guard tag == .none else { return tag }
    switch content {
    case .scalar(let text): return isQuoted ? .string : Tag(GoScalar(text, dialect: .version3))
    case .list: return .list
    case .map: return .map
    }
  }

  /// A node without a place for a value of JSON; keys in the order of their bytes.
  public init(_ value: Value) {
    switch value {
    case .null: self = .null
    case .bool(let flag): self.init(.scalar(flag ? "true" : "false"), tag: .bool)
    case .int(let number): self.init(.scalar(String(number)), tag: .int)
    case .double(let number): self.init(.scalar(number.decimalText), tag: .float)
    case .string(let text): self.init(.scalar(text), tag: .string)
    case .list(let elements): self.init(.list(elements.map { ManifestNode($0) }), tag: .list)
    case .map:
      let members = value.members.map {
        Member(key: .string($0.key), value: ManifestNode($0.value))
      }
      self.init(.map(members), tag: .map)
    }
  }
}

extension ManifestNode.Tag {
  init(_ scalar: GoScalar) {
    switch scalar {
    case .null: self = .null
    case .bool: self = .bool
    case .int: self = .int
    case .double: self = .float
    case .timestamp: self = .timestamp
    case .string: self = .string
    }
  }
}
