import CGit2

/// Which names a folder may hold.
public enum TreeName {
  /// Whether a folder may hold an entry of this name: as `validate`, and none that a file system which takes a
  /// backslash for a slash would read as a way out.
  ///
  /// - Parameter name: A name in a folder.
  /// - Returns: Whether it may.
  public static func isSafe(_ name: some StringProtocol) -> Bool {
    // By bytes: a mark that combines with the backslash would hide it among characters.
    name.utf8.split(separator: UInt8(ascii: "\\"), omittingEmptySubsequences: false).allSatisfy {
      objection(to: String(decoding: $0, as: UTF8.self)) == nil
    }
  }

  /// Throws when `name` would leave the folder or reach into a repository.
  ///
  /// `git fsck --strict` refuses the same names: those that some file system reads as `.git`
  /// (`verify_dotfile` and `is_ntfs_dotgit`/`is_hfs_dotgit` in Git's sources).
  static func validate(_ name: String) throws(GitError) {
    guard let reason = objection(to: name) else { return }
    throw GitError(
      function: "git_treebuilder_insert", code: GIT_EINVALIDSPEC.rawValue,
      category: Int32(GIT_ERROR_TREE.rawValue),
      message: "'\(printable(name))' cannot be a name in a folder: \(reason)")
  }

  private static func objection(to name: String) -> String? {
    if name.isEmpty { return "it is empty" }
    if name == "." || name == ".." { return "it leads out of the folder" }
    if name.utf8.contains(UInt8(ascii: "/")) { return "it holds a slash" }
    if name.utf8.contains(0) { return "it holds a NUL" }
    if isRepository(name) { return "some file systems take it for '.git'" }
    return nil
  }

  /// Case is ignored by macOS and Windows, some invisible characters by macOS; Windows ignores
  /// trailing dots and spaces, reads what follows a colon as a stream, and knows the short name.
  private static func isRepository(_ name: String) -> Bool {
    // What is left out is not ASCII, so that a name of another first letter is none of these.
    guard let first = name.utf8.first, first >= 0x80 || first == 0x2E || first | 0x20 == 0x67 else {
      return false
    }
    let folded = folded(name)
    return folded == ".git" || folded == "git~1"
  }

  /// What file systems that ignore the most make of a name.
  private static func folded(_ name: String) -> Substring {
    var visible = String.UnicodeScalarView()
    visible.append(contentsOf: name.unicodeScalars.filter { !isIgnoredByHFS($0) })
    let stem = String(visible).lowercased().prefix { $0 != ":" && $0 != "\\" }
    let end = stem.lastIndex { $0 != "." && $0 != " " }
    return end.map { stem[...$0] } ?? ""
  }

  /// Whether some file system reads `name` as that file of Git's, such as `.gitmodules`.
  ///
  /// - Parameters:
  ///   - name: a name in a folder.
  ///   - file: one of `.gitmodules`, `.gitattributes`, `.gitignore` and `.mailmap`.
  /// - Returns: Whether case, invisible characters, streams or short names make it that file's.
  public static func isRead(_ name: String, as file: String) -> Bool {
    let folded = folded(name)
    if folded == file { return true }
    // Windows makes a short name of the first six letters, or of two and a digest
    // (`is_ntfs_dot_generic` in Git's `path.c`).
    let stem = file.dropFirst().prefix(6)
    let digests = [
      ".gitmodules": "gi7eba", ".gitattributes": "gi7d29", ".gitignore": "gi250a",
      ".mailmap": "maba30",
    ]
    let parts = folded.split(separator: "~", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = parts.last, number.allSatisfy(\.isWholeNumber) else {
      return false
    }
    if parts[0] == stem { return ["1", "2", "3", "4"].contains(number) }
    guard let digest = digests[file] else { return false }
    return parts[0].count >= 2 && digest.hasPrefix(parts[0])
  }

  /// The code points that HFS+ leaves out of comparisons (`next_hfs_char` in Git's `utf8.c`).
  private static func isIgnoredByHFS(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200C...0x200F, 0x202A...0x202E, 0x206A...0x206F, 0xFEFF: true
    default: false
    }
  }

  private static func printable(_ name: String) -> String {
    String(name.map { $0.isNewline || $0 == "\0" ? "?" : $0 })
  }
}
