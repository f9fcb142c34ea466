internal import Git
internal import YAML

extension Repository {
  /// The tree of a template's commit as updates may use it: without what belongs to the repository
  /// alone, the lock.
  ///
  /// Takes a commit that is present.
  ///
  /// - Throws: BotError when an object cannot be read.
  func templateTree(of commit: ObjectID) throws(BotError) -> ObjectID {
    let root = try treeOfCommit(commit)
    return try git("reading the template") { () throws(GitError) in
      try writeTree(root, settingPaths: [(path: BotFile.lock, entry: nil)])
    }
  }

  /// Refuses the tree `root` of a template, which is somebody else's, where a name in it would leave
  /// the tree or reach into a repository: Git itself does not check such names out.
  ///
  /// - Throws: BotError with exit code 4 that names the place.
  func checkTemplateNames(in root: ObjectID) throws(BotError) {
    var checked: Set<ObjectID> = []
    try checkNames(in: root, at: "", &checked)
  }

  private func checkNames(
    in id: ObjectID, at path: String, _ checked: inout Set<ObjectID>
  ) throws(BotError) {
    guard checked.insert(id).inserted else { return }
    let folder = try git("reading the template") { () throws(GitError) in try known.folder(id) }
    for entry in folder.entries {
      let place = joined(path, entry.name)
      guard TreeName.isSafe(entry.name) else {
        throw BotError(
          .refused, "the template holds the name \"\(entry.name)\", which no folder may hold",
          file: place, remedy: "have it corrected in the template")
      }
      guard entry.mode == .tree else { continue }
      try checkNames(in: entry.id, at: place, &checked)
    }
  }

  /// `root` with nothing in it but what `patterns` match.
  ///
  /// - Throws: GitError where a tree is absent.
  func tree(_ root: ObjectID, holdingOnly patterns: HeldPaths) throws(GitError) -> ObjectID {
    if let kept = try restricted(root, at: "", to: patterns) { return kept }
    return try emptyTree()
  }

  /// Returns nil where nothing is left.
  private func restricted(
    _ id: ObjectID, at path: String, to patterns: HeldPaths
  ) throws(GitError) -> ObjectID? {
    guard patterns.mayMatch(below: path) else { return nil }
    var changes: [TreeChange] = []
    for entry in try tree(id).entries where entry.hasExactName {
      let place = joined(path, entry.name)
      var kept = entry
      if entry.mode == .tree {
        guard let inner = try restricted(entry.id, at: place, to: patterns) else { continue }
        kept.id = inner
      } else if !patterns.match(place) {
        continue
      }
      changes.append(.set(kept))
    }
    return changes.isEmpty ? nil : try writeTree(changes: changes)
  }
}

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
    let others = ExactMap(try entries(other).map { ($0.name, $0) })
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
