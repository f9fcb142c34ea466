import Yams

extension Value {
  /// Reads the one document of a YAML text.
  ///
  /// Plain scalars are taken as YAML 1.1 has them, the reading of Kubernetes too: `yes` is true;
  /// dates stay strings. Quoted and block scalars are strings. Merge keys (`<<`) are followed; a
  /// text without a document is null.
  ///
  /// - Throws: `ParseError` where the text is no YAML, has several documents, a key that is no
  ///   scalar, or aliases that unfold to more than 100,000 values.
  public init(yaml bytes: [UInt8]) throws(ParseError) {
    let stream = try YAMLStream(bytes)
    guard stream.documents.count < 2 else {
      throw ParseError(
        position: stream.documents[1].position, message: "one document is expected",
        remedy: "remove the others")
    }
    self = try Value.documents(of: stream).first ?? .null
  }

  /// The documents of a stream.
  ///
  /// - Throws: `ParseError` as for one document.
  public static func documents(of stream: YAMLStream) throws(ParseError) -> [Value] {
    var unfolding = YAMLUnfolding()
    var values: [Value] = []
    for root in stream.documents { values.append(try unfolding.value(of: root)) }
    return values
  }
}

/// Makes values of nodes, aliases unfolded.
private struct YAMLUnfolding {
  private var anchored: [YAMLNode] = []
  private var visits = 0

  mutating func value(of node: YAMLNode) throws(ParseError) -> Value {
    visits += 1
    guard visits <= 100_000 else {
      throw ParseError(
        position: node.position, message: "the aliases unfold to too many values",
        remedy: "use fewer aliases")
    }
    if node.anchor != nil, !node.isAlias { anchored.append(node) }
    switch node.kind {
    case .alias(let number): return try unfolded(number)
    case .scalar(let scalar): return Self.value(of: scalar, tag: node.hasTag ? node.tag : nil)
    case .list(let elements):
      var list: [Value] = []
      for element in elements { list.append(try value(of: element)) }
      return .list(list)
    case .map(let members): return try map(of: members)
    }
  }

  private mutating func unfolded(_ number: Int) throws(ParseError) -> Value {
    let target = anchored[number]
    // A copy keeps the numbers of anchors, which inner nodes would take again.
    var copy = self
    let value = try copy.value(of: target)
    visits = copy.visits
    return value
  }

  private mutating func map(
    of members: [(key: YAMLNode, value: YAMLNode)]
  ) throws(ParseError) -> Value {
    var map: [String: Value] = [:]
    var merged: [Value] = []
    for member in members {
      let key = try value(of: member.key)
      let value = try value(of: member.value)
      if member.key.scalar?.text == "<<", member.key.scalar?.style == .plain {
        if case .list(let list) = value { merged += list } else { merged.append(value) }
        continue
      }
      guard let scalar = member.key.scalar?.text ?? key.scalarText else {
        throw ParseError(
          position: member.key.position, message: "a key is no text", remedy: "write a plain key")
      }
      map[scalar] = value
    }
    for case .map(let other) in merged { map.merge(other) { own, _ in own } }
    return .map(map)
  }

  private static func value(of scalar: YAMLNode.Scalar, tag: String?) -> Value {
    let name = scalar.style == .plain ? Tag.Name.implicit : .str
    let node = Node(scalar.text, Tag(tag.map(Tag.Name.init(rawValue:)) ?? name))
    switch node.tag.rawValue {
    case Tag.Name.null.rawValue: return .null
    case Tag.Name.bool.rawValue: return node.bool.map(Value.bool) ?? .string(scalar.text)
    case Tag.Name.int.rawValue, Tag.Name.float.rawValue:
      if let int = node.int { return .int(int) }
      return node.float.map(Value.double) ?? .string(scalar.text)
    default: return .string(scalar.text)
    }
  }
}

extension Value {
  /// The text of a string, or nil.
  fileprivate var scalarText: String? {
    if case .string(let text) = self { text } else { nil }
  }
}
