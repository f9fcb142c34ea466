/// A regular expression that a value has to match as a whole.
///
/// It comes from a template, which nobody trusts with the machine's time: matching follows all
/// possibilities at once, so that no pattern and no value takes long. Understood is what ECMA-262
/// (the dialect of JSON Schema) and everybody else's have in common: literals, `.`, classes such as
/// `[a-z]`, `\d \w \s` and their opposites, groups, `|`, `* + ? {m,n}`, and `^` and `$` at the ends.
struct ValuePattern: Hashable, Sendable {
  /// As it was written.
  let source: String
  private let node: Node

  /// What is wrong with a pattern, for the end of a sentence.
  struct Mistake: Error, Hashable {
    var reason: String
  }

  fileprivate indirect enum Node: Hashable, Sendable {
    case one(Class)
    case sequence([Node])
    case choice([Node])
    case repeated(Node, least: Int, most: Int?)
  }

  fileprivate struct Class: Hashable, Sendable {
    var ranges: [ClosedRange<Unicode.Scalar>]
    var isNegated = false

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      ranges.contains { $0.contains(scalar) } != isNegated
    }
  }

  /// Compiles `source`.
  ///
  /// - Throws: Mistake for what is malformed or not understood.
  init(_ source: String) throws(Mistake) {
    self.source = source
    var parser = Parser(source)
    node = try parser.pattern()
  }

  /// Whether all of `text` matches; a text of more than 1,024 characters never does.
  func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    guard scalars.count <= 1024 else { return false }
    return ends(of: node, from: [0], in: scalars).contains(scalars.count)
  }

  /// Where matches end that begin at one of `starts`.
  private func ends(
    of node: Node, from starts: Set<Int>, in text: [Unicode.Scalar]
  ) -> Set<Int> {
    if starts.isEmpty { return [] }
    switch node {
    case .one(let set):
      return Set(
        starts.compactMap { $0 < text.count && set.contains(text[$0]) ? $0 + 1 : nil })
    case .sequence(let nodes):
      return nodes.reduce(starts) { ends(of: $1, from: $0, in: text) }
    case .choice(let nodes):
      return nodes.reduce(into: []) { $0.formUnion(ends(of: $1, from: starts, in: text)) }
    case .repeated(let inner, let least, let most):
      var current = starts
      for _ in 0..<least { current = ends(of: inner, from: current, in: text) }
      var (all, fresh, rounds) = (current, current, least)
      while !fresh.isEmpty, rounds < most ?? Int.max {
        fresh = ends(of: inner, from: fresh, in: text).subtracting(all)
        all.formUnion(fresh)
        rounds += 1
      }
      return all
    }
  }
}

private struct Parser {
  typealias Node = ValuePattern.Node
  typealias Class = ValuePattern.Class
  typealias Mistake = ValuePattern.Mistake

  private var rest: Substring.UnicodeScalarView
  private var depth = 0
  private static let most = 1000

  init(_ source: String) {
    rest = Substring(source).unicodeScalars
  }

  mutating func pattern() throws(Mistake) -> Node {
    guard !rest.isEmpty, rest.count <= Parser.most else {
      throw Mistake(reason: rest.isEmpty ? "it is empty" : "it has more than 1,000 characters")
    }
    if rest.first == "^" { rest.removeFirst() }
    let node = try choice()
    guard rest.isEmpty else { throw Mistake(reason: "a \")\" has no \"(\"") }
    return node
  }

  private mutating func choice() throws(Mistake) -> Node {
    depth += 1
    guard depth <= 16 else { throw Mistake(reason: "its groups are nested more than 16 deep") }
    var nodes = [try sequence()]
    while rest.first == "|" {
      rest.removeFirst()
      nodes.append(try sequence())
    }
    depth -= 1
    return nodes.count == 1 ? nodes[0] : .choice(nodes)
  }

  private mutating func sequence() throws(Mistake) -> Node {
    var nodes: [Node] = []
    while let first = rest.first, first != "|", first != ")" {
      if first == "$", rest.count == 1 {
        rest.removeFirst()
        break
      }
      nodes.append(try repeated(try atom()))
    }
    return .sequence(nodes)
  }

