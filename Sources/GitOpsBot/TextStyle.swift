internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How words are shown on a stream: with colours or without, in lines of which width.
///
/// It is applied to lines that are neutral already. What of a line stands out follows from how the program itself begins
/// it, so that nothing that others wrote is taken for it.
struct TextStyle: Hashable {
  /// What stands out, and how.
  enum Colour: Int {
    case bold = 1
    case faint = 2
    case red = 31
    case green = 32
    case yellow = 33
    case cyan = 36
  }

  let isColoured: Bool
  /// In columns; nil where lines stay as long as they are.
  let width: Int?

  /// Neither colours nor a width.
  static let plain = TextStyle(isColoured: false, width: nil)

  /// That of a stream.
  ///
  /// `NO_COLOR` (no-color.org) switches colours off, `CLICOLOR_FORCE` on (bixense.com/clicolors); else they are for
  /// terminals that are not dumb.
  ///
  /// - Parameters:
  ///   - descriptor: The stream.
  ///   - variables: The environment.
  /// - Returns: How it is shown.
  static func of(_ descriptor: Int32, _ variables: [String: String]) -> TextStyle {
    let isTerminal = isatty(descriptor) == 1
    return TextStyle(
      isColoured: isColoured(variables, isTerminal: isTerminal),
      width: isTerminal ? columns(of: descriptor) : nil)
  }

  /// Whether there are colours, by the environment.
  static func isColoured(_ variables: [String: String], isTerminal: Bool) -> Bool {
    if variables["NO_COLOR"].map({ !$0.isEmpty }) == true { return false }
    if let forced = variables["CLICOLOR_FORCE"], !["", "0"].contains(forced) { return true }
    if variables["CLICOLOR"] == "0" { return false }
    return isTerminal && variables["TERM"] != "dumb"
  }

  /// As wide as the terminal says; nil where it says nothing, or too little to be read.
  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return nil }
    return Int(size.ws_col)
  }
}

// MARK: - Lines

extension TextStyle {
  /// A line of a report, without its end.
  func report(_ line: String) -> String {
    folded(line, indent: line.prefix { $0 == " " }.count + 4) { text in
      for (start, colours) in Self.reportStarts where text.hasPrefix(start) {
        return coloured(text, through: start.count, colours)
      }
      return text
    }
  }

  private static let reportStarts: [(String, [Colour])] = [
    ("proposed:", [.bold, .green]), ("planned:", [.bold, .yellow]),
    ("unchanged:", [.bold, .green]),
    ("next:", [.bold]), ("  error", [.bold, .red]), ("  warning", [.yellow]), ("  note", [.cyan]),
    ("  conflict in", [.bold, .red]), ("  not read:", [.yellow]), ("  skipped", [.faint]),
    ("    yours:", [.green]), ("    proposed:", [.yellow]),
  ]

  /// A finding as `check` prints it, of that severity.
  func finding(_ line: String) -> String {
    folded(line, indent: 4) { text in
      for (word, colours) in Self.severities {
        guard let range = text.firstRange(of: word) else { continue }
        let end = text.distance(from: text.startIndex, to: range.upperBound)
        let start = text.distance(from: text.startIndex, to: range.lowerBound)
        return coloured(text, from: start, through: end - 1, colours)
      }
      return text
    }
  }

  private static let severities: [(String, [Colour])] = [
    ("error: ", [.bold, .red]), ("warning: ", [.yellow]), ("note: ", [.cyan]),
  ]

  /// An error, of one or more lines.
  func error(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      folded(String(line), indent: 4) { text in
        text.hasPrefix("error:") ? coloured(text, through: 6, [.bold, .red]) : text
      }
    }.joined(separator: "\n")
  }

  /// A line of a patch.
  func patch(_ line: Substring) -> String {
    guard isColoured, let first = line.first else { return String(line) }
    let colours: [Colour] =
      switch first {
      case _ where Self.isHeading(line): [.bold]
      case "+": [.green]
      case "-": [.red]
      case "@": [.cyan]
      default: []
      }
    return colours.isEmpty ? String(line) : coloured(String(line), through: line.count, colours)
  }

  private static func isHeading(_ line: Substring) -> Bool {
    [
      "diff --git ", "index ", "--- a/", "--- /dev/null", "+++ b/", "+++ /dev/null", "rename ",
      "similarity ", "new file ", "deleted file ", "old mode ", "new mode ",
    ].contains(where: line.hasPrefix)
  }

  private func coloured(
    _ text: String, from start: Int = 0, through end: Int, _ colours: [Colour]
  ) -> String {
    guard isColoured else { return text }
    let codes = colours.map { "\($0.rawValue)" }.joined(separator: ";")
    let part = text.dropFirst(start).prefix(end - start)
    return "\(text.prefix(start))\u{1B}[\(codes)m\(part)\u{1B}[0m\(text.dropFirst(end))"
  }

  /// A line that is broken at spaces where it is longer than the width; `style` applies to the first part.
  private func folded(_ line: String, indent: Int, _ style: (String) -> String) -> String {
    guard let width, line.count > width else { return style(line) }
    var lines: [String] = []
    var current = ""
    for word in line.dropFirst(line.prefix { $0 == " " }.count).split(
      separator: " ", omittingEmptySubsequences: false)
    {
      let start = current.isEmpty ? String(line.prefix { $0 == " " }) : current + " "
      if current.isEmpty || start.count + word.count <= width {
        current = start + word
      } else {
        lines.append(current)
        current = String(repeating: " ", count: min(indent, width / 4)) + word
      }
    }
    lines.append(current)
    return ([style(lines[0])] + lines.dropFirst()).joined(separator: "\n")
  }
}
