internal import Git

/// What one side of a merge renamed.
struct Renames {
  /// The new path of each renamed file by the path that the base has.
  private(set) var files: [String: String] = [:]
  /// The new path of each folder that was renamed as a whole.
  private(set) var folders: [String: String] = [:]

  /// Pairs what a side removed with what it added: first by `expected`, which names the new path of
  /// an old one where a changed value decides it, then by content as Git does.
  ///
  /// - Parameters:
  ///   - comparison: How the side differs from the base.
  ///   - base: The base's tree.
  ///   - side: The side's tree.
  ///   - repository: Where both are.
  ///   - expected: The path that an old one must have now; itself where nothing decides it.
  /// - Throws: BotError when an object cannot be read.
  init(
    _ comparison: TreeComparison, base: ObjectID, side: ObjectID, in repository: Repository,
    expected: (String) -> String
  ) throws(BotError) {
    var added = Set(comparison.added)
    let removed = comparison.removed
    guard !added.isEmpty, !removed.isEmpty else { return }
    for path in removed {
      let target = expected(path)
      if target != path, added.remove(target) != nil { files[path] = target }
    }
    if !added.isEmpty, files.count < removed.count {
      let similar = try git("looking for renamed files") { () throws(GitError) in
        try repository.renames(from: base, to: side)
      }
      for (old, new) in similar where files[old] == nil && added.remove(new) != nil {
        files[old] = new
      }
    }
    try findFolders(in: side, repository)
  }

  /// The path of a file or a folder of the base after the renames.
  func new(_ path: String) -> String {
    files[path] ?? folders[path] ?? carried(path)
  }

  /// Where a path of the other side goes that has no file of the base: along with the innermost
  /// renamed folder that holds it.
  func carried(_ path: String) -> String {
    var folder = path[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      if let new = folders[String(folder)] { return new + path[slash...] }
    }
    return path
  }

  /// A folder was renamed when it is no longer there and most of its files went to one other.
  private mutating func findFolders(
    in side: ObjectID, _ repository: Repository
  ) throws(BotError) {
    var votes: [String: [String: Int]] = [:]
    for (old, new) in files {
      for (from, to) in Renames.folderPairs(old, new) {
        votes[from, default: [:]][to, default: 0] += 1
      }
    }
    for (folder, targets) in votes {
      // The name decides between equals, so that the result does not depend on chance.
      guard let best = targets.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key,
        best != folder
      else { continue }
      let present = try git("reading \(folder)") { () throws(GitError) in
        try repository.entry(at: folder, in: side)
      }
      if present?.mode != .tree { folders[folder] = best }
    }
  }

  /// The folders of two paths, from the innermost up to the first that differs in its own name.
  private static func folderPairs(_ old: String, _ new: String) -> [(String, String)] {
    var from = old.split(separator: "/").dropLast()
    var to = new.split(separator: "/").dropLast()
    var pairs: [(String, String)] = []
    while !from.isEmpty, !to.isEmpty, from != to {
      pairs.append((from.joined(separator: "/"), to.joined(separator: "/")))
      guard from.last == to.last else { break }
      from.removeLast()
      to.removeLast()
    }
    return pairs
  }
}
