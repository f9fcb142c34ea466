internal import Git

/// Whether `path` names something inside the repository: relative, with `/` between names that a
/// tree may hold.
func isSafePath(_ path: String) -> Bool {
  path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
    isSafeName(String(decoding: $0, as: UTF8.self))
  }
}

/// Whether a value may become the name of an entry: one that a tree may hold, without a backslash.
func isSafeName(_ name: some StringProtocol) -> Bool {
  !name.utf8.contains(UInt8(ascii: "\\")) && TreeName.isSafe(name)
}
