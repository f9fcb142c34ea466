import YAML

/// A pattern of `*`, `?`, `[a-z]`, `[^a-z]` and `\`, as expansions trim by.
///
/// Source: `match.go` in fluxcd/pkg, `envsubst/path`, version 1.7, where `*` and `?` match `/` too.
struct EnvsubstGlob {
  fileprivate enum Piece {
    case byte(UInt8)
    case anyScalar
    case anything
    case set([ClosedRange<UInt32>], isNegated: Bool)
  }

  private var pieces: [Piece] = []

  /// Reads a pattern, or fails where it is malformed, which then trims nothing.
  init?(_ pattern: [UInt8]) {
    var rest = pattern[...]
    while let first = rest.popFirst() {
      switch first {
      case 0x2A: pieces.append(.anything)
      case .question: pieces.append(.anyScalar)
      case .openBracket:
        guard let set = Self.set(&rest) else { return nil }
        pieces.append(set)
      case .backslash:
        guard let next = rest.popFirst() else { return nil }
        pieces.append(.byte(next))
      default: pieces.append(.byte(first))
      }
    }
  }

  private static func set(_ rest: inout ArraySlice<UInt8>) -> Piece? {
    let isNegated = rest.first == 0x5E
    if isNegated { rest.removeFirst() }
    var ranges: [ClosedRange<UInt32>] = []
    while ranges.isEmpty || rest.first != .closeBracket {
      guard let low = bound(&rest) else { return nil }
      var high = low
      if rest.first == .minus {
        rest.removeFirst()
        guard let end = bound(&rest) else { return nil }
        high = end
      }
      // An upside-down range matches nothing but still counts.
      ranges.append(low <= high ? low...high : UInt32.max...UInt32.max)
    }
    rest.removeFirst()
    return .set(ranges, isNegated: isNegated)
  }

  /// One end of a range; the set must not end with it.
  private static func bound(_ rest: inout ArraySlice<UInt8>) -> UInt32? {
    guard let first = rest.first, first != .minus, first != .closeBracket else { return nil }
    if first == .backslash { rest.removeFirst() }
    guard !rest.isEmpty else { return nil }
    let (scalar, length) = rest.firstScalar
    rest = rest.dropFirst(length)
    return rest.isEmpty ? nil : scalar
  }

  /// Whether the whole of `text` matches.
  func matches(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    var piece = 0
    var retry: (piece: Int, rest: ArraySlice<UInt8>)?
    while piece < pieces.count || !rest.isEmpty {
      if piece < pieces.count, case .anything = pieces[piece] {
        piece += 1
        retry = (piece, rest)
      } else if piece < pieces.count, let length = pieces[piece].length(at: rest) {
        piece += 1
        rest = rest.dropFirst(length)
      } else if let last = retry, !last.rest.isEmpty {
        retry = (last.piece, last.rest.dropFirst())
        (piece, rest) = (last.piece, last.rest.dropFirst())
      } else {
        return false
      }
    }
    return true
  }
}

extension EnvsubstGlob.Piece {
  /// How many bytes of `text` this piece takes, or nil where it does not match.
  fileprivate func length(at text: ArraySlice<UInt8>) -> Int? {
    guard let first = text.first else { return nil }
    switch self {
    case .byte(let byte): return byte == first ? 1 : nil
    case .anyScalar: return text.firstScalar.length
    case .anything: return nil
    case .set(let ranges, let isNegated):
      let (scalar, length) = text.firstScalar
      return ranges.contains { $0.contains(scalar) } != isNegated ? length : nil
    }
  }
}

extension ArraySlice<UInt8> {
  /// The first scalar of a text that is not empty, U+FFFD of one byte where it is no UTF-8.
  fileprivate var firstScalar: (scalar: UInt32, length: Int) {
    for length in 1...4 {
      if let text = String(validating: prefix(length), as: UTF8.self),
        let scalar = text.unicodeScalars.first
      {
        return (scalar.value, scalar.utf8.count)
      }
    }
    return (0xFFFD, 1)
  }
}
