/// Writes resources as the Go library does by which Flux prints them before it substitutes.
///
/// Source: `Marshal` of go-yaml 2.4 (`encode.go`, `sorter.go`), which sigs.k8s.io/yaml uses. Its
/// emitter and ours are one, libyaml's, and agree on everything but what is chosen here: the style
/// asked for and the order of keys.
public enum GoYAMLWriter {
  /// The document for `value`.
  ///
  /// - Throws: `GoError` for numbers and characters that Flux' own way through JSON refuses.
  public static func text(of value: Value) throws(GoError) -> String {
    let node = try node(value)
    do throws(ManifestError) {
      return try node.text()
    } catch {
      throw GoError("yaml: the resource cannot be written")
    }
  }

  private static func node(_ value: Value) throws(GoError) -> StyledNode {
    switch value {
    case .null: return plain("null")
    case .bool(let flag): return plain(flag ? "true" : "false")
    case .int(let number): return plain(String(number))
    case .double(let number): return try plain(self.number(number))
    case .string(let text): return try string(text)
    case .list(let elements):
      var nodes: [StyledNode] = []
      for element in elements { nodes.append(try node(element)) }
      return .list(nodes)
    case .map(let members):
      var pairs: [(key: StyledNode, value: StyledNode)] = []
      for (key, value) in members.sorted(by: { $0.key.isBeforeInGo($1.key) }) {
        pairs.append((try string(key), try node(value)))
      }
      return .map(pairs)
    }
  }

  private static func plain(_ text: String) -> StyledNode { .scalar(text, .plain) }

  private static func string(_ text: String) throws(GoError) -> StyledNode {
    // The text passes through JSON without escapes for these, which a YAML reader refuses.
    guard text.unicodeScalars.allSatisfy({ !$0.isRefusedInYAML }) else {
      throw GoError("yaml: control characters are not allowed")
    }
    let isString = GoScalar(text, dialect: .version2) == .string
    let style: StyledNode.Style =
      text.utf8.contains(.lineFeed) ? .literal : isString ? .plain : .doubleQuoted
    return .scalar(text, style)
  }

  private static func number(_ double: Double) throws(GoError) -> String {
    guard double.isFinite else {
      let name = double.isNaN ? "NaN" : double < 0 ? "-Inf" : "+Inf"
      throw GoError("json: unsupported value: \(name)")
    }
    // JSON has 1 for 1.0.
    return Int(exactly: double).map(String.init) ?? double.decimalText
  }
}

extension Unicode.Scalar {
  /// Whether YAML has this scalar only escaped, while JSON writes it as it is.
  fileprivate var isRefusedInYAML: Bool {
    switch value {
    case 0x7F...0x84, 0x86...0x9F, 0xFFFE...0xFFFF: true
    default: false
    }
  }
}

extension String {
  /// Whether go-yaml writes the key `self` before the key `other`.
  ///
  /// Letters by code point and behind everything else, runs of digits by their number.
  /// Source: `keyList.Less` in go-yaml's `sorter.go`, version 2.4.
  public func isBeforeInGo(_ other: String) -> Bool {
    let left = Array(unicodeScalars)
    let right = Array(other.unicodeScalars)
    for index in 0..<min(left.count, right.count) where left[index] != right[index] {
      let isLetter = (left[index].isGoLetter, right[index].isGoLetter)
      if isLetter.0 && isLetter.1 { return left[index] < right[index] }
      if isLetter.0 || isLetter.1 { return isLetter.1 }
      return Self.areDigitsOrdered(left, right, at: index)
    }
    return left.count < right.count
  }

  private static func areDigitsOrdered(
    _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], at index: Int
  ) -> Bool {
    // A zero counts as a digit of the number that the equal digits before it began.
    let isInside = (left[index] == "0" || right[index] == "0") && left.endsNumber(at: index)
    let one = left.number(at: index, from: isInside ? 1 : 0)
    let two = right.number(at: index, from: isInside ? 1 : 0)
    if one.value != two.value { return one.value < two.value }
    if one.end != two.end { return one.end < two.end }
    return left[index] < right[index]
  }
}

extension [Unicode.Scalar] {
  /// Whether digits stand before `index` of which one is not zero.
  fileprivate func endsNumber(at index: Int) -> Bool {
    self[..<index].reversed().prefix { $0.isGoDigit }.contains { $0 != "0" }
  }

  /// The number that starts at `index` behind the digits of `start`, and where it ends.
  fileprivate func number(at index: Int, from start: Int64) -> (value: Int64, end: Int) {
    var value = start
    var end = index
    while end < count, self[end].isGoDigit {
      value = value &* 10 &+ (Int64(self[end].value) - 0x30)
      end += 1
    }
    return (value, end)
  }
}

extension Unicode.Scalar {
  /// Whether Go's `unicode.IsLetter` holds.
  public var isGoLetter: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  /// Whether Go's `unicode.IsDigit` holds.
  public var isGoDigit: Bool { properties.generalCategory == .decimalNumber }
}
