/// A glob over one part of a path, which holds no slash.
struct SegmentGlob: Hashable, Sendable {
  enum Token: Hashable, Sendable {
    case anyRun
    case anyOne
    case one(Unicode.Scalar)
    case oneOf([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  let tokens: [Token]

  /// Whether all of `segment` matches; a byte that is no UTF-8 counts as U+FFFD.
  ///
  /// Only the last `*` needs to be tried again, so the time is at most the product of the lengths.
  func matches(_ segment: Substring.UTF8View) -> Bool {
    let scalars = Array(Substring(segment).unicodeScalars)
    var token = 0
    var index = 0
    var retry: (token: Int, index: Int)?
    while index < scalars.count {
      if token < tokens.count, tokens[token] == .anyRun {
        token += 1
        retry = (token, index)
      } else if token < tokens.count, SegmentGlob.allows(tokens[token], scalars[index]) {
        token += 1
        index += 1
      } else if let last = retry {
        retry = (last.token, last.index + 1)
        token = last.token
        index = last.index + 1
      } else {
        return false
      }
    }
    return tokens[token...].allSatisfy { $0 == .anyRun }
  }

  private static func allows(_ token: Token, _ scalar: Unicode.Scalar) -> Bool {
    switch token {
    case .anyRun: false
    case .anyOne: true
    case .one(let wanted): scalar == wanted
    case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }
}

extension SegmentGlob {
  /// Reads one part of a pattern.
  ///
  /// - Throws: ``PathPatternError`` for an unclosed `[`, an empty range, or a trailing `\`.
  init(_ part: Substring, of pattern: String) throws(PathPatternError) {
    var scalars = part.unicodeScalars[...]
    var tokens: [Token] = []
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "*": if tokens.last != .anyRun { tokens.append(.anyRun) }
      case "?": tokens.append(.anyOne)
      case "[": tokens.append(try SegmentGlob.set(&scalars, of: pattern))
      case "\\": tokens.append(.one(try SegmentGlob.escaped(&scalars, of: pattern)))
      default: tokens.append(.one(scalar))
      }
    }
    self.tokens = tokens
  }

  /// The bytes of a part without wildcards, else `nil`.
  var literal: [UInt8]? {
    var text = ""
    for token in tokens {
      guard case .one(let scalar) = token else { return nil }
      text.unicodeScalars.append(scalar)
    }
    return Array(text.utf8)
  }

  private static func escaped(
    _ rest: inout Substring.UnicodeScalarView, of pattern: String
  ) throws(PathPatternError) -> Unicode.Scalar {
    guard let scalar = rest.popFirst() else {
      throw PathPatternError(pattern: pattern, reason: "nothing follows the last `\\`")
    }
    return scalar
  }

  /// Reads a set behind its `[`; a `]` that comes first is a member of it.
  private static func set(
    _ rest: inout Substring.UnicodeScalarView, of pattern: String
  ) throws(PathPatternError) -> Token {
    let isNegated = rest.first == "!" || rest.first == "^"
    if isNegated { rest.removeFirst() }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let scalar = rest.popFirst() {
      if scalar == "]", !ranges.isEmpty { return .oneOf(ranges, isNegated: isNegated) }
      let low = scalar == "\\" ? try escaped(&rest, of: pattern) : scalar
      var high = low
      if rest.first == "-", let second = rest.dropFirst().first, second != "]" {
        rest.removeFirst(2)
        high = second == "\\" ? try escaped(&rest, of: pattern) : second
      }
      guard low <= high else {
        throw PathPatternError(pattern: pattern, reason: "the range `\(low)-\(high)` is empty")
      }
      ranges.append(low...high)
    }
    throw PathPatternError(pattern: pattern, reason: "a `[` is not closed; write `\\[` for itself")
  }
}
