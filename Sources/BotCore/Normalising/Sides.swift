internal import Findings
internal import Flux
internal import Git
internal import Rules
internal import YAML

/// The three trees of a merge.
struct Sides {
  /// What the last merged proposal was rendered to.
  var base: ObjectID
  /// What is rendered now.
  var theirs: ObjectID
  /// The owner's branch.
  var ours: ObjectID
}

extension Sides {
  /// All three sides with their references in the form that Flux can substitute, and the rendered
  /// ones wired as the owner's branch was.
  ///
  /// Without that the wiring on the owner's side would be an edit beside each changed value. `locked`
  /// are the inputs that the base was rendered with; nil before the first merged proposal, when the
  /// base is the owner's branch itself. `lock` is that branch's.
  ///
  /// - Returns: The sides, what is wired in theirs, and what a report says of it.
  /// - Throws: BotError when an object cannot be read, and when two values would get one name.
  func normalised(
    for wiring: BotConfiguration.Wiring, _ inputs: Inputs, locked: Inputs?, lock: Lock?,
    in repository: Repository
  ) throws(BotError) -> (sides: Sides, wired: WiredPieces, findings: [Finding]) {
    let (old, new) = (locked?.configMaps ?? [], inputs.configMaps ?? [])
    guard wiring == .auto, !old.isEmpty || !new.isEmpty else {
      return (self, WiredPieces(), [])
    }
    var normalisation = try Normalisation(
      new.isEmpty ? old : new, (inputs.replacements ?? locked?.replacements), ownersBranch: ours,
      in: repository)
    var sides = self
    // Where the owner's branch is the base, the result is their side, and nothing else is looked at.
    if base != ours || locked != nil || new.isEmpty {
      sides.base = try normalisation.normalised(base)
      sides.ours = try normalisation.normalised(ours)
    }
    // References that nothing will stand behind any more are left as the template has them.
    if !new.isEmpty { sides.theirs = try normalisation.normalised(theirs) }
    var wired = WiredPieces()
    if let locked, !old.isEmpty {
      var (leaving, refused): (Set<String>, Set<String>) = ([], [])
      if !new.isEmpty {
        let theirs = try WiredTree(
          rendering: sides.theirs, to: inputs, wiring, after: lock, in: repository)
        (sides.theirs, wired) = (theirs.tree, theirs.wired)
        (leaving, refused) = (theirs.unplaced, theirs.unknown)
      }
      // What their side cannot wire is not wired here either: else the merge would take it from the owner.
      sides.base = try WiredTree(
        rendering: sides.base, to: locked, wiring, after: lock, leaving: leaving, refused: refused,
        in: repository
      ).tree
    }
    return (sides, wired, normalisation.findings.sorted())
  }

  /// The same where our side is normalised and wired already, and what differs between the others is
  /// nothing that wiring touches; nil where that is not so.
  ///
  /// - Throws: BotError as `normalised` does.
  func normalised(
    for inputs: Inputs, finished: EarlierFinish, in repository: Repository
  ) throws(BotError) -> Sides? {
    guard try finished.covers(ours, in: repository) else { return nil }
    var normalisation = try Normalisation(
      inputs.configMaps ?? [], inputs.replacements, ownersBranch: ours, in: repository)
    let changed = try normalisation.normalised(differing: base, theirs)
    guard normalisation.findings.isEmpty,
      try EarlierFinish.haveSameInterfaces(
        changed.old, changed.new, in: repository, where: \.isLeftAlone)
    else { return nil }
    return try Sides(base: changed.old, theirs: changed.new, ours: ours).narrowed(in: repository)
  }

  /// The same merge between trees that are our side's but for the files that differ between the other
  /// two; nil where one of those is not a file in all three, so that renames may have a say.
  ///
  /// - Throws: BotError when an object cannot be read or written.
  func narrowed(in repository: Repository) throws(BotError) -> Sides? {
    let changes = try TreeComparison(from: base, to: theirs, in: repository).changes
    for (path, change) in changes {
      let our = try git("reading \(path)") { () throws(GitError) in
        try repository.entry(at: path, in: ours)
      }
      guard [change.old, change.new, our].allSatisfy({ $0?.mode.isFile == true }) else {
        return nil
      }
    }
    func side(
      _ entry: (TreeComparison.Change) -> TreeEntry?
    ) throws(BotError) -> ObjectID {
      let set: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = changes.map {
        ($0.key, entry($0.value).map { ($0.id, $0.mode) })
      }
      return try git("writing a side of the merge") { () throws(GitError) in
        try repository.writeTree(ours, settingPaths: set)
      }
    }
    return Sides(base: try side { $0.old }, theirs: try side { $0.new }, ours: ours)
  }
}

extension Sides {
  /// The files that `flux bootstrap` writes and keeps up to date.
  private static let bootstrapFiles: Set = ["gotk-components.yaml", "gotk-sync.yaml"]

  /// The sides where an environment joins, with what `flux bootstrap` wrote for its cluster in the place of what the
  /// template has there: both would count as added, and as in conflict.
  ///
  /// - Throws: BotError when an object cannot be read or written.
  func keepingBootstrap(
    _ inputs: Inputs, locked: Inputs?, in repository: Repository
  ) throws(BotError) -> (sides: Sides, findings: [Finding]) {
    func names(_ inputs: Inputs?) -> Set<String> {
      Set(inputs?.replacements?.environments.map(\.name) ?? [])
    }
    guard locked != nil, !names(inputs).isSubset(of: names(locked)) else { return (self, []) }
    let added = try TreeComparison(from: base, to: theirs, in: repository).added
    var kept: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = []
    for path in added where Self.bootstrapFiles.contains(RepositoryPath.name(of: path)) {
      let our = try git("reading \(path)") { () throws(GitError) in
        try repository.entry(at: path, in: ours)
      }
      if let our { kept.append((path, (our.id, our.mode))) }
    }
    guard !kept.isEmpty else { return (self, []) }
    var sides = self
    let (tree, paths) = (theirs, kept)
    sides.theirs = try git("writing a side of the merge") { () throws(GitError) in
      try repository.writeTree(tree, settingPaths: paths)
    }
    return (sides, kept.map { Finding.bootstrapKept($0.path) })
  }
}

extension Finding {
  fileprivate static func bootstrapKept(_ path: String) -> Finding {
    Finding(
      .bootstrapKept, .note, path: path,
      "flux bootstrap has written this file already, so the template's was not taken over",
      remedy: "nothing has to be done")
  }
}
