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
