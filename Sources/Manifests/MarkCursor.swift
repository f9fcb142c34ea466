import Yams

/// Turns the marks of a YAML reader into byte offsets, going forward only.
///
/// libyaml counts lines and, within a line, Unicode scalars; besides LF, CRLF and CR it takes NEL,
/// LS and PS for line breaks (`IS_BREAK` in its `yaml_private.h`). Marks of a document grow in the
/// order of its text, so that one pass over the bytes serves them all, however long a line is.
struct MarkCursor {
  private let bytes: [UInt8]
  private var offset = 0
  private var line = 1
  private var column = 1

  init(bytes: [UInt8]) {
    self.bytes = bytes
    offset = bytes.byteOrderMarkLength
  }

  /// The offset of `mark`, or nil when it lies before an earlier one.
  mutating func offset(of mark: Mark) -> Int? {
    while (line, column) < (mark.line, mark.column), offset < bytes.count { step() }
    // An empty document behind a last `---` without a line break lies behind the text.
    let isBehind = offset == bytes.count && (line, column) < (mark.line, mark.column)
    return isBehind || (line == mark.line && column == mark.column) ? offset : nil
  }

  private mutating func step() {
    let length = bytes.lineBreakLength(at: offset)
    if length > 0 {
      offset += length
      line += 1
      column = 1
      return
    }
    offset += 1
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    column += 1
  }
}

extension [UInt8] {
  /// 3 where the text starts with a byte-order mark, which has no column; else 0.
  ///
  /// libyaml skips one only where it finds out the encoding by itself, and Yams tells it.
  var byteOrderMarkLength: Int { starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// The length of what YAML 1.1 takes for a line break at `offset`; 0 where there is none.
  func lineBreakLength(at offset: Int) -> Int {
    switch self[offset] {
    case .lineFeed: 1
    case .carriageReturn: offset + 1 < count && self[offset + 1] == .lineFeed ? 2 : 1
    case 0xC2: self[offset...].starts(with: [0xC2, 0x85]) ? 2 : 0
    case 0xE2:
      self[offset...].starts(with: [0xE2, 0x80, 0xA8])
        || self[offset...].starts(with: [0xE2, 0x80, 0xA9]) ? 3 : 0
    default: 0
    }
  }
}
