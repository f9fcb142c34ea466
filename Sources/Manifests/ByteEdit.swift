/// A change of some bytes of a file.
public struct ByteEdit: Hashable, Sendable {
  /// The bytes replaced, as offsets in the file before any change.
  public var range: Range<Int>
  /// What takes their place.
  public var replacement: [UInt8]

  /// Makes an edit from its two parts.
  public init(range: Range<Int>, replacement: [UInt8]) {
    self.range = range
    self.replacement = replacement
  }
}

extension [UInt8] {
  /// These bytes after `edits`, which are sorted and do not overlap.
  func applying(_ edits: some Sequence<ByteEdit>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var index = startIndex
    for edit in edits {
      result += self[index..<edit.range.lowerBound]
      result += edit.replacement
      index = edit.range.upperBound
    }
    result += self[index...]
    return result
  }
}
