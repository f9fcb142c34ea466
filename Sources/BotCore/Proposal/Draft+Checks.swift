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
    _ request: Request, isKnownToBeSound: Bool, in repository: Repository
  ) throws(BotError) -> [Finding] {
    // What was found out about the sides of the merge is not asked for again.
    repository.known.forgetNames()
    var findings = try brokenReferences(in: repository)
    findings += try GitFiles.findings(in: tree, beside: target.tree, repository)
    repository.known.forgetNames()
    if target.lock != nil {
      findings += try dangers(isAllowed: request.allowsReplacing, in: repository)
    }
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

  /// Looks for changes that a cluster would answer by deleting something, once there can be a cluster.
  ///
  /// - Throws: BotError of exit code 4 that names each, unless they are allowed.
  private func dangers(
    isAllowed: Bool, in repository: Repository
  ) throws(BotError) -> [Finding] {
    let (before, after) = (GitTree(target.tree, in: repository), GitTree(tree, in: repository))
    let dangers = dangerousChanges(from: before, to: after, in: changes) { text in
      try? Quantity(parsing: text)
    }
    try before.throwError()
    try after.throwError()
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
