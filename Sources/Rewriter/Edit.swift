/// One replacement, as data: what `plan`, JSON output and the review show.
public struct Edit: Hashable, Sendable {
  /// The byte offsets of the old text in the input, never empty.
  public let range: Range<Int>
  /// The bytes that take its place; never those that stood there.
  public let replacement: [UInt8]
  /// Which rule, counted from 0 in ``RuleSet/rules``.
  public let ruleIndex: Int

  /// An edit of any origin, such as one that another module proposes.
  public init(range: Range<Int>, replacement: [UInt8], ruleIndex: Int) {
    self.range = range
    self.replacement = replacement
    self.ruleIndex = ruleIndex
  }
}

extension Edit {
  /// The input with `edits` applied; they are in order and do not overlap.
  ///
  /// The result is one allocation of its exact size.
  public static func apply(_ edits: [Edit], to input: UnsafeRawBufferPointer) -> [UInt8] {
    let growth = edits.reduce(0) { $0 + $1.replacement.count - $1.range.count }
    let count = input.count + growth
    return [UInt8](unsafeUninitializedCapacity: count) { output, written in
      let target = UnsafeMutableRawBufferPointer(output)
      var read = 0
      for edit in edits {
        written = copy(input[read..<edit.range.lowerBound], to: target, at: written)
        edit.replacement.withUnsafeBytes { written = copy($0[...], to: target, at: written) }
        read = edit.range.upperBound
      }
      written = copy(input[read...], to: target, at: written)
    }
  }

  private static func copy(
    _ bytes: Slice<UnsafeRawBufferPointer>, to target: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> Int {
    let end = offset + bytes.count
    target[offset..<end].copyBytes(from: bytes)
    return end
  }
}

/// What rewriting made of one file.
public enum Outcome: Hashable, Sendable {
  /// No rule matched.
  case unchanged
  /// The new bytes, and the edits that lead to them, in order.
  case changed([UInt8], [Edit])
  /// Left as it is, to be reported.
  case skipped(SkipReason)
}
