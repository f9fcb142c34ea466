internal import Git

/// Counts what trees have in common, by object ids alone; what was counted once is remembered.
struct TreeLikeness {
  /// What one tree, the template's, has in common with another one.
  struct Share: Hashable {
    /// The template's files.
    var files = 0
    /// Those of them that the other tree has at the same path with the same content.
    var equal = 0

    static func += (left: inout Share, right: Share) {
      left.files += right.files
      left.equal += right.equal
    }
  }

  private struct Pair: Hashable {
    var one: ObjectID
    var other: ObjectID
  }

  private let repository: Repository
  private var shares: [Pair: Share] = [:]
  private var counts: [ObjectID: Int] = [:]
  private var folders: [ObjectID: [TreeEntry]] = [:]

  init(in repository: Repository) {
    self.repository = repository
  }

  /// What the tree `template` has in common with the tree `other`.
  ///
  /// - Throws: GitError where a tree is absent.
  mutating func share(of template: ObjectID, in other: ObjectID) throws(GitError) -> Share {
    if template == other {
      let count = try count(template)
      return Share(files: count, equal: count)
    }
    let pair = Pair(one: template, other: other)
    if let known = shares[pair] { return known }
    let others = Dictionary(
      try entries(other).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var share = Share()
    for entry in try entries(template) {
      let twin = others[entry.name]
      switch (entry.mode, twin?.mode) {
      case (.tree, .tree?): share += try self.share(of: entry.id, in: twin?.id ?? entry.id)
      case (.tree, _): share.files += try count(entry.id)
      default: share += Share(files: 1, equal: twin?.id == entry.id ? 1 : 0)
      }
    }
    shares[pair] = share
    return share
  }

  /// How many files the tree `id` holds.
  ///
  /// - Throws: GitError where a tree is absent.
  mutating func count(_ id: ObjectID) throws(GitError) -> Int {
    if let known = counts[id] { return known }
    var count = 0
    for entry in try entries(id) { count += entry.mode == .tree ? try self.count(entry.id) : 1 }
    counts[id] = count
    return count
  }

  private mutating func entries(_ id: ObjectID) throws(GitError) -> [TreeEntry] {
    if let known = folders[id] { return known }
    let entries = try repository.tree(id).entries
    folders[id] = entries
    return entries
  }
}
