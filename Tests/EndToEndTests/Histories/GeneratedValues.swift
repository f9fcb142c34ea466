/// The `values.yaml` of the generated ConfigMap, read by indentation.
struct GeneratedValues {
  private var lines: [Substring]

  init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The whole ConfigMap.
  var text: String { lines.joined(separator: "\n") }

  /// The scalar of a dotted key, without quotes.
  subscript(key: String) -> String? {
    guard let line = line(of: key), let colon = lines[line].firstIndex(of: ":") else { return nil }
    return lines[line][colon...].dropFirst().split(separator: " ").joined(separator: " ")
      .replacing("\"", with: "").replacing("'", with: "")
  }

  /// Sets a scalar by hand; a key that is not there goes to the end.
  mutating func set(_ key: String, to value: String) {
    guard let line = line(of: key) else {
      let end = lines.lastIndex { !$0.isEmpty } ?? 0
      lines.insert("    \(key): \(value)", at: end + 1)
      return
    }
    lines[line] = "\(lines[line].prefix { $0 != ":" }): \(value)"
  }

  private func line(of key: String) -> Int? {
    guard let start = lines.firstIndex(where: { $0.hasPrefix("  values.yaml:") }) else {
      return nil
    }
    var path: [Substring] = []
    for index in lines.indices.dropFirst(start + 1) {
      let indentation = lines[index].prefix { $0 == " " }.count
      guard indentation >= 4 else { continue }
      path =
        path.prefix(indentation / 2 - 2) + [
          lines[index].dropFirst(indentation).prefix { $0 != ":" }
        ]
      if path.joined(separator: ".") == key { return index }
    }
    return nil
  }
}
