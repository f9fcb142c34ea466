/// What may stand beside a match.
///
/// Neighbours are read as the file's reader would: the `n` of `\nexample.com` is a line break and
/// the `2F` of `%2Fexample.com` a slash, not letters of a longer name.
struct Boundary: Sendable {
  enum Kind: Sendable {
    /// A domain with a dot: bounded by DNS labels.
    case domain
    /// An e-mail address: its local part on the left, a domain on the right.
    case email
    /// A domain without a dot: letters, digits and `_`.
    case token
    /// Letters and digits.
    case word
    /// Anything may stand beside it.
    case none
  }

  let kind: Kind
  let isExact: Bool
  /// Whether a slash bounds a match also where the boundary is exact: a rule that renames a folder finds it
  /// between slashes in the texts that lead there.
  let isBoundedBySlash: Bool

  init(of rule: Rule) {
    isExact = rule.exactBoundary
    isBoundedBySlash = rule.renamesPaths
    switch rule.kind {
    case .domain: kind = rule.from.utf8.contains(UInt8(ascii: ".")) ? .domain : .token
    case .email: kind = .email
    case .name: kind = .word
    case .text: kind = rule.exactBoundary ? .word : .none
    }
  }

  /// Whether a match of `range` stands by itself in `input`.
  @inline(__always)
  func allows(_ range: Range<Int>, in input: UnsafeRawBufferPointer) -> Bool {
    kind == .none || standsClear(range, in: input) || bothSidesAllow(range, in: input)
  }

  /// Whether both bytes beside the match are such that no kind has to look further: most are.
  @inline(__always)
  private func standsClear(_ range: Range<Int>, in input: UnsafeRawBufferPointer) -> Bool {
    (range.lowerBound == 0 || Boundary.isClear(input[range.lowerBound - 1]))
      && (range.upperBound == input.count || Boundary.isClear(input[range.upperBound]))
  }

  /// Whether `byte` is a blank or one of `"',:=`, which nothing goes on through.
  @inline(__always)
  private static func isClear(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A, 0x0D, 0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ":"),
      UInt8(ascii: ","), UInt8(ascii: "="):
      true
    default: false
    }
  }

  /// As ``allows(_:in:)`` for any neighbours; apart, as it is long and seldom needed.
  @inline(never)
  private func bothSidesAllow(_ range: Range<Int>, in input: UnsafeRawBufferPointer) -> Bool {
    let before = Neighbour(before: range.lowerBound, in: input)
    let after = Neighbour(after: range.upperBound, in: input)
    if isExact, binds(before) || binds(after) { return false }
    switch kind {
    case .none: return true
    case .word: return !before.isWord && !after.isWord
    case .token: return !before.isLabel && !after.isLabel
    case .domain: return !continuesLeft(before, in: input) && !continuesRight(after, in: input)
    case .email: return !extendsLocalPart(before, in: input) && !continuesRight(after, in: input)
    }
  }

  /// Whether `neighbour` is one that an exact boundary forbids.
  private func binds(_ neighbour: Neighbour) -> Bool {
    neighbour.isSeparator && !(isBoundedBySlash && neighbour.byte == UInt8(ascii: "/"))
  }

  /// Whether a label reaches up to the match from the left: `my-example.com`, but not the
  /// `:-example.com` of a shell default, as no label begins with a hyphen.
  private func continuesLeft(_ before: Neighbour, in input: UnsafeRawBufferPointer) -> Bool {
    var before = before
    while before.byte == UInt8(ascii: "-") { before = Neighbour(before: before.end, in: input) }
    return before.isLabel
  }

  /// As ``continuesLeft(_:in:)`` for the part of an address before its `@`, which may hold `.`
  /// and `+` as well but begins with neither.
  private func extendsLocalPart(_ before: Neighbour, in input: UnsafeRawBufferPointer) -> Bool {
    var before = before
    while let byte = before.byte, ".+-".utf8.contains(byte) {
      before = Neighbour(before: before.end, in: input)
    }
    return before.isLabel
  }

  /// Whether the domain goes on to the right: `example.com-x` and `example.com.au`, but not the
  /// full stop of a sentence nor the root dot.
  private func continuesRight(_ after: Neighbour, in input: UnsafeRawBufferPointer) -> Bool {
    var after = after
    if let dot = Neighbour.endOfDot(at: after.start, in: input) {
      return Neighbour(after: dot, in: input).isLabel
    }
    while after.byte == UInt8(ascii: "-") { after = Neighbour(after: after.end, in: input) }
    return after.isLabel
  }
}
