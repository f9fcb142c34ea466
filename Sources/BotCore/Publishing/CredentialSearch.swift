internal import Git

/// Looks for credentials in what a proposal would add to the server.
struct CredentialSearch {
  private let secrets: Secrets
  private let repository: Repository
  /// The trees that the server has.
  private let known: [ObjectID]
  private var seen: Set<ObjectID> = []
  private var problems: [ConfigurationError.Problem] = []

  private init(_ secrets: Secrets, beside known: [ObjectID], in repository: Repository) {
    self.secrets = secrets
    self.known = known
    self.repository = repository
  }

  /// Reads the files and messages that are new in `proposal`.
  ///
  /// - Throws: BotError of exit code 4 that names each file with a credential in it, and never the
  ///   credential.
  static func check(
    _ proposal: Proposal, on branch: ReviewBranch, _ request: Request, in workspace: Workspace
  ) throws(BotError) {
    var access: RemoteAccess?
    if case .remote(_, let own) = workspace.target { access = own }
    let secrets = Secrets(in: request.variables, and: access)
    guard !secrets.forms.isEmpty, !proposal.isEmpty else { return }
    let recorded = workspace.references.ids[BotReference.rendered]
    let repository = workspace.repository
    var search = CredentialSearch(
      secrets,
      beside: [proposal.target.tree] + (try trees(of: [branch.tip, recorded], in: repository)),
      in: repository)
    for step in proposal.steps where secrets.occur(in: step.message) {
      search.note("the message of a commit", file: nil)
    }
    let new =
      proposal.steps.map(\.tree) + (try trees(of: [proposal.draft.rendered], in: repository))
    for tree in new { try search.read(tree, beside: search.known, at: "") }
    guard search.problems.isEmpty else { throw BotError(.refused, search.problems) }
  }

  /// The trees of those commits that are there.
  private static func trees(
    of commits: [ObjectID?], in repository: Repository
  ) throws(BotError) -> [ObjectID] {
    var trees: [ObjectID] = []
    for case let id? in commits {
      try git("reading \(id)") { () throws(GitError) in
        if try repository.contains(id) { trees.append(try repository.commit(id).tree) }
      }
    }
    return trees
  }

  /// Reads what `tree` has and none of `known` has in the same place.
  private mutating func read(
    _ tree: ObjectID, beside known: [ObjectID], at path: String
  ) throws(BotError) {
    guard !known.contains(tree), seen.insert(tree).inserted else { return }
    let others = try known.map { id throws(BotError) in
      Dictionary(try entries(of: id, at: path).map { ($0.name, $0) }) { first, _ in first }
    }
    for entry in try entries(of: tree, at: path) {
      let present = others.compactMap { $0[entry.name] }
      guard !present.contains(where: { $0.id == entry.id }) else { continue }
      let inner = joined(path, entry.name)
      if present.isEmpty, secrets.occur(in: entry.name) {
        note("the name of a file or folder", file: path)
      } else if entry.mode == .tree {
        let folders = present.filter { $0.mode == .tree }.map(\.id)
        try read(entry.id, beside: folders, at: inner)
      } else if entry.mode != .submodule {
        try read(blob: entry.id, at: inner)
      }
    }
  }

  private mutating func read(blob id: ObjectID, at path: String) throws(BotError) {
    guard seen.insert(id).inserted else { return }
    let isFound = try git("reading \(path)") { () throws(GitError) -> Bool in
      // What is too large to be read is too large to be written: no value of ours came into it.
      guard let blob = try repository.readableBlob(id) else { return false }
      return blob.withBytes { secrets.occur(in: $0) }
    }
    // A file that moved is not new.
    var passed: Set<ObjectID> = []
    guard isFound else { return }
    for tree in known where try holds(tree, id, &passed) { return }
    note("the file", file: path)
  }

  /// Whether `id` stands somewhere in `tree`, leaving out those trees that were looked through.
  private func holds(
    _ tree: ObjectID, _ id: ObjectID, _ passed: inout Set<ObjectID>
  ) throws(BotError) -> Bool {
    guard passed.insert(tree).inserted else { return false }
    for entry in try entries(of: tree, at: "") {
      if entry.id == id { return true }
      if entry.mode == .tree, try holds(entry.id, id, &passed) { return true }
    }
    return false
  }

  private func entries(of tree: ObjectID, at path: String) throws(BotError) -> [TreeEntry] {
    try git("reading \(path.isEmpty ? "the root" : path)") { () throws(GitError) in
      try repository.tree(tree).entries
    }
  }

  private mutating func note(_ place: String, file: String?) {
    let problem = ConfigurationError.Problem(
      "a credential that the bot was given would be pushed, in \(place)", file: file,
      remedy: "take it out of the values or the template that it comes from, and replace it where "
        + "others could see it")
    if !problems.contains(problem) { problems.append(problem) }
  }
}
