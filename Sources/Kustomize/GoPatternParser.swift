/// Parses a regular expression of Go.
struct GoPatternParser {
  struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotTakesNewline = false
  }

  private let pattern: String
  let scalars: [Unicode.Scalar]
  var index = 0
  var flags = Flags()
  private var depth = 0

  init(_ pattern: String) {
    self.pattern = pattern
    scalars = Array(pattern.unicodeScalars)
  }

  /// - Throws: `BuildError` for what Go refuses.
  mutating func parse() throws(BuildError) -> GoPattern.Node {
    let node = try alternatives()
    guard index == scalars.count else { throw error("unexpected )") }
    return node
  }

  func error(_ message: String) -> BuildError {
    BuildError(
      "error parsing regexp \(pattern): \(message)",
      remedy: "the fields of a target are regular expressions of Go (RE2)")
  }

  var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  func isNext(_ text: String) -> Bool {
    scalars[index...].starts(with: text.unicodeScalars)
  }

  mutating func take(_ text: String) -> Bool {
    guard isNext(text) else { return false }
    index += text.unicodeScalars.count
    return true
  }
}

extension GoPatternParser {
  private mutating func alternatives() throws(BuildError) -> GoPattern.Node {
    depth += 1
    defer { depth -= 1 }
    guard depth < 200 else { throw error("expression nests too deeply") }
    var nodes = [try sequence()]
    while take("|") { nodes.append(try sequence()) }
    return nodes.count == 1 ? nodes[0] : .alternatives(nodes)
  }

  private mutating func sequence() throws(BuildError) -> GoPattern.Node {
    var nodes: [GoPattern.Node] = []
    var isBehindRepetition = false
    while let scalar = current, scalar != "|", scalar != ")" {
      let start = index
      if let count = try repetition() {
        guard !isBehindRepetition else { throw error("invalid nested repetition operator") }
        guard let last = nodes.popLast() else {
          index = start
          throw error("missing argument to repetition operator")
        }
        let node = GoPattern.Node.repetition(last, least: count.least, most: count.most)
        guard count.least < 2 && count.most ?? 0 < 2 || node.isRepeated(atMost: 1000) else {
          throw error("invalid repeat count")
        }
        nodes.append(node)
        isBehindRepetition = true
      } else {
        nodes += try atoms()
        isBehindRepetition = false
      }
    }
    return nodes.isEmpty ? .empty : nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  /// How often what stands before is repeated; nil where no such operator is next.
  private mutating func repetition() throws(BuildError) -> (least: Int, most: Int?)? {
    let count: (least: Int, most: Int?)
    if take("*") {
      count = (0, nil)
    } else if take("+") {
      count = (1, nil)
    } else if take("?") {
      count = (0, 1)
    } else if let braces = try braces() {
      count = braces
    } else {
      return nil
    }
    _ = take("?")
    return count
  }

  /// `{2}`, `{2,}` or `{2,3}`; other braces stand for themselves.
  private mutating func braces() throws(BuildError) -> (least: Int, most: Int?)? {
    let start = index
    guard take("{"), let least = number() else {
      index = start
      return nil
    }
    var most: Int? = least
    if take(",") { most = current == "}" ? nil : number() ?? -1 }
    guard take("}"), most != -1 else {
      index = start
      return nil
    }
    guard least <= 1000, most ?? least <= 1000, least <= most ?? least else {
      throw error("invalid repeat count")
    }
    return (least, most)
  }

  /// A number without leading zeros; 1001 for all that are larger.
  private mutating func number() -> Int? {
    let digits = scalars[index...].prefix { ("0"..."9").contains($0) }
    guard let first = digits.first, digits.count == 1 || first != "0" else { return nil }
    index += digits.count
    return digits.count > 4 ? 1001 : min(1001, Int(String(String.UnicodeScalarView(digits))) ?? 0)
  }

  private mutating func atoms() throws(BuildError) -> [GoPattern.Node] {
    guard let scalar = current else { return [] }
    switch scalar {
    case "(": return try group().map { [$0] } ?? []
    case "[": return [.character(try characterClass())]
    case "\\": return try escape()
    default: index += 1
    }
    switch scalar {
    case "^": return [.assertion(flags.isMultiline ? .lineStart : .textStart)]
    case "$": return [.assertion(flags.isMultiline ? .lineEnd : .textEnd)]
    case ".":
      let newline: [CharacterTest.Member] = flags.dotTakesNewline ? [] : [.range(10, 10)]
      return [.character(CharacterTest(members: newline, isNegated: true))]
    default: return [literal(scalar)]
    }
  }

  func literal(_ scalar: Unicode.Scalar) -> GoPattern.Node {
    .character(test([.range(scalar.value, scalar.value)]))
  }

  func test(_ members: [CharacterTest.Member]) -> CharacterTest {
    CharacterTest(members: members, ignoresCase: flags.ignoresCase)
  }

  /// A group, or nil for one that sets flags only.
  private mutating func group() throws(BuildError) -> GoPattern.Node? {
    index += 1
    let outer = flags
    if take("?P<") || take("?<") {
      try groupName()
    } else if take("?") {
      guard try groupFlags() else { return nil }
    }
    let node = try alternatives()
    guard take(")") else { throw error("missing closing )") }
    flags = outer
    return node
  }

  private mutating func groupName() throws(BuildError) {
    let name = scalars[index...].prefix { CharacterTest.word.matches($0) }
    index += name.count
    guard !name.isEmpty, take(">") else { throw error("invalid named capture") }
  }

  /// Reads the flags behind `(?`; true where a group follows.
  private mutating func groupFlags() throws(BuildError) -> Bool {
    var isOn = true
    var hasFlag = false
    var new = flags
    while let scalar = current {
      index += 1
      switch scalar {
      case "i": new.ignoresCase = isOn
      case "m": new.isMultiline = isOn
      case "s": new.dotTakesNewline = isOn
      case "U": break
      case "-" where isOn:
        isOn = false
        hasFlag = false
        continue
      case ":" where isOn || hasFlag, ")" where isOn || hasFlag:
        flags = new
        return scalar == ":"
      default: throw error("invalid or unsupported Perl syntax")
      }
      hasFlag = true
    }
    throw error("missing closing )")
  }
}

extension GoPattern.Node {
  /// Whether counted repetitions within each other multiply to no more than `limit`.
  fileprivate func isRepeated(atMost limit: Int) -> Bool {
    switch self {
    case .empty, .character, .assertion: return true
    case .sequence(let nodes), .alternatives(let nodes):
      return nodes.allSatisfy { $0.isRepeated(atMost: limit) }
    case .repetition(let node, let least, let most):
      let count = most ?? least
      if most == 0 { return true }
      guard count <= limit else { return false }
      return node.isRepeated(atMost: count > 0 ? limit / count : limit)
    }
  }
}
