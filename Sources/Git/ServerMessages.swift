/// The text that a server sends beside its answer, bounded.
struct ServerMessages {
  private var bytes: [UInt8] = []
  private static let limit = 1 << 16

  /// Keeps the next piece, which may end anywhere.
  mutating func append(_ piece: some Sequence<UInt8>) {
    for byte in piece where bytes.count < Self.limit { bytes.append(byte) }
  }

  /// The lines that people wrote: without progress, trailing blanks and control characters.
  var text: String {
    let whole = String(decoding: bytes, as: UTF8.self)
    let lines = whole.split { $0.isNewline }.compactMap { line -> String? in
      let visible = String(String.UnicodeScalarView(line.unicodeScalars.filter(isVisible)))
      let end = visible.lastIndex { $0 != " " }
      let trimmed = end.map { String(visible[...$0]) } ?? ""
      return trimmed.isEmpty || isProgress(trimmed) ? nil : trimmed
    }
    return lines.joined(separator: "\n")
  }

  private func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\t" || scalar.properties.generalCategory != .control
  }

  /// The counters of `git index-pack`, `git unpack-objects` and `git pack-objects`.
  private func isProgress(_ line: String) -> Bool {
    let counters = [
      "Counting objects:", "Enumerating objects:", "Compressing objects:", "Receiving objects:",
      "Unpacking objects:", "Writing objects:", "Resolving deltas:", "Checking objects:",
      "Checking connectivity:", "Indexing objects:", "Total ",
    ]
    let start = line.hasPrefix("remote: ") ? line.dropFirst(8) : line[...]
    return counters.contains { start.hasPrefix($0) }
  }
}
