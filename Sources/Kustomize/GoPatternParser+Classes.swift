extension GoPatternParser {
  mutating func escape() throws(BuildError) -> [GoPattern.Node] {
    if take("\\A") { return [.assertion(.textStart)] }
    if take("\\z") { return [.assertion(.textEnd)] }
    if take("\\b") { return [.assertion(.wordBoundary)] }
    if take("\\B") { return [.assertion(.noWordBoundary)] }
    if take("\\Q") { return quoted() }
    if let members = try namedClass() { return [.character(test(members))] }
    return [literal(try escapedCharacter())]
  }

  private mutating func quoted() -> [GoPattern.Node] {
    var nodes: [GoPattern.Node] = []
    while let scalar = current, !take("\\E") {
      nodes.append(literal(scalar))
      index += 1
    }
    return nodes
  }

  /// `\d`, `\pL` and their like; nil for other escapes.
  private mutating func namedClass() throws(BuildError) -> [CharacterTest.Member]? {
    if take("\\d") { return CharacterTest.digit }
    if take("\\s") { return CharacterTest.space }
    if take("\\w") { return CharacterTest.wordMembers }
    if take("\\D") { return [.except(CharacterTest.digit)] }
    if take("\\S") { return [.except(CharacterTest.space)] }
    if take("\\W") { return [.except(CharacterTest.wordMembers)] }
    if take("\\p") { return try unicodeClass(isNegated: false) }
    return take("\\P") ? try unicodeClass(isNegated: true) : nil
  }

  private mutating func unicodeClass(isNegated: Bool) throws(BuildError) -> [CharacterTest.Member] {
    guard let first = current else { throw error("invalid character class range") }
    index += 1
    var name = String(first)
    if first == "{" {
      name = String(String.UnicodeScalarView(scalars[index...].prefix { $0 != "}" }))
      index += name.unicodeScalars.count
      guard take("}") else { throw error("invalid character class range") }
    }
    let isOpposite = name.hasPrefix("^")
    if isOpposite { name.removeFirst() }
    let members: [CharacterTest.Member]
    if name == "Any" {
      members = [.range(0, 0x10FFFF)]
    } else if Self.categories.contains(name) {
      members = [.category(name)]
    } else {
      throw error("\\p{\(name)} is no general category of Unicode; scripts are not supported here")
    }
    return isNegated != isOpposite ? [.except(members)] : members
  }

  private static let categories: Set<String> = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
    "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C",
    "Cc", "Cf", "Co", "Cs",
  ]

  /// The character that an escape stands for.
  private mutating func escapedCharacter() throws(BuildError) -> Unicode.Scalar {
    index += 1
    guard let scalar = current else { throw error("trailing backslash at end of expression") }
    index += 1
    switch scalar {
    case "a": return "\u{7}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{B}"
    case "x": return try hexadecimal()
    case "0": return try octal(behind: scalar)
    case "1"..."7":
      guard let next = current, ("0"..."7").contains(next) else {
        throw error("invalid escape sequence: there are no backreferences")
      }
      return try octal(behind: scalar)
    default:
      let isAlphanumeric = scalar != "_" && CharacterTest.word.matches(scalar)
      guard scalar.isASCII, !isAlphanumeric else { throw error("invalid escape sequence") }
      return scalar
    }
  }

  private mutating func octal(behind first: Unicode.Scalar) throws(BuildError) -> Unicode.Scalar {
    let more = scalars[index...].prefix(2).prefix { ("0"..."7").contains($0) }
    index += more.count
    return try scalar("\(first)" + String(String.UnicodeScalarView(more)), radix: 8)
  }

  private mutating func hexadecimal() throws(BuildError) -> Unicode.Scalar {
    guard take("{") else {
      let digits = scalars[index...].prefix(2)
      index += digits.count
      guard digits.count == 2 else { throw error("invalid escape sequence") }
      return try scalar(String(String.UnicodeScalarView(digits)), radix: 16)
    }
    let digits = scalars[index...].prefix { $0 != "}" }
    index += digits.count
    guard take("}") else { throw error("invalid escape sequence") }
    return try scalar(String(String.UnicodeScalarView(digits)), radix: 16)
  }

  private func scalar(_ digits: String, radix: Int) throws(BuildError) -> Unicode.Scalar {
    guard digits.utf8.first.map({ $0 != 0x2B && $0 != 0x2D }) == true,
      let value = UInt32(digits, radix: radix), let scalar = Unicode.Scalar(value)
    else { throw error("invalid escape sequence") }
    return scalar
  }
}

extension GoPatternParser {
  mutating func characterClass() throws(BuildError) -> CharacterTest {
    index += 1
    let isNegated = take("^")
    var members: [CharacterTest.Member] = []
    var isFirst = true
    while isFirst || current != "]" {
      guard current != nil else { throw error("missing closing ]") }
      isFirst = false
      if let named = try posixClass() {
        members += named
      } else if let named = try namedClass() {
        members += named
      } else {
        members.append(try range())
      }
    }
    index += 1
    var test = test(members)
    test.isNegated = isNegated
    return test
  }

  private mutating func range() throws(BuildError) -> CharacterTest.Member {
    let first = try classCharacter()
    guard current == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
      return .range(first.value, first.value)
    }
    index += 1
    let last = try classCharacter()
    guard first.value <= last.value else { throw error("invalid character class range") }
    return .range(first.value, last.value)
  }

  private mutating func classCharacter() throws(BuildError) -> Unicode.Scalar {
    guard let scalar = current else { throw error("missing closing ]") }
    if scalar == "\\" { return try escapedCharacter() }
    index += 1
    return scalar
  }

  /// `[:alpha:]` and its like; nil for other parts of a class.
  private mutating func posixClass() throws(BuildError) -> [CharacterTest.Member]? {
    guard isNext("[:") else { return nil }
    let rest = scalars[(index + 2)...]
    let end = rest.indices.first { rest[$0...].starts(with: ":]".unicodeScalars) }
    guard let end else { return nil }
    var name = String(String.UnicodeScalarView(rest[..<end]))
    let isNegated = name.hasPrefix("^")
    if isNegated { name.removeFirst() }
    guard let members = Self.posix[name] else { throw error("invalid character class range") }
    index = end + 2
    return isNegated ? [.except(members)] : members
  }

  private static let posix: [String: [CharacterTest.Member]] = [
    "alnum": [.range(0x30, 0x39), .range(0x41, 0x5A), .range(0x61, 0x7A)],
    "alpha": [.range(0x41, 0x5A), .range(0x61, 0x7A)],
    "ascii": [.range(0, 0x7F)],
    "blank": [.range(0x09, 0x09), .range(0x20, 0x20)],
    "cntrl": [.range(0, 0x1F), .range(0x7F, 0x7F)],
    "digit": CharacterTest.digit,
    "graph": [.range(0x21, 0x7E)],
    "lower": [.range(0x61, 0x7A)],
    "print": [.range(0x20, 0x7E)],
    "punct": [.range(0x21, 0x2F), .range(0x3A, 0x40), .range(0x5B, 0x60), .range(0x7B, 0x7E)],
    "space": [.range(0x09, 0x0D), .range(0x20, 0x20)],
    "upper": [.range(0x41, 0x5A)],
    "word": CharacterTest.wordMembers,
    "xdigit": [.range(0x30, 0x39), .range(0x41, 0x46), .range(0x61, 0x66)],
  ]
}
