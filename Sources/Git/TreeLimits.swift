import CGit2

/// How much a tree may hold, as deep as it goes; what holds more is refused before anything walks it.
public enum TreeLimits {
  /// The most entries that a walk through the tree would meet, a folder that stands in several places
  /// counted in each.
  public static let entries = 2_000_000

  /// The most folders that a path leads through.
  ///
  /// Whoever walks a tree recurses once a folder, libgit2 included.
  public static let levels = 128
}

/// What a walk through a tree would meet.
struct TreeExtent {
  var entries = 0
  /// How many folders the longest path leads through.
  var levels = 0
}

extension Repository {
  /// Refuses a tree that holds more than `TreeLimits` allow.
  ///
  /// Each tree object is read once, however often it stands in the tree and in others, so that the
  /// time follows the objects and not the paths. All trees are looked up by way of this function: no
  /// walk of ours or of libgit2's begins before it.
  ///
  /// - Parameter id: The tree.
  /// - Throws: `GitError` of kind `limit` that names the folder where the tree goes beyond, and as
  ///   `git_tree_lookup` does.
  func checkExtent(of id: ObjectID) throws(GitError) {
    if extents[id] != nil { return }
    var path: [String] = []
    _ = try extent(of: id, at: &path)
  }

  private func extent(of id: ObjectID, at path: inout [String]) throws(GitError) -> TreeExtent {
    if let known = extents[id] {
      guard path.count + known.levels <= TreeLimits.levels else { throw Self.tooDeep(path) }
      return known
    }
    guard path.count <= TreeLimits.levels else { throw Self.tooDeep(path) }
    var raw = id.raw
    let tree = try unsafe make("git_tree_lookup") { unsafe git_tree_lookup($0, pointer, &raw) }
    defer { unsafe git_tree_free(tree) }
    let count = unsafe git_tree_entrycount(tree)
    var extent = TreeExtent(entries: count)
    for index in 0..<count {
      guard let entry = unsafe git_tree_entry_byindex(tree, index),
        unsafe git_tree_entry_type(entry) == GIT_OBJECT_TREE
      else { continue }
      path.append(unsafe git_tree_entry_name(entry).map { unsafe String(cString: $0) } ?? "")
      let inner = try self.extent(of: unsafe ObjectID(copying: git_tree_entry_id(entry)), at: &path)
      path.removeLast()
      extent.entries += inner.entries
      extent.levels = max(extent.levels, inner.levels + 1)
      guard extent.entries <= TreeLimits.entries else { throw Self.tooMany(path) }
    }
    guard extent.entries <= TreeLimits.entries else { throw Self.tooMany(path) }
    extents[id] = extent
    return extent
  }

  private static func tooDeep(_ path: [String]) -> GitError {
    GitError(
      beyondLimit: "git_tree_lookup",
      "\(shown(path)) lies deeper than \(TreeLimits.levels) folders")
  }

  private static func tooMany(_ path: [String]) -> GitError {
    GitError(
      beyondLimit: "git_tree_lookup",
      "\(path.isEmpty ? "the tree" : shown(path)) holds more than 2,000,000 files and folders")
  }

  /// The start of a path, which may be as long as whoever made the tree liked.
  private static func shown(_ path: [String]) -> String {
    let start = path.prefix(6).joined(separator: "/")
    return path.count > 6 || start.count > 200 ? start.prefix(200) + "/…" : start
  }
}
