/// A place in a text file, counted as editors count it.
///
/// `line` and `column` start at 1; a column is one Unicode scalar.
public struct TextPosition: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The line, from 1.
  public var line: Int
  /// The column in Unicode scalars, from 1.
  public var column: Int

  /// Makes a position from a line and a column, both counted from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// `line:column`, as compilers print it.
  public var description: String { "\(line):\(column)" }

  /// Orders positions as they stand in the file.
  public static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  /// The position of the byte at `offset`, where lines end in LF, CRLF or CR.
  ///
  /// It takes time that grows with `offset`; who asks for several uses `TextPositions`.
  public init(of offset: Int, in bytes: [UInt8]) {
    self.init(line: 1, column: 1)
    move(over: 0..<min(offset, bytes.count), of: bytes)
  }

  /// Moves from the start of a range of bytes to its end.
  fileprivate mutating func move(over range: Range<Int>, of bytes: [UInt8]) {
    for index in range {
      let byte = bytes[index]
      if byte == .lineFeed || byte == .carriageReturn {
        // The line feed of a CRLF ends the line that its carriage return has ended.
        if byte == .lineFeed, index > 0, bytes[index - 1] == .carriageReturn { continue }
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
  }
}

/// The positions of the bytes of one file, each found without going through what stands before it.
///
/// The file is gone through once, when the first position is asked for.
public final class TextPositions {
  /// How many bytes lie between two positions that are kept.
  private static let step = 1024

  private let bytes: [UInt8]
  private lazy var kept = Self.everyStep(of: bytes)

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The position of the byte at `offset`.
  public subscript(offset: Int) -> TextPosition {
    let offset = min(offset, bytes.count)
    let index = offset / Self.step
    var position = kept[index]
    position.move(over: index * Self.step..<offset, of: bytes)
    return position
  }

  private static func everyStep(of bytes: [UInt8]) -> [TextPosition] {
    var kept = [TextPosition(line: 1, column: 1)]
    kept.reserveCapacity(bytes.count / step + 1)
    var position = kept[0]
    for start in stride(from: 0, to: bytes.count - step + 1, by: step) {
      position.move(over: start..<start + step, of: bytes)
      kept.append(position)
    }
    return kept
  }
}
