internal import BotCore

/// The files of a plan with their numbers of added and removed lines, as `git diff --stat` prints them, within the width of
/// a terminal.
///
/// libgit2 shortens no paths (`git_diff_stats_to_buf`).
struct PatchStatistics {
  private struct Row {
    let path: String
    let added: Int
    let removed: Int
    var count: Int { added + removed }
  }

  private let rows: [Row]

  init(_ files: [GitOpsBot.Plan.File]) {
    rows = files.map { file in
      let (added, removed) = file.counts
      return Row(path: file.path, added: added, removed: removed)
    }
  }

  /// The lines, each with its end; none where nothing differs.
  func text(width: Int) -> String {
    guard let longest = rows.map(\.path.count).max(), let most = rows.map(\.count).max() else {
      return ""
    }
    let digits = "\(most)".count
    // A space, the path, " | ", the number, a space, and the graph.
    let graph = max(min(most, width / 4), 1)
    let names = min(longest, max(width - graph - digits - 5, 20))
    let lines = rows.map { row in
      let number = "\(row.count)"
      let padding = String(repeating: " ", count: digits - number.count)
      return " \(Self.shortened(row.path, to: names)) | \(padding)\(number) "
        + Self.graph(row, most: most, width: graph)
    }
    let (added, removed) = rows.reduce((0, 0)) { ($0.0 + $1.added, $0.1 + $1.removed) }
    let sum =
      " \(rows.count.counted("file")) changed, \(added.counted("insertion"))(+), "
      + "\(removed.counted("deletion"))(-)"
    return (lines + [sum]).map { $0 + "\n" }.joined()
  }

  /// The path with spaces behind it, or its end where it is longer.
  private static func shortened(_ path: String, to width: Int) -> String {
    let excess = path.count - width
    if excess <= 0 { return path + String(repeating: " ", count: -excess) }
    return "…" + path.suffix(width - 1)
  }

  private static func graph(_ row: Row, most: Int, width: Int) -> String {
    guard most > width else {
      return String(repeating: "+", count: row.added) + String(repeating: "-", count: row.removed)
    }
    func part(_ count: Int) -> Int { count == 0 ? 0 : max(count * width / most, 1) }
    return String(repeating: "+", count: part(row.added))
      + String(repeating: "-", count: part(row.removed))
  }
}

extension GitOpsBot.Plan.File {
  /// How many lines are added and removed.
  var counts: (added: Int, removed: Int) {
    // Behind the names of the file.
    let lines = patch.split(separator: UInt8(ascii: "\n")).drop { !$0.starts(with: "@@".utf8) }
    func count(_ mark: String) -> Int { lines.count { $0.starts(with: mark.utf8) } }
    return (count("+"), count("-"))
  }
}
