/// A part of a review's body: a list that may be folded, and cut.
struct ReviewSection {
  let title: String
  /// What stands above the rows, such as the head of a table.
  let head: [String]
  let rows: [String]
  /// Whether it is worth seeing at once.
  let isOpen: Bool

  /// More rows than that are folded.
  static let mostOpenRows = 12

  /// A table; each row has a cell for each of `columns`, as Markdown.
  static func table(
    _ title: String, _ columns: [String], _ rows: [[String]], isOpen: Bool = false
  ) -> ReviewSection {
    ReviewSection(
      title: title, head: [line(columns), line(columns.map { _ in "---" })],
      rows: rows.map(line), isOpen: isOpen)
  }

  /// A list, of items that are Markdown.
  static func list(_ title: String, _ items: [String], isOpen: Bool = false) -> ReviewSection {
    ReviewSection(title: title, head: [], rows: items.map { "- " + $0 }, isOpen: isOpen)
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }

  /// The UTF-8 bytes of all its rows with their line ends.
  var size: Int { rows.reduce(0) { $0 + $1.utf8.count + 1 } }

  /// The most UTF-8 bytes of everything but the rows.
  var frame: Int { text(rows: [""], left: Int(Int32.max), isFolded: true).utf8.count + 1 }

  /// The section with as many of its rows as have `budget` bytes together.
  func markdown(budget: Int) -> String {
    var kept: [String] = []
    var used = 0
    for row in rows {
      used += row.utf8.count + 1
      guard used <= budget else { break }
      kept.append(row)
    }
    return text(
      rows: kept, left: rows.count - kept.count,
      isFolded: !isOpen || rows.count > ReviewSection.mostOpenRows)
  }

  private func text(rows kept: [String], left: Int, isFolded: Bool) -> String {
    // A blank line ends the HTML, so that Markdown is read again.
    let opening =
      isFolded
      ? ["<details>", "<summary>\(title) (\(rows.count))</summary>", ""]
      : ["### \(title)", ""]
    let rest = left > 0 ? ["", "… and \(left) more"] : []
    let closing = isFolded ? ["", "</details>"] : []
    let shown = kept.isEmpty ? [] : head + kept
    return (opening + shown + rest + closing).joined(separator: "\n") + "\n"
  }
}
