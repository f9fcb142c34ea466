extension ReviewBody {
  /// The body as Markdown of at most `limit` UTF-8 bytes, which are never fewer than characters.
  ///
  /// Long sections are folded. Where the whole is too long, the longest lists lose their ends, as
  /// many as it takes; the summary and the marker always stay. `limit` is the forge's bound,
  /// `ReviewHost.bodyLimit`; not below 16,384, which the parts that are never cut have at most.
  public func markdown(limit: Int = 65_536) -> String {
    let head = summary + "\n"
    let tail = [wayBack, marker.comment].filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    let room = limit - head.utf8.count - tail.utf8.count - 2
    return ([head] + lists(Part.allCases, room: room).map(\.text) + [tail]).joined(separator: "\n")
  }

  /// Those of `parts` that are not empty, as Markdown of at most `room` UTF-8 bytes together, where that
  /// is enough for their titles; each with a line between it and the next.
  public func lists(_ parts: [Part], room: Int) -> [(part: Part, text: String)] {
    let sections = parts.map { ($0, section($0)) }.filter { !$0.1.rows.isEmpty }
    let frames = sections.reduce(0) { $0 + $1.1.frame + 1 }
    let budgets = ReviewBody.shares(of: max(room - frames, 0), among: sections.map(\.1.size))
    return zip(sections, budgets).map { section, budget in
      (section.0, section.1.markdown(budget: budget))
    }
  }

  /// `text` in place of the whole, with the marker behind it; its end is cut where both would have more
  /// than `limit` UTF-8 bytes.
  public func marked(_ text: String, limit: Int) -> String {
    let tail = "\n\n" + marker.comment + "\n"
    var kept = Substring(text)
    let room = limit - tail.utf8.count
    if kept.utf8.count > room {
      let rest = "\n\n…"
      while kept.utf8.count > room - rest.utf8.count { kept.removeLast() }
      kept = (kept.lastIndex(of: "\n").map { kept[..<$0] } ?? kept) + rest
    }
    while kept.last?.isWhitespace == true { kept.removeLast() }
    return kept + tail
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
  public var summary: String {
    var lines = [Markdown.prose(what), "", Markdown.prose(why)]
    let shown = warnings.prefix(ReviewBody.mostWarnings)
    if !shown.isEmpty {
      lines +=
        ["", "**Look at this first:**", ""] + shown.map { "- " + Markdown.prose($0, most: 160) }
    }
    if warnings.count > shown.count { lines += ["- … and \(warnings.count - shown.count) more"] }
    return lines.joined(separator: "\n")
  }

  /// How to go back after merging; empty where that is not known.
  public var wayBack: String {
    undo.map { "To go back after merging: \(Markdown.code($0)), or revert the merge." } ?? ""
  }

  private static let mostWarnings = 8
}
