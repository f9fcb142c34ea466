/// A regular expression as Go's `regexp` package compiles and matches it.
///
/// Matching takes time in proportion to the text; nothing of the pattern makes it explode.
/// Characters are Unicode scalars, `\d`, `\s` and `\w` are ASCII. Source: the syntax at
/// `regexp/syntax` of Go 1.24.
struct GoPattern: Sendable {
  /// A step of the program that the pattern becomes.
  private enum Step: Sendable {
    case character(CharacterTest)
    case assertion(Assertion)
    case jump(Int)
    case split(Int, Int)
    case end
  }

  /// What has no width.
  enum Assertion: Sendable {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
  }

  /// The parsed pattern.
  indirect enum Node: Sendable {
    case empty
    case character(CharacterTest)
    case assertion(Assertion)
    case sequence([Node])
    case alternatives([Node])
    case repetition(Node, least: Int, most: Int?)
  }

  private var steps: [Step] = []

  /// - Throws: `BuildError` for what Go refuses, such as look-ahead and backreferences.
  init(_ pattern: String) throws(BuildError) {
    var parser = GoPatternParser(pattern)
    add(try parser.parse())
    steps.append(.end)
  }

  private mutating func add(_ node: Node) {
    switch node {
    case .empty: break
    case .character(let test): steps.append(.character(test))
    case .assertion(let assertion): steps.append(.assertion(assertion))
    case .sequence(let nodes): for node in nodes { add(node) }
    case .alternatives(let nodes): add(alternatives: nodes[...])
    case .repetition(let node, let least, let most): add(node, least: least, most: most)
    }
  }

  private mutating func add(alternatives nodes: ArraySlice<Node>) {
    var jumps: [Int] = []
    for node in nodes.dropLast() {
      let split = steps.count
      steps.append(.end)
      add(node)
      jumps.append(steps.count)
      steps.append(.end)
      steps[split] = .split(split + 1, steps.count)
    }
    if let last = nodes.last { add(last) }
    for jump in jumps { steps[jump] = .jump(steps.count) }
  }

  private mutating func add(_ node: Node, least: Int, most: Int?) {
    // The last of an open repetition loops, so that nested ones do not double each time.
    for _ in 0..<(most == nil ? max(0, least - 1) : least) { add(node) }
    guard let most else { return addLoop(node, isOptional: least == 0) }
    var splits: [Int] = []
    for _ in 0..<max(0, most - least) {
      splits.append(steps.count)
      steps.append(.end)
      add(node)
    }
    for split in splits { steps[split] = .split(split + 1, steps.count) }
  }

  private mutating func addLoop(_ node: Node, isOptional: Bool) {
    let start = steps.count
    if isOptional { steps.append(.end) }
    add(node)
    if isOptional {
      steps.append(.jump(start))
      steps[start] = .split(start + 1, steps.count)
    } else {
      steps.append(.split(start, steps.count + 1))
    }
  }
}

extension GoPattern {
  /// Whether the pattern matches somewhere in `text`.
  func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var current: [Int] = []
    var seen = [Int](repeating: -1, count: steps.count)
    for position in 0...scalars.count {
      if follow(0, at: position, in: scalars, &current, &seen) { return true }
      guard position < scalars.count else { break }
      var next: [Int] = []
      for index in current {
        guard case .character(let test) = steps[index], test.matches(scalars[position]) else {
          continue
        }
        if follow(index + 1, at: position + 1, in: scalars, &next, &seen) { return true }
      }
      current = next
    }
    return false
  }

  /// Adds the character tests that are reached from `start` without a character; true at the end of
  /// the program.
  private func follow(
    _ start: Int, at position: Int, in scalars: [Unicode.Scalar], _ reached: inout [Int],
    _ seen: inout [Int]
  ) -> Bool {
    var open = [start]
    while let index = open.popLast() {
      guard seen[index] != position else { continue }
      seen[index] = position
      switch steps[index] {
      case .end: return true
      case .character: reached.append(index)
      case .jump(let target): open.append(target)
      case .split(let first, let second): open += [second, first]
      case .assertion(let assertion):
        if assertion.holds(at: position, in: scalars) { open.append(index + 1) }
      }
    }
    return false
  }
}

extension GoPattern.Assertion {
  func holds(at position: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let before = position > 0 ? scalars[position - 1] : nil
    let after = position < scalars.count ? scalars[position] : nil
    func isWord(_ scalar: Unicode.Scalar?) -> Bool {
      scalar.map { CharacterTest.word.matches($0) } ?? false
    }
    switch self {
    case .textStart: return before == nil
    case .textEnd: return after == nil
    case .lineStart: return before == nil || before == "\n"
    case .lineEnd: return after == nil || after == "\n"
    case .wordBoundary: return isWord(before) != isWord(after)
    case .noWordBoundary: return isWord(before) == isWord(after)
    }
  }
}

/// A set of Unicode scalars.
struct CharacterTest: Sendable {
  /// A part of the set.
  enum Member: Sendable {
    case range(UInt32, UInt32)
    /// A general category of Unicode by its short name, `L` or `Lu`.
    case category(String)
    indirect case except([Member])
  }

  var members: [Member] = []
  var isNegated = false
  var ignoresCase = false

  static let digit: [Member] = [.range(0x30, 0x39)]
  static let space: [Member] = [.range(0x09, 0x0A), .range(0x0C, 0x0D), .range(0x20, 0x20)]
  static let wordMembers: [Member] =
    digit + [.range(0x41, 0x5A), .range(0x5F, 0x5F), .range(0x61, 0x7A)]
  static let word = CharacterTest(members: wordMembers)

  func matches(_ scalar: Unicode.Scalar) -> Bool {
    var isIn = Self.contain(members, scalar)
    if ignoresCase, !isIn {
      let properties = scalar.properties
      isIn = [properties.lowercaseMapping, properties.uppercaseMapping].contains { text in
        let scalars = text.unicodeScalars
        return scalars.count == 1 && scalars.first.map { Self.contain(members, $0) } ?? false
      }
    }
    return isIn != isNegated
  }

  private static func contain(_ members: [Member], _ scalar: Unicode.Scalar) -> Bool {
    members.contains { member in
      switch member {
      case .range(let first, let last): first <= scalar.value && scalar.value <= last
      case .category(let name): scalar.properties.generalCategory.shortName.hasPrefix(name)
      case .except(let members): !contain(members, scalar)
      }
    }
  }
}

extension Unicode.GeneralCategory {
  /// The name that Unicode and Go give it, `Lu` for capital letters.
  var shortName: String {
    switch self {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "(none)"
    @unknown default: "(none)"
    }
  }
}
