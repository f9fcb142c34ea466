/// What stands behind a part of a JSON object or list, up to the next part or the closing bracket: white space, comments,
/// and at most one comma.
struct JSONGap {
  let range: Range<Int>
  /// The offset of the comma; nil where there is none.
  private(set) var comma: Int?
  private(set) var comments: [Range<Int>] = []
  private let bytes: [UInt8]

  /// Looks from `start` on, which must not lie in a comment or string.
  init(from start: Int, in bytes: [UInt8]) {
    self.bytes = bytes
    var index = start
    while index < bytes.count {
      if bytes[index].isJSONSpace {
        index += 1
      } else if bytes[index] == .comma, comma == nil {
        comma = index
        index += 1
      } else if let end = Self.commentEnd(from: index, in: bytes) {
        comments.append(index..<end)
        index = end
      } else {
        break
      }
    }
    range = start..<index
  }

  /// Where the comment ends that begins at `start`: a line's before its line break; nil where none begins, and for one
  /// without an end.
  static func commentEnd(from start: Int, in bytes: [UInt8]) -> Int? {
    guard start + 1 < bytes.count, bytes[start] == .slash else { return nil }
    switch bytes[start + 1] {
    case .slash: return bytes[start...].firstIndex(where: \.isLineBreak) ?? bytes.count
    case .asterisk:
      let rest = start + 2
      return bytes[rest...].indices.first {
        $0 > rest && bytes[$0 - 1] == .asterisk && bytes[$0] == .slash
      }.map { $0 + 1 }
    default: return nil
    }
  }

  /// The bytes without the comma.
  var withoutComma: [UInt8] {
    guard let comma else { return Array(bytes[range]) }
    return Array(bytes[range.lowerBound..<comma] + bytes[comma + 1..<range.upperBound])
  }

  /// Where the comments end that stand on the line of its start, with the comma.
  var lineEnd: Int {
    var end = comma.map { isOnFirstLine($0) ? $0 + 1 : range.lowerBound } ?? range.lowerBound
    for comment in comments where isOnFirstLine(comment.lowerBound) {
      end = max(end, comment.upperBound)
    }
    return end
  }

  private func isOnFirstLine(_ offset: Int) -> Bool {
    !bytes[range.lowerBound..<offset].contains(where: \.isLineBreak)
  }
}
