internal import Git
internal import Rules
internal import YAML

extension Checking {
  /// Throws where a proposal has more errors than the branch it is made against.
  ///
  /// Errors that the tree itself says to ignore do not count. Of what is the same in both trees only
  /// that is read whose errors depend on what is not.
  ///
  /// - Parameters:
  ///   - base: The tree of the base branch.
  ///   - proposal: The tree that it would have.
  ///   - files: How the two differ.
  /// - Throws: BotError with the exit code for what is unsafe, naming each error that is new; and
  ///   when an object cannot be read.
  func refuseMoreErrors(
    base: ObjectID, proposal: ObjectID, in files: [ChangedFile]
  ) throws(BotError) {
    guard base != proposal else { return }
    let after = try errors(in: proposal, beside: base, files.map(\.reversed))
    guard !after.isEmpty else { return }
    let before = try errors(in: base, beside: proposal, files)
    guard after.count > before.count else { return }
    // Paths and lines move between the two trees; what is said of them stays.
    var known: [String: Int] = [:]
    for error in before { known[error.code + error.message, default: 0] += 1 }
    let new = after.filter { error in
      let rest = known[error.code + error.message, default: 0]
      known[error.code + error.message] = rest - 1
      return rest <= 0
    }
    let summary = ConfigurationError.Problem(
      "the proposal has errors that the base branch does not have: \(after.count - before.count)",
      remedy: "correct what is listed below, or give --force")
    throw BotError(.refused, [summary] + new.map(ConfigurationError.Problem.init))
  }

  private func errors(
    in root: ObjectID, beside other: ObjectID, _ files: [ChangedFile]
  ) throws(BotError) -> [Finding] {
    let changes = try changes(of: root, beside: other, files)
    // The names of the other tree are not needed any more.
    repository.known.forgetNames()
    let tree = GitTree(root, in: repository)
    let found = manifestFindings(in: tree, concerning: changes).filter { $0.severity == .error }
    var ignored = IgnoreComments()
    for path in Set(found.compactMap(\.path)) { ignored.add(tree.file(path) ?? [], at: path) }
    let baseline = try Baseline(in: tree)
    try tree.throwError()
    return found.filter { !ignored.covers($0) && !baseline.covers($0) }
  }

  private func changes(
    of root: ObjectID, beside other: ObjectID, _ files: [ChangedFile]
  ) throws(BotError) -> ChangedPaths {
    let (tree, other) = (GitTree(root, in: repository), GitTree(other, in: repository))
    let changes = ChangedPaths(of: tree, and: other, in: files)
    try tree.throwError()
    try other.throwError()
    return changes
  }
}

extension ConfigurationError.Problem {
  /// A finding as an error prints it.
  init(_ finding: Finding) {
    self.init(
      "\(finding.message) [\(finding.code)]", file: finding.path,
      position: finding.line.map { TextPosition(line: $0, column: finding.column ?? 1) },
      remedy: finding.remedy)
  }
}
