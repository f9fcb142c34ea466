internal import Git

/// The commit of a template that a repository was made from, found without a lock.
struct Adoption: Hashable {
  /// T₀.
  var commit: ObjectID
  /// Why this one, as part of a sentence.
  var evidence: String
}

extension Adoption {
  /// How many commits of the template, the newest ones, are compared.
  private static let templateLimit = 1_000
  /// How many commits of the repository, the oldest ones, may have a tree of the template.
  private static let earlyLimit = 1_000

  /// The commit that the user names with `--adopt`: a commit id, abbreviated perhaps.
  ///
  /// - Throws: BotError where it is none in the history of `tip`.
  static func named(
    _ name: String, of tip: ObjectID, in repository: Repository
  ) throws(BotError) -> Adoption {
    let isID = (4...40).contains(name.utf8.count) && name.allSatisfy(\.isHexDigit)
    let commit = isID ? try? repository.resolve(name) : nil
    let isThere = try git("looking for \(name)") { () throws(GitError) in
      try commit.map { commit throws(GitError) in try repository.isAncestor(commit, of: tip) }
    }
    guard let commit, isThere == true else {
      throw BotError(
        "\(name) is no commit in the history of the template's \(tip.hex.prefix(12))",
        file: "--adopt", remedy: "give the id of the commit that the repository was made from")
    }
    return Adoption(commit: commit, evidence: "it was given with --adopt")
  }

  /// The commit in the history of `tip` that fits the history of `base` best; nil when none is near.
  ///
  /// Shared history tells at once, then a commit of the repository that has the very tree of a
  /// template's commit, as the first one has that a code host makes from a template. Otherwise at
  /// least half of the template's files must be in the repository unchanged, in its first commit or
  /// now, where `remains` of a script count as the files they were.
  ///
  /// - Throws: BotError when an object cannot be read.
  static func found(
    for base: ObjectID, tip: ObjectID, remains: ScriptRemains, in repository: Repository
  ) throws(BotError) -> Adoption? {
    let restored = try remains.restored(
      in: try remains.removed(from: try repository.treeOfCommit(base), repository), repository)
    return try git("looking for the template's commit") { () throws(GitError) in
      if let shared = try repository.mergeBase(base, tip) {
        return Adoption(commit: shared, evidence: "both histories have it")
      }
      let early = try repository.history(of: [base]).suffix(earlyLimit)
      let candidates = try repository.history(of: [tip], limit: templateLimit)
      if let exact = try sameTree(early, candidates, repository) { return exact }
      var trees = [restored]
      if let first = early.last { trees.append(try repository.commit(first).tree) }
      return try likest(trees, candidates, repository)
    }
  }

  /// The newest commit of the repository among `early` that has the tree of a template's commit.
  private static func sameTree(
    _ early: some Sequence<ObjectID>, _ candidates: [ObjectID], _ repository: Repository
  ) throws(GitError) -> Adoption? {
    var commits: [ObjectID: ObjectID] = [:]
    for candidate in candidates.reversed() {
      commits[try repository.commit(candidate).tree] = candidate
    }
    for commit in early {
      guard let found = commits[try repository.commit(commit).tree] else { continue }
      return Adoption(commit: found, evidence: "\(commit.hex.prefix(12)) has the same files")
    }
    return nil
  }

  /// The candidate whose files are the most alike to those of one of `trees`; of several the oldest.
  ///
  /// A script may have rewritten just the files in which they differ. From a base that is too old some
  /// changes arrive that are there already; with one that is too new others would never arrive.
  private static func likest(
    _ trees: [ObjectID], _ candidates: [ObjectID], _ repository: Repository
  ) throws(GitError) -> Adoption? {
    var likeness = TreeLikeness(in: repository)
    var best: (commit: ObjectID, share: TreeLikeness.Share, all: Int)?
    var others: Set<ObjectID> = []
    for candidate in candidates {
      let template = try repository.commit(candidate).tree
      for tree in trees {
        let share = try likeness.share(of: template, in: tree)
        let all = share.files + (try likeness.count(tree))
        // Equal files count for a commit, those that only one of the two has count against it.
        if let known = best {
          let (old, new) = (known.share.equal * all, share.equal * known.all)
          if new < old { continue }
          if new > old { others = [] } else { others.insert(known.commit) }
        }
        best = (candidate, share, all)
      }
    }
    guard let best, best.share.equal > 0, best.share.equal * 2 >= best.share.files else {
      return nil
    }
    others.remove(best.commit)
    let doubt =
      others.isEmpty
      ? "" : ", as those of \(others.count) later ones are"
    return Adoption(
      commit: best.commit,
      evidence: "\(best.share.equal) of its \(best.share.files) files are here unchanged" + doubt)
  }

