import YAML

/// A run of `$` in a text, and the braces behind it, as Flux's substitution sees them.
///
/// Flux reads `$$` as one `$` and `${` as the start of a variable; a single `$` before anything else
/// is only a `$`. Source: fluxcd/pkg, `envsubst/parse`.
struct DollarRun {
  /// What stands between the braces.
  struct Brace {
    /// The variable's name: letters, digits and `_`; empty where there is none.
    let name: String
    /// A name with dots and what else people put into one, as authors write references.
    let dotted: String?
    /// The bytes of the name or dotted name.
    let nameRange: Range<Int>
    /// Whether Flux can read it at all.
    let isWellFormed: Bool
    /// Whether it says what is taken where the variable is missing.
    let hasDefault: Bool
    /// The offset behind the closing brace.
    let end: Int
  }

  /// The bytes of the run.
  let range: Range<Int>
  let brace: Brace?

  /// Whether the last `$` starts a variable, the ones before it being pairs.
  var startsVariable: Bool { brace != nil && !range.count.isMultiple(of: 2) }

  /// All runs in `bytes` within `range`, in order.
  static func all(in bytes: [UInt8], _ range: Range<Int>) -> [DollarRun] {
    var runs: [DollarRun] = []
    var index = range.lowerBound
    // Looked for once, however many braces open before it.
    var close = range.lowerBound
    while let start = bytes[index..<range.upperBound].firstIndex(of: dollar) {
      let end =
        bytes[start..<range.upperBound].firstIndex { $0 != dollar } ?? range.upperBound
      let opens = end < range.upperBound && bytes[end] == .openBrace
      if opens, close < end {
        close = bytes[end..<range.upperBound].firstIndex(of: .closeBrace) ?? range.upperBound
      }
      let brace = opens ? Brace(bytes[..<range.upperBound], from: end + 1, to: close) : nil
      runs.append(DollarRun(range: start..<end, brace: brace))
      // What stands within the braces may hold runs of its own.
      index = end
    }
    return runs
  }

  /// All runs in a text.
  static func all(in text: String) -> [DollarRun] {
    let bytes = Array(text.utf8)
    return all(in: bytes, 0..<bytes.count)
  }

  private static let dollar: UInt8 = 0x24
}

extension DollarRun.Brace {
  /// What ends Flux's reading of a name.
  private static let readable = Array("}:=,^/#%".utf8)

  /// Reads what stands from `start` on; the next closing brace is at `close`, or nowhere where that is the end.
  fileprivate init(_ bytes: ArraySlice<UInt8>, from start: Int, to close: Int) {
    func isName(_ byte: UInt8) -> Bool { byte.isWord && byte != .minus }
    let isLength = start < bytes.endIndex && bytes[start] == .hash
    let nameStart = isLength ? start + 1 : start
    let name = bytes[nameStart...].prefix(while: isName)
    let dotted = bytes[nameStart...].prefix { $0.isWord || $0 == .dot || $0 == 0x2F }
    let next = name.endIndex < bytes.endIndex ? bytes[name.endIndex] : 0
    let isDotted = dotted.count > name.count && dotted.contains(.dot)
    let behind = bytes[(isDotted ? dotted : name).endIndex...].prefix(2)
    let isDefault =
      behind.first == 0x3D || behind.elementsEqual(":=".utf8) || behind.elementsEqual(":-".utf8)
    self.init(
      name: String(decoding: name, as: UTF8.self),
      dotted: isDotted ? String(decoding: dotted, as: UTF8.self) : nil,
      nameRange: isDotted ? dotted.indices : name.indices,
      isWellFormed: !name.isEmpty && close < bytes.endIndex
        && (isLength ? next == .closeBrace : Self.readable.contains(next)),
      hasDefault: isDefault,
      end: min(close + 1, bytes.endIndex))
  }
}
