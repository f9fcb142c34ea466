extension ReviewBody {
  /// The body as Markdown of at most `limit` UTF-8 bytes, which are never fewer than characters.
  ///
  /// Long sections are folded. Where the whole is too long, the longest lists lose their ends, as
  /// many as it takes; the summary and the marker always stay. `limit` is the forge's bound,
  /// `ReviewHost.bodyLimit`; not below 16,384, which the parts that are never cut have at most.
  public func markdown(limit: Int = 65_536) -> String {
    let head = summary
    let tail = closing
    let sections = sections.filter { !$0.rows.isEmpty }
    // A line between each two.
    let frames = sections.reduce(0) { $0 + $1.frame + 1 }
    let room = limit - head.utf8.count - tail.utf8.count - frames - 2
    let budgets = ReviewBody.shares(of: max(room, 0), among: sections.map(\.size))
    let parts = zip(sections, budgets).map { section, budget in section.markdown(budget: budget) }
    return ([head] + parts + [tail]).joined(separator: "\n")
  }

  /// Shares `room` so that the small get what they need and the large the same each.
  static func shares(of room: Int, among sizes: [Int]) -> [Int] {
    var shares = sizes
    var left = room
    let ascending = sizes.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
    for (place, index) in ascending.enumerated() {
      shares[index] = min(sizes[index], left / (sizes.count - place))
      left -= shares[index]
    }
    return shares
  }

  /// What and why, and what must be seen first.
  private var summary: String {
    var lines = [Markdown.prose(what), "", Markdown.prose(why)]
    let shown = warnings.prefix(ReviewBody.mostWarnings)
    if !shown.isEmpty {
      lines +=
        ["", "**Look at this first:**", ""] + shown.map { "- " + Markdown.prose($0, most: 160) }
    }
    if warnings.count > shown.count { lines += ["- … and \(warnings.count - shown.count) more"] }
    return lines.joined(separator: "\n") + "\n"
  }

  private var closing: String {
    var lines: [String] = []
    if let undo {
      lines += ["To go back after merging: \(Markdown.code(undo)), or revert the merge.", ""]
    }
    return (lines + [marker.comment]).joined(separator: "\n") + "\n"
  }

  private static let mostWarnings = 8
}
