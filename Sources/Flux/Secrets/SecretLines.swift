import YAML

/// The lines of a file that belong to Secrets, and what of them may be shown.
///
/// The one place that says what a Secret is, for whatever shows the contents of files: conflicts, patches
/// and previews. A document with a Secret in it is withheld as a whole, since an anchor, a merge key or a
/// comment anywhere in it may repeat a value; other documents of the file are not. Of a Secret its keys and
/// what identifies it are shown, never a value.
///
/// A Secret is an object of that kind, whatever its API group: who names a kind so keeps secrets in it. It
/// may stand in a list, in another object or, as text, in a scalar. A map with `stringData` is one, which no
/// other kind has, and so is a generator of Secrets with literals and a patch of one. A reference to a
/// Secret holds no value, and `SecretStore`, `ExternalSecret` and `SealedSecret` are other kinds. Where a
/// document cannot be read, `kind` with `Secret` behind it is enough.
public struct SecretLines: Sendable {
  /// In order, counted from 0; a line ends behind a line feed.
  public private(set) var ranges: [Range<Int>] = []
  private let bytes: [UInt8]
  /// The offset of each line of the file; empty without a Secret.
  private var starts: [Int] = []
  /// The offset up to which such a line may be shown, by the line.
  private var shownEnds: [Int: Int] = [:]

  /// Stands for a value that is not shown.
  public static let mark = "…"

  /// Looks for Secrets in the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: the file, whatever its format.
  ///   - isWhole: whether all of it is known to be secret, as a file that a generator puts into a Secret.
  public init(of bytes: [UInt8], isWhole: Bool = false) {
    self.bytes = bytes
    guard isWhole || SecretSearch.isPossible(in: bytes) else { return }
    starts = Self.lineStarts(of: bytes)
    let bounds = isWhole ? [0] : documentStarts
    for (index, first) in bounds.enumerated() {
      let end = index + 1 < bounds.count ? bounds[index + 1] : starts.count
      let range = starts[first]..<(end < starts.count ? starts[end] : bytes.count)
      let search = isWhole ? SecretSearch() : SecretSearch(of: Array(bytes[range]))
      guard isWhole || search.isFound else { continue }
      ranges.append(first..<end)
      for shown in search.shown { show(shown, from: range.lowerBound) }
    }
  }

  /// Whether the file holds no Secret.
  public var isEmpty: Bool { ranges.isEmpty }

  /// Whether one of `lines` belongs to a Secret; of no lines, whether their place is in one or at its edge.
  public func touches(_ lines: Range<Int>) -> Bool {
    ranges.contains { range in
      lines.isEmpty
        ? range.lowerBound <= lines.lowerBound && lines.lowerBound <= range.upperBound
        : range.overlaps(lines)
    }
  }

  /// What may be shown of a line, without its line end; nil where it may be shown as it is.
  public func shown(_ line: Int) -> [UInt8]? {
    guard touches(line..<(line + 1)), line < starts.count else { return nil }
    let start = starts[line]
    let end = line + 1 < starts.count ? starts[line + 1] : bytes.count
    let text = bytes[start..<end].trimmingSuffix(while: \.isLineBreak)
    if text.allSatisfy(\.isBlank) || text.elementsEqual("---".utf8) { return Array(text) }
    guard let shownEnd = shownEnds[line] else { return Array(Self.mark.utf8) }
    let isAll = text[shownEnd...].allSatisfy(\.isBlank)
    return Array(bytes[start..<shownEnd]) + (isAll ? [] : Array((" " + Self.mark).utf8))
  }

  /// The file without the values of its Secrets, for people and not for clusters.
  public var withheld: [UInt8] {
    guard !isEmpty else { return bytes }
    var result: [UInt8] = []
    for line in starts.indices {
      let end = line + 1 < starts.count ? starts[line + 1] : bytes.count
      guard let shown = shown(line) else {
        result += bytes[starts[line]..<end]
        continue
      }
      // The other lines of a value that goes over several.
      if shown.elementsEqual(Self.mark.utf8), line > 0, touches(line - 1..<line) { continue }
      result += shown + [.lineFeed]
    }
    return result
  }

  /// The texts of those lines that are not shown, of four bytes or more and without quotes: what another
  /// program's words about the file must not repeat.
  public var withheldTexts: Set<String> {
    var texts: Set<String> = []
    for line in ranges.joined() where shown(line) != nil {
      let end = line + 1 < starts.count ? starts[line + 1] : bytes.count
      let rest = bytes[(shownEnds[line] ?? starts[line])..<end]
      let isEdge: (UInt8) -> Bool = { $0.isJSONSpace || "\"',-{}[]|>".utf8.contains($0) }
      let text = rest.drop(while: isEdge).trimmingSuffix(while: isEdge)
      if text.count >= 4 { texts.insert(String(decoding: text, as: UTF8.self)) }
    }
    return texts
  }

  /// The first lines of the file's documents, the first of which is the first line.
  private var documentStarts: [Int] {
    let markers = starts.indices.filter { line in
      let rest = bytes[starts[line]...]
      guard line > 0, rest.starts(with: "---".utf8) else { return false }
      return rest.dropFirst(3).first.map { $0.isJSONSpace } ?? true
    }
    return starts.isEmpty ? [] : [0] + markers
  }

  private mutating func show(_ shown: SecretSearch.Shown, from offset: Int) {
    let start = offset + shown.start
    var end = offset + (shown.end ?? shown.keyEnd)
    let colon = bytes[end...].firstIndex { !$0.isBlank }
    if shown.end == nil, let colon, bytes[colon] == .colon { end = colon + 1 }
    // The last line that starts at or before the key.
    var low = 0
    var high = starts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= start { low = middle } else { high = middle }
    }
    let next = low + 1 < starts.count ? starts[low + 1] : bytes.count
    let isAlone = bytes[starts[low]..<start].allSatisfy { $0.isBlank || "-?{[".utf8.contains($0) }
    guard end <= next, isAlone, shownEnds[low] == nil else { return }
    shownEnds[low] = end
  }

  private static func lineStarts(of bytes: [UInt8]) -> [Int] {
    guard !bytes.isEmpty else { return [] }
    var starts = [0]
    for index in bytes.indices.dropLast() where bytes[index] == .lineFeed {
      starts.append(index + 1)
    }
    return starts
  }
}

extension ArraySlice<UInt8> {
  fileprivate func trimmingSuffix(while isTrimmed: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var slice = self
    while let last = slice.last, isTrimmed(last) { slice.removeLast() }
    return slice
  }
}
