/// What a reviewer reads: everything that the proposal does and did not do.
///
/// Every text in it may come from a template or an owner's file; `markdown` neutralises them all.
public struct ReviewBody: Hashable, Sendable {
  /// One sentence: what merging this does.
  public var what: String
  /// One sentence: why it is proposed.
  public var why: String
  /// What must be seen first, such as an executable that changes.
  public var warnings: [String] = []
  public var values: [Value] = []
  public var replacements: [Replacement] = []
  public var renames: [Rename] = []
  public var configMaps: [ConfigMapChange] = []
  public var conflicts: [Conflict] = []
  public var findings: [Finding] = []
  public var files: [File] = []
  public var skipped: [Skipped] = []
  public var template: Template?
  /// How to go back after merging; a command, such as `gitops-bot undo`.
  public var undo: String?
  /// Stands at the end of the body, whatever is cut.
  public var marker: ReviewMarker

  public init(what: String, why: String, marker: ReviewMarker) {
    self.what = what
    self.why = why
    self.marker = marker
  }
}

extension ReviewBody {
  /// A value of the installation.
  public struct Value: Hashable, Sendable {
    public var key: String
    /// Nil when there was none.
    public var old: String?
    public var new: String
    /// Where it came from, such as `--set`.
    public var source: String

    public init(key: String, old: String?, new: String, source: String) {
      (self.key, self.old, self.new, self.source) = (key, old, new, source)
    }
  }

  /// A rule and how often it was applied.
  public struct Replacement: Hashable, Sendable {
    public var from: String
    public var to: String
    public var count: Int
    public var files: Int

    public init(from: String, to: String, count: Int, files: Int) {
      (self.from, self.to, self.count, self.files) = (from, to, count, files)
    }
  }

  /// A file or folder with a new name.
  public struct Rename: Hashable, Sendable {
    public var from: String
    public var to: String

    public init(from: String, to: String) {
      (self.from, self.to) = (from, to)
    }
  }

  /// A key of a generated ConfigMap.
  public struct ConfigMapChange: Hashable, Sendable {
    public var key: String
    /// Nil when there was none.
    public var old: String?
    /// Nil when it goes.
    public var new: String?

    public init(key: String, old: String?, new: String?) {
      (self.key, self.old, self.new) = (key, old, new)
    }
  }

  /// A place where the owner's side was kept.
  public struct Conflict: Hashable, Sendable {
    public var path: String
    public var line: Int?
    /// What the file holds.
    public var yours: String
    /// What the bot would have written.
    public var proposed: String

    public init(path: String, line: Int?, yours: String, proposed: String) {
      (self.path, self.line, self.yours, self.proposed) = (path, line, yours, proposed)
    }
  }

  /// Something that a person should know.
  public struct Finding: Hashable, Sendable {
    public var severity: String
    public var code: String
    /// `path:line:column`, or nil.
    public var place: String?
    public var message: String
    public var remedy: String

    public init(severity: String, code: String, place: String?, message: String, remedy: String) {
      (self.severity, self.code, self.place) = (severity, code, place)
      (self.message, self.remedy) = (message, remedy)
    }
  }

  /// A file that changes.
  public struct File: Hashable, Sendable {
    public var path: String
    /// What happens to it, in a few words, such as "3 edits".
    public var change: String

    public init(path: String, change: String) {
      (self.path, self.change) = (path, change)
    }
  }

  /// A file that was left as it is.
  public struct Skipped: Hashable, Sendable {
    public var path: String
    public var reason: String

    public init(path: String, reason: String) {
      (self.path, self.reason) = (path, reason)
    }
  }

  /// The template's commits that the proposal brings.
  public struct Template: Hashable, Sendable {
    public var url: String
    /// Nil for a first run.
    public var from: String?
    public var to: String
    /// What the template's authors say about it, such as subjects of commits, one each.
    public var notes: [String]

    public init(url: String, from: String?, to: String, notes: [String] = []) {
      (self.url, self.from, self.to, self.notes) = (url, from, to, notes)
    }
  }
}

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
