import CGit2

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
  try Library.start()
  var options = unsafe git_diff_options()
  try check("git_diff_options_init") {
    unsafe git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION))
  }
  unsafe options.flags = GIT_DIFF_FORCE_TEXT.rawValue
  unsafe options.context_lines = 0
  unsafe options.interhunk_lines = 0
  let patch = try unsafe make("git_patch_from_buffers") { made in
    unsafe old.withUnsafeBytes { before in
      unsafe new.withUnsafeBytes { after in
        unsafe git_patch_from_buffers(
          made, before.baseAddress, before.count, nil, after.baseAddress, after.count, nil,
          &options)
      }
    }
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
