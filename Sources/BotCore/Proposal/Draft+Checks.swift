internal import Findings
internal import Git
internal import Providers
internal import Rules
internal import YAML

extension Draft {
  /// Checks what the draft would bring.
  ///
  /// - Returns: What a person should know of it.
  /// - Throws: BotError of exit code 4 for what a cluster would answer by deleting something, unless that is
  ///   allowed, and where the tree has more errors than the target branch's.
  func checked(
    _ request: Request, _ dangers: [DangerousChange], isKnownToBeSound: Bool,
    in repository: Repository
  ) throws(BotError) -> [Finding] {
    // What was found out about the sides of the merge is not asked for again.
    repository.known.forgetNames()
    var findings = try brokenReferences(in: repository)
    findings += try GitFiles.findings(in: tree, beside: target.tree, repository)
    let moves = files.compactMap { file in file.renamedFrom.map { (file.path, $0) } }
    findings += try PathMentions.findings(
      in: tree, after: ExactMap(moves), repository)
    repository.known.forgetNames()
    findings += try found(dangers, isAllowed: request.allowsReplacing)
    // What undo brings back was there before, with what was wrong in it; and a file with markers is
    // meant to be mended on the branch.
    let isMarked = target.bot.conflicts == .markers && !conflicts.isEmpty
    if !request.isForced, change.undone == nil, !isMarked, !isKnownToBeSound {
      let checking = Checking(inputs: change.inputs, lock: target.lock, repository: repository)
      try checking.refuseMoreErrors(base: target.tree, proposal: tree, in: changes)
    }
    // Making the pack takes room of its own.
    repository.known.forget()
    return findings
  }

  /// What a cluster would answer by deleting something or by refusing it, once there can be a cluster.
  ///
  /// `isSurveyed` says whether the files of the tree were looked through.
  ///
  /// - Throws: BotError when an object cannot be read.
  func dangers(
    isSurveyed: Bool, in repository: Repository
  ) throws(BotError) -> [DangerousChange] {
    guard target.lock != nil else { return [] }
    repository.known.forgetNames()
    let (before, after) = (GitTree(target.tree, in: repository), GitTree(tree, in: repository))
    let found = dangerousChanges(
      from: before, to: after, in: movedFiles, isSurveyed: isSurveyed
    ) { text in
      try? Quantity(parsing: text)
    }
    try before.throwError()
    try after.throwError()
    repository.known.forgetNames()
    return found
  }

  /// The changed files of others than the bot, those that were moved as one.
  private var movedFiles: [ChangedFile] {
    let gone = ExactSet(changes.filter { $0.new == nil }.compactMap(\.old))
    let added = ExactSet(changes.filter { $0.old == nil }.compactMap(\.new))
    let moves = files.compactMap { file -> ChangedFile? in
      guard let old = file.renamedFrom, gone.contains(old), added.contains(file.path)
      else { return nil }
      return ChangedFile(old: old, new: file.path)
    }
    let moved = ExactSet(moves.flatMap { [$0.old, $0.new] }.compactMap(\.self))
    return moves
      + changes.filter { change in
        let path = change.new ?? change.old ?? ""
        return !BotFile.all.contains(path)
          && !((change.old == nil || change.new == nil) && moved.contains(path))
      }
  }

  /// The generated sizes that would make the proposal dangerous; nil where none would, or where that is allowed.
  func heldStorage(_ dangers: [DangerousChange], _ request: Request) -> HeldStorage? {
    guard !request.allowsReplacing, change.undone == nil else { return nil }
    return HeldStorage(dangers, from: change.inputs, after: target.lock?.inputs)
  }

  /// The findings for dangerous changes.
  ///
  /// - Throws: BotError of exit code 4 that names each, unless they are allowed.
  private func found(
    _ dangers: [DangerousChange], isAllowed: Bool
  ) throws(BotError) -> [Finding] {
    guard !dangers.isEmpty else { return [] }
    var found = dangers.map { $0.finding }
    guard isAllowed else {
      let summary = ConfigurationError.Problem(
        "the cluster would delete or refuse what this proposal changes",
        remedy: "look at what is listed below, and give --allow-replace where it is wanted")
      throw BotError(.refused, [summary] + found.map(ConfigurationError.Problem.init))
    }
    for index in found.indices { found[index].severity = .warning }
    return found
  }

  /// Findings for references that lead somewhere on the base branch and nowhere in the proposal.
  ///
  /// Renaming moves files and references together where both are in scope; a reference from a file
  /// that is not is left behind.
  private func brokenReferences(in repository: Repository) throws(BotError) -> [Finding] {
    guard files.contains(where: { $0.renamedFrom != nil }) else { return [] }
    let (old, new) = (GitTree(target.tree, in: repository), GitTree(tree, in: repository))
    let after = UnresolvedReference.all(
      in: new, concerning: ChangedPaths(of: new, and: old, in: changes.map(\.reversed)))
    try new.throwError()
    if after.isEmpty { return [] }
    let before = Set(
      UnresolvedReference.all(
        in: old, concerning: ChangedPaths(of: old, and: new, in: changes)
      ).map { Place($0.file, $0.position) })
    try old.throwError()
    let origins = Dictionary(
      files.compactMap { file in file.renamedFrom.map { (file.path, $0) } },
      uniquingKeysWith: { first, _ in first })
    return after.compactMap { reference in
      let origin = origins[reference.file] ?? reference.file
      guard !before.contains(Place(origin, reference.position)) else { return nil }
      return Finding(
        .brokenReference, .error, path: reference.file, line: reference.position.line,
        column: reference.position.column,
        "\"\(reference.text)\" leads nowhere after the renames",
        remedy: "change it by hand, or let include reach this file")
    }
  }

  /// Where a reference stands; replacing keeps lines, though not always columns.
  private struct Place: Hashable {
    var file: String
    var line: Int

    init(_ file: String, _ position: TextPosition) {
      self.file = file
      line = position.line
    }
  }
}
