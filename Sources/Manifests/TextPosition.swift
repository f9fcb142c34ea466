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
  init(of offset: Int, in bytes: [UInt8]) {
    self.init(line: 1, column: 1)
    var index = 0
    while index < min(offset, bytes.count) {
      let byte = bytes[index]
      if byte == .lineFeed || byte == .carriageReturn {
        if byte == .carriageReturn, index + 1 < bytes.count, bytes[index + 1] == .lineFeed {
          index += 1
        }
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      index += 1
    }
  }
}
