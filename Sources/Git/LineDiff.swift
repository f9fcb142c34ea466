import CGit2

/// Lines of one text that another text has other lines for.
public struct LineChange: Hashable, Sendable {
  /// The lines that went, counted from 0; empty, at the place of the new ones, where none did.
  public let old: Range<Int>

  /// The lines that came, counted from 0; empty, at the place of the old ones, where none did.
  public let new: Range<Int>

  /// Makes a change from its two parts.
  ///
  /// - Parameters:
  ///   - old: Lines of the text before.
  ///   - new: Lines of the text after.
  public init(old: Range<Int>, new: Range<Int>) {
    self.old = old
    self.new = new
  }
}

/// How two texts differ line by line: `git_patch_from_buffers`.
///
/// A line ends behind its line feed, so that a line without one, at the end of a text, differs from
/// the same line with one. Between two changes stands at least one line that both texts have. The
/// bytes count as text whatever they are; no attribute and no configuration has a say.
///
/// - Parameters:
///   - old: The text before.
///   - new: The text after.
/// - Returns: The changes, in the order of the texts.
/// - Throws: `GitError` where the texts are larger than libgit2 compares, which is 1 GiB.
public func lineChanges(from old: [UInt8], to new: [UInt8]) throws(GitError) -> [LineChange] {
  if old == new { return [] }
  let ends = CommonEnds(old, new)
  let changes = try unsafe old.withUnsafeBytes { old in
    unsafe new.withUnsafeBytes { new in
      Result { () throws(GitError) in
        try unsafe differingLines(
          UnsafeRawBufferPointer(rebasing: old[ends.start..<old.count - ends.end]),
          UnsafeRawBufferPointer(rebasing: new[ends.start..<new.count - ends.end]))
      }
    }
  }.get()
  return changes.map { $0.moved(by: ends.lines) }
}

/// What two texts have in common in front and behind, in whole lines.
///
/// libgit2 takes some 100 bytes for a line, of which there may be one a byte. What is left out lies so far
/// from the first and last difference that it decides nothing.
private struct CommonEnds {
  /// How many lines beside a difference stay in the comparison.
  private static let kept = 1_000

  /// The bytes left out in front.
  private(set) var start = 0
  /// The lines that those are.
  private(set) var lines = 0
  /// The bytes left out behind.
  private(set) var end = 0

  init(_ old: [UInt8], _ new: [UInt8]) {
    let lineFeed = UInt8(ascii: "\n")
    let shorter = min(old.count, new.count)
    var same = 0
    while same < shorter, old[same] == new[same] { same += 1 }
    start = Self.place(in: old[..<same].indices.reversed(), of: old).map { $0 + 1 } ?? 0
    lines = old[..<start].count { $0 == lineFeed }
    var tail = 0
    while tail < shorter - start, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
      tail += 1
    }
    end = Self.place(in: old.indices.suffix(tail), of: old).map { old.count - $0 - 1 } ?? 0
  }

  /// The line feed behind which enough lines were passed; nil where there are too few.
  private static func place(in indices: some Sequence<Int>, of text: [UInt8]) -> Int? {
    var passed = 0
    for index in indices where text[index] == UInt8(ascii: "\n") {
      passed += 1
      if passed > kept { return index }
    }
    return nil
  }
}

/// The changes between two texts that differ.
private func differingLines(
  _ old: UnsafeRawBufferPointer, _ new: UnsafeRawBufferPointer
) throws(GitError) -> [LineChange] {
  try Library.start()
  var options = unsafe git_diff_options()
  try check("git_diff_options_init") {
    unsafe git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION))
  }
  unsafe options.flags = GIT_DIFF_FORCE_TEXT.rawValue
  unsafe options.context_lines = 0
  unsafe options.interhunk_lines = 0
  let patch = try unsafe make("git_patch_from_buffers") { made in
    unsafe git_patch_from_buffers(
      made, old.baseAddress, old.count, nil, new.baseAddress, new.count, nil, &options)
  }
  defer { unsafe git_patch_free(patch) }
  var changes: [LineChange] = []
  for index in unsafe 0..<git_patch_num_hunks(patch) {
    var hunk: UnsafePointer<git_diff_hunk>?
    try check("git_patch_get_hunk") { unsafe git_patch_get_hunk(&hunk, nil, patch, index) }
    if let hunk = unsafe hunk?.pointee { changes.append(LineChange(hunk)) }
  }
  return changes
}

extension LineChange {
  /// The same change behind so many more lines.
  fileprivate func moved(by lines: Int) -> LineChange {
    LineChange(
      old: old.lowerBound + lines..<old.upperBound + lines,
      new: new.lowerBound + lines..<new.upperBound + lines)
  }

  fileprivate init(_ hunk: git_diff_hunk) {
    self.init(
      old: LineChange.range(hunk.old_start, hunk.old_lines),
      new: LineChange.range(hunk.new_start, hunk.new_lines))
  }

  /// A hunk counts lines from 1; one without lines names the line before it, 0 for none.
  private static func range(_ start: Int32, _ count: Int32) -> Range<Int> {
    let first = Int(start) - (count == 0 ? 0 : 1)
    return first..<first + Int(count)
  }
}
