/// Whether `path` names something inside the repository: relative, with `/` between names that a
/// tree may hold.
func isSafePath(_ path: String) -> Bool {
  path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { isSafeName($0) }
}

/// Whether a tree may hold an entry called `name`.
///
/// Git itself refuses `.git` in any case and with the spellings that case-folding file systems
/// take for it (`is_dotgit` in git's `path.c`); trailing dots and spaces are dropped by Windows.
func isSafeName(_ name: some StringProtocol) -> Bool {
  if name.isEmpty || name == "." || name == ".." { return false }
  if name.contains(where: { $0 == "/" || $0 == "\\" || $0 == "\0" }) { return false }
  let trimmed = name.lowercased().reversed().drop { $0 == "." || $0 == " " }
  return String(trimmed.reversed()) != ".git" && name.lowercased() != "git~1"
}