  private mutating func atom() throws(Mistake) -> Node {
    let first = rest.removeFirst()
    switch first {
    case "(": return try group()
    case "[": return .one(try bracketed())
    case ".": return .one(Class(ranges: ["\n"..."\n"], isNegated: true))
    case "\\": return .one(try escaped())
    case "*", "+", "?", "{": throw Mistake(reason: "there is nothing before \"\(first)\" to repeat")
    case "^", "$": throw Mistake(reason: "\"\(first)\" stands at an end only")
    default: return .one(Class(ranges: [first...first]))
    }
  }

  private mutating func group() throws(Mistake) -> Node {
    if rest.first == "?" {
      guard rest.starts(with: "?:".unicodeScalars) else {
        throw Mistake(reason: "\"(?\" begins something other than a group, which is not understood")
      }
      rest.removeFirst(2)
    }
    let node = try choice()
    guard rest.first == ")" else { throw Mistake(reason: "a \"(\" is not closed") }
    rest.removeFirst()
    return node
  }

  private mutating func escaped() throws(Mistake) -> Class {
    guard let letter = rest.popFirst() else { throw Mistake(reason: "it ends with \"\\\"") }
    switch letter {
    case "d", "D": return Class(ranges: ["0"..."9"], isNegated: letter == "D")
    case "w", "W":
      return Class(ranges: ["a"..."z", "A"..."Z", "0"..."9", "_"..."_"], isNegated: letter == "W")
    case "s", "S": return Class(ranges: [" "..." ", "\t"..."\r"], isNegated: letter == "S")
    case "n": return Class(ranges: ["\n"..."\n"])
    case "t": return Class(ranges: ["\t"..."\t"])
    case _ where letter.isASCII && letter.properties.isAlphabetic || ("0"..."9").contains(letter):
      throw Mistake(reason: "\"\\\(letter)\" is not understood")
    default: return Class(ranges: [letter...letter])
    }
  }

  private mutating func bracketed() throws(Mistake) -> Class {
    var result = Class(ranges: [])
    if rest.first == "^" {
      result.isNegated = true
      rest.removeFirst()
    }
    while let first = rest.popFirst(), first != "]" {
      var ranges = [first...first]
      if first == "\\" {
        let inner = try escaped()
        guard !inner.isNegated else { throw Mistake(reason: "a negated class stands in a class") }
        ranges = inner.ranges
      }
      let isSingle = ranges.count == 1 && ranges[0].lowerBound == ranges[0].upperBound
      if isSingle, rest.first == "-", let end = rest.dropFirst().first, end != "]" {
        rest.removeFirst(2)
        guard end != "\\", end >= ranges[0].lowerBound else {
          throw Mistake(reason: "a range such as a-z ends before it begins")
        }
        ranges = [ranges[0].lowerBound...end]
      }
      result.ranges += ranges
      if rest.isEmpty { throw Mistake(reason: "a \"[\" is not closed") }
    }
    guard !result.ranges.isEmpty else { throw Mistake(reason: "a \"[\" is not closed, or empty") }
    return result
  }

  private mutating func repeated(_ node: Node) throws(Mistake) -> Node {
    let result: Node
    switch rest.first {
    case "*": result = .repeated(node, least: 0, most: nil)
    case "+": result = .repeated(node, least: 1, most: nil)
    case "?": result = .repeated(node, least: 0, most: 1)
    case "{": return try bounded(node)
    default: return node
    }
    rest.removeFirst()
    return try single(result)
  }

  private mutating func bounded(_ node: Node) throws(Mistake) -> Node {
    let text = String(String.UnicodeScalarView(rest.dropFirst().prefix { $0 != "}" }))
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count <= 2, let least = Int(parts[0]), rest.contains("}"), least >= 0,
      let most = parts.count == 1 ? least : parts[1].isEmpty ? Parser.most : Int(parts[1]),
      least <= most, most <= Parser.most
    else {
      throw Mistake(reason: "write {m}, {m,} or {m,n} with numbers up to 1,000")
    }
    rest.removeFirst(text.unicodeScalars.count + 2)
    let isOpen = parts.count == 2 && parts[1].isEmpty
    return try single(.repeated(node, least: least, most: isOpen ? nil : most))
  }

  private func single(_ node: Node) throws(Mistake) -> Node {
    guard let next = rest.first, "*+?{".unicodeScalars.contains(next) else { return node }
    throw Mistake(reason: "something is repeated twice")
  }
}