  /// The base of the merge: the files of T₀, some of them as `remains` say that they were.
  ///
  /// An original counts where the template once had it; any other one holds edits of the owner's,
  /// which a base must not have, or they would be taken back.
  ///
  /// - Throws: BotError when an object cannot be read.
  func base(
    tip: ObjectID, remains: ScriptRemains, in repository: Repository
  ) throws(BotError) -> ObjectID {
    let root = try repository.templateTree(of: commit)
    if remains.originals.isEmpty { return root }
    return try git("reading what a script left") { () throws(GitError) in
      var changes: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = []
      for (path, original) in remains.originals.sorted(by: { $0.key < $1.key }) {
        guard let entry = try repository.entry(at: path, in: root), entry.mode != .tree,
          entry.id != original.id
        else { continue }
        changes.append((path: path, entry: (id: original.id, mode: entry.mode)))
      }
      if changes.isEmpty { return root }
      let known = try Adoption.blobs(of: tip, in: repository)
      return try repository.writeTree(
        root, settingPaths: changes.filter { $0.entry.map { known.contains($0.id) } == true })
    }
  }

  /// Every file that one of the compared commits of the template has.
  private static func blobs(
    of tip: ObjectID, in repository: Repository
  ) throws(GitError) -> Set<ObjectID> {
    var seen: Set<ObjectID> = []
    var pending: [ObjectID] = []
    for commit in try repository.history(of: [tip], limit: templateLimit) {
      pending.append(try repository.commit(commit).tree)
      while let tree = pending.popLast() {
        guard seen.insert(tree).inserted else { continue }
        for entry in try repository.tree(tree).entries {
          if entry.mode == .tree { pending.append(entry.id) } else { seen.insert(entry.id) }
        }
      }
    }
    return seen
  }
}

/// What a script that replaced stand-ins in place of this bot left in a repository.
struct ScriptRemains {
  /// The file that says that the script ran.
  static let marker = ".replacements-applied"
  /// Holds the files as they were before, each under its path and with `.orig` behind it.
  static let folder = ".backups"
  private static let suffix = ".orig"

  /// The originals by the path of the file that they became.
  let originals: [String: TreeEntry]
  /// Everything that was left behind, sorted.
  let paths: [String]

  /// Looks for remains in the tree `root`.
  ///
  /// - Throws: BotError when an object cannot be read.
  init(in root: ObjectID, _ repository: Repository) throws(BotError) {
    let (marker, backups) = try git("looking for what a script left") { () throws(GitError) in
      let folder = try repository.entry(at: ScriptRemains.folder, in: root)
      return (
        try repository.entry(at: ScriptRemains.marker, in: root),
        folder?.mode == .tree
          ? try repository.changedEntries(from: nil, to: folder?.id).filter {
            $0.path.hasSuffix(ScriptRemains.suffix) && $0.path.count > ScriptRemains.suffix.count
          } : []
      )
    }
    originals = Dictionary(
      backups.compactMap { backup in
        guard let entry = backup.new, entry.mode.isFile else {
          return nil
        }
        return (String(backup.path.dropLast(ScriptRemains.suffix.count)), entry)
      }, uniquingKeysWith: { first, _ in first })
    paths =
      backups.map { joined(ScriptRemains.folder, $0.path) }.sorted()
      + (marker == nil ? [] : [ScriptRemains.marker])
  }

  /// Whether there are any.
  var isEmpty: Bool { paths.isEmpty }

  /// `root`, the tree they lie in, without them.
  ///
  /// - Throws: BotError when an object cannot be read.
  func removed(from root: ObjectID, _ repository: Repository) throws(BotError) -> ObjectID {
    if isEmpty { return root }
    return try git("removing what a script left") { () throws(GitError) in
      try repository.writeTree(root, settingPaths: paths.map { (path: $0, entry: nil) })
    }
  }

  /// `root` with the originals of the files that are still there; their modes stay.
  ///
  /// - Throws: BotError when an object cannot be read.
  func restored(in root: ObjectID, _ repository: Repository) throws(BotError) -> ObjectID {
    if originals.isEmpty { return root }
    return try git("restoring what a script changed") { () throws(GitError) in
      var changes: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = []
      for (path, original) in originals.sorted(by: { $0.key < $1.key }) {
        guard let present = try repository.entry(at: path, in: root), present.mode != .tree else {
          continue
        }
        changes.append((path: path, entry: (id: original.id, mode: present.mode)))
      }
      return try repository.writeTree(root, settingPaths: changes)
    }
  }
}
