public import Findings
internal import Git
internal import Rules
internal import YAML

extension Proposal {
  /// Findings for references that lead somewhere on the base branch and nowhere in the proposal.
  ///
  /// Renaming moves files and references together where both are in scope; a reference from a file
  /// that is not is left behind.
  func brokenReferences(in repository: Repository) throws(BotError) -> [Finding] {
    guard files.contains(where: { $0.renamedFrom != nil }) else { return [] }
    let (old, new) = (GitTree(base.tree, in: repository), GitTree(tree, in: repository))
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
