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

extension ReviewBody {
  /// A list of the body, in the order in which a reviewer wants them.
  public enum Part: String, CaseIterable, Sendable {
    case conflicts
    case findings
    case values
    case replacements
    case configMap
    case renames
    case template
    case skipped
    case files
  }

  func section(_ part: Part) -> ReviewSection {
    switch part {
    case .conflicts: conflictSection
    case .findings: findingSection
    case .values: valueSection
    case .replacements: replacementSection
    case .configMap: configMapSection
    case .renames: renameSection
    case .template: templateSection
    case .skipped: skippedSection
    case .files: fileSection
    }
  }

  private var conflictSection: ReviewSection {
    ReviewSection(
      title: "Conflicts: your side was kept", head: [],
      rows: conflicts.map { conflict in
        let place = conflict.path + (conflict.line.map { ":\($0)" } ?? "")
        return [
          Markdown.code(place), "", "yours, kept:", "", Markdown.block(conflict.yours), "",
          "proposed:", "", Markdown.block(conflict.proposed), "",
        ].joined(separator: "\n")
      }, isOpen: true)
  }

  private var findingSection: ReviewSection {
    .list(
      "Findings",
      findings.map { finding in
        let place = finding.place.map { " " + Markdown.code($0) } ?? ""
        return "**\(Markdown.prose(finding.severity))** \(Markdown.code(finding.code))\(place): "
          + "\(Markdown.prose(finding.message)); \(Markdown.prose(finding.remedy))"
      }, isOpen: true)
  }

  private var valueSection: ReviewSection {
    .table(
      "Values", ["key", "old", "new", "from"],
      values.map { value in
        [
          Markdown.cell(value.key), ReviewBody.optional(value.old), Markdown.cell(value.new),
          Markdown.cell(value.source),
        ]
      }, isOpen: true)
  }

  private var replacementSection: ReviewSection {
    .table(
      "Replacements", ["from", "to", "count", "files"],
      replacements.map { rule in
        [Markdown.cell(rule.from), Markdown.cell(rule.to), "\(rule.count)", "\(rule.files)"]
      }, isOpen: true)
  }

  private var configMapSection: ReviewSection {
    .table(
      "ConfigMap", ["key", "old", "new"],
      configMaps.map { change in
        [
          Markdown.cell(change.key), ReviewBody.optional(change.old),
          ReviewBody.optional(change.new),
        ]
      })
  }

  private var renameSection: ReviewSection {
    .table(
      "Renames", ["from", "to"],
      renames.map { [Markdown.cell($0.from), Markdown.cell($0.to)] })
  }

  private var templateSection: ReviewSection {
    guard let template else { return .list("Template", []) }
    let range = [template.from, template.to].compactMap { $0.map { Markdown.code($0) } }
    return .list(
      "Template",
      [Markdown.code(template.url) + " " + range.joined(separator: " → ")]
        + template.notes.map { Markdown.prose($0, most: 200) },
      isOpen: true)
  }

  private var skippedSection: ReviewSection {
    .table(
      "Skipped files", ["file", "reason"],
      skipped.map { [Markdown.cell($0.path), Markdown.cell($0.reason)] })
  }

  private var fileSection: ReviewSection {
    .table(
      "Files", ["file", "change"],
      files.map { [Markdown.cell($0.path), Markdown.cell($0.change)] })
  }

  private static func optional(_ text: String?) -> String {
    text.map { Markdown.cell($0) } ?? "–"
  }
}
