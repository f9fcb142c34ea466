/// A place in a file as people and editors count it.
public struct SourcePosition: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// The column, from 1, in Unicode scalars.
  public let column: Int

  /// A place, both numbers from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// `line:column`.
  public var description: String { "\(line):\(column)" }

  /// Whether `left` comes first in the file.
  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// Turns byte offsets of one file into lines and columns.
///
/// A line ends with a line feed, so CRLF counts as one line end. Columns count Unicode scalars;
/// in invalid UTF-8 every byte counts that does not continue a sequence. A byte-order mark has no
/// column. Building takes one pass; a look-up two binary searches.
public struct LineIndex: Sendable {
  /// The offset of the first byte of each line that has a column.
  private var lineStarts: [Int]
  /// The offsets of bytes that continue a UTF-8 sequence.
  private var continuations: [Int] = []

  /// Reads `bytes` and keeps nothing of them.
  public init(_ bytes: UnsafeRawBufferPointer) {
    lineStarts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    var offset = 0
    while offset < bytes.count {
      let end = min(offset + 8, bytes.count)
      if end < offset + 8 || LineIndex.isRemarkable(bytes, at: offset) {
        for offset in offset..<end {
          if bytes[offset] == UInt8(ascii: "\n") {
            lineStarts.append(offset + 1)
          } else if bytes[offset] & 0xC0 == 0x80 {
            continuations.append(offset)
          }
        }
      }
      offset = end
    }
  }

  /// Whether one of eight bytes is a line feed or no ASCII.
  @inline(__always)
  private static func isRemarkable(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return Zeros.mark(in: word ^ 0x0A0A_0A0A_0A0A_0A0A) | word & 0x8080_8080_8080_8080 != 0
  }

  /// The place of the byte at `offset`; an offset beyond the end counts on along the last line.
  public func position(of offset: Int) -> SourcePosition {
    let line = max(1, LineIndex.count(of: lineStarts, below: offset + 1))
    let start = lineStarts[line - 1]
    let width = max(0, offset - start)
    let skipped =
      LineIndex.count(of: continuations, below: start + width)
      - LineIndex.count(of: continuations, below: start)
    return SourcePosition(line: line, column: 1 + width - skipped)
  }

  /// How many of the ascending `offsets` are smaller than `limit`.
  private static func count(of offsets: [Int], below limit: Int) -> Int {
    var low = 0
    var high = offsets.count
    while low < high {
      let middle = (low + high) / 2
      if offsets[middle] < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
