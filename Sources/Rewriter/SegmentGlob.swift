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
