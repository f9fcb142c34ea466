internal import Git

/// A repository that a command reads and never writes: neither history nor a configuration is needed.
struct ReadRepository {
  /// A tree, and what it is to people.
  struct Revision: Hashable, Sendable {
    let tree: ObjectID
    /// Such as `the working tree of /srv/gitops`.
    let name: String
    /// The files that the working tree has and `tree` lacks, because they cannot be read.
    var leftOut: [String] = []
  }

  /// Where objects are made in memory alone.
  let repository: Repository
  /// The address of the repository, by which manifests name it; nil where none is known.
  let address: String?
  /// The repository as messages name it.
  let name: String
  /// What a server said; nil for a repository that is read where it lies.
  private let workspace: Workspace?
  private let request: Request
  private let progress: Progress

  /// Opens what `request` names: a folder where it lies, without asking a server.
  ///
  /// - Parameters:
  ///   - request: The repository and how to reach it.
  ///   - asksServer: Whether a local repository's remote is asked for its branches.
  ///   - progress: Where to say what is being done.
  /// - Throws: BotError when it cannot be reached or opened.
  init(
    _ request: Request, asksServer: Bool, _ progress: Progress
  ) async throws(BotError) {
    let location = try Location(request.repository, relativeTo: request.folder)
    self.request = request
    self.progress = progress
    if location.kind == .folder, !asksServer {
      let local = try Repository.opened(location)
      if local.workingTree != nil {
        (repository, workspace) = (local, nil)
        name = location.address.text
        address = try git("reading the remotes") { () throws(GitError) in
          try local.remoteURL(request.remoteName)
        }
        try holdObjects()
        return
      }
    }
    let workspace = try await Workspace.open(request, progress)
    (repository, self.workspace) = (workspace.repository, workspace)
    (name, address) = (workspace.name, workspace.name)
    try holdObjects()
  }

  private func holdObjects() throws(BotError) {
    try git("preparing to read") { () throws(GitError) in
      try repository.holdNewObjectsInMemory()
    }
  }

  /// What is read where nothing says which revision: the working tree; of a repository without one the bot's branch
  /// while a proposal is open, else the base branch.
  func standard() throws(BotError) -> Revision {
    guard let workspace else { return try workingTree() }
    let names = try BranchNames(in: workspace, request, progress)
    if let review = try branch(names.review) { return review }
    return try required(names.base, of: workspace)
  }

  /// What a revision is compared with where nothing says: of a working tree its last commit, else the base branch.
  func standardBase() throws(BotError) -> Revision {
    guard let workspace else {
      let head = try git("reading HEAD") { () throws(GitError) in try repository.resolve("HEAD") }
      guard let head else {
        return Revision(tree: .emptyTree, name: "nothing, as no commit exists")
      }
      return try revision(head, "HEAD")
    }
    return try required(BranchNames(in: workspace, request, progress).base, of: workspace)
  }

  private func workingTree() throws(BotError) -> Revision {
    progress.phase("reading the working tree of \(name)")
    let read = try git("reading the working tree of \(name)") { () throws(GitError) in
      try repository.readWorkingTree()
    }
    guard let read else { throw BotError("\(name) has no working tree", remedy: "give --ref REV") }
    let changed = read.changed.count
    let difference =
      changed == 0
      ? "as it was committed" : "with \(changed) changed or new file\(changed == 1 ? "" : "s")"
    return Revision(
      tree: read.tree, name: "the working tree of \(name), \(difference)", leftOut: read.leftOut)
  }

  // MARK: - Revisions that are named

  /// The branch of that name on the server, or of the local repository that has none.
  ///
  /// - Throws: BotError where there is no such branch.
  func namedBranch(_ text: String) throws(BotError) -> Revision {
    if let found = try branch(text) { return found }
    throw BotError(
      "\(name) has no branch \"\(text)\"", file: "--branch",
      remedy: "name a branch of the repository")
  }

  /// What a revision means: a commit, a branch or a tag, as `git rev-parse` understands it.
  ///
  /// - Parameters:
  ///   - text: The revision.
  ///   - option: The option that names it, for errors.
  /// - Returns: The tree of the commit.
  /// - Throws: BotError where it means no commit.
  func named(_ text: String, by option: String) throws(BotError) -> Revision {
    let found: ObjectID?
    if workspace == nil { found = try local(text) } else { found = try remote(text) }
    if let found { return try revision(found, text) }
    let isShallow = repository.isShallow
    throw BotError(
      "\"\(text)\" means no commit of \(name)\(isShallow ? ", which is a shallow clone" : "")",
      file: option,
      remedy: workspace == nil
        ? "fetch it first, with git fetch \(request.remoteName) \(isShallow ? "--depth 1 " : "")and its name"
        : "name a branch, a tag or a commit of the repository")
  }

  private func local(_ text: String) throws(BotError) -> ObjectID? {
    if let id = try resolved(text) { return id }
    return try resolved("\(request.remoteName)/\(text)")
  }

  /// Fetches what `text` begins with, and goes on from there.
  private func remote(_ text: String) throws(BotError) -> ObjectID? {
    guard let workspace else { return nil }
    let end = text.firstIndex { "~^".contains($0) } ?? text.endIndex
    let start = String(text[..<end])
    let names = [
      ReferenceName(branch: start), ReferenceName("refs/tags/\(start)"), ReferenceName(start),
    ]
    for name in names.compactMap(\.self) {
      guard let id = workspace.references.ids[name] else { continue }
      try workspace.fetch([name], progress)
      return try resolved("\(id)\(text[end...])")
    }
    guard let standard = workspace.references.defaultBranch else { return nil }
    try workspace.fetch([standard], progress)
    guard start == "HEAD", let head = workspace.references.ids[standard] else {
      return try resolved(text)
    }
    return try resolved("\(head)\(text[end...])")
  }

  private func resolved(_ text: String) throws(BotError) -> ObjectID? {
    try git("looking for \(text)") { () throws(GitError) in
      do throws(GitError) {
        return try repository.resolve(text)
      } catch {
        // A text that no revision can be is as absent as one that none is.
        if error.isMalformed { return nil }
        throw error
      }
    }
  }

  private func branch(_ text: String) throws(BotError) -> Revision? {
    guard let workspace, let reference = ReferenceName(branch: text),
      let commit = workspace.references.ids[reference]
    else { return nil }
    try workspace.fetch([reference], progress)
    return try revision(commit, text)
  }

  private func required(_ branch: String, of workspace: Workspace) throws(BotError) -> Revision {
    if let found = try self.branch(branch) { return found }
    let branches = workspace.references.ids.keys.compactMap(\.branch).sorted()
    throw BotError(
      "\(name) has no branch \"\(branch)\"",
      remedy: "set repository.base to one of: \(branches.joined(separator: ", "))")
  }

  private func revision(_ commit: ObjectID, _ text: String) throws(BotError) -> Revision {
    Revision(
      tree: try repository.treeOfCommit(commit),
      name: "\(text) of \(name) at \(commit.description.prefix(12))")
  }
}

/// The branches that a repository's configuration names, or the usual ones where it has none.
private struct BranchNames {
  let base: String
  let review: String

  init(in workspace: Workspace, _ request: Request, _ progress: Progress) throws(BotError) {
    guard workspace.references.ids.keys.contains(where: { $0.branch != nil }) else {
      throw BotError(
        "\(workspace.name) is empty: it has no branch with a commit", remedy: "push its files first"
      )
    }
    guard let standard = workspace.references.defaultBranch?.branch else {
      throw BotError(
        "\(workspace.name) names no default branch", remedy: "set the repository's default branch")
    }
    let first = try Self.read(from: standard, in: workspace, request, progress)
    base = first?.baseBranch ?? standard
    let own =
      base == standard ? first : try Self.read(from: base, in: workspace, request, progress)
    review = (own?.review ?? BotConfiguration.Review()).branch
  }

  private static func read(
    from branch: String, in workspace: Workspace, _ request: Request, _ progress: Progress
  ) throws(BotError) -> BotConfiguration? {
    let file = request.configurationFile ?? BotFile.configuration
    let bytes: [UInt8]?
    if request.configurationFile == nil {
      guard let reference = ReferenceName(branch: branch),
        let commit = workspace.references.ids[reference]
      else { return nil }
      try workspace.fetch([reference], progress)
      bytes = try workspace.repository.bytes(
        at: file, in: workspace.repository.treeOfCommit(commit))
    } else {
      bytes = try localFile(file, relativeTo: request.folder, option: "--config")
    }
    return try bytes.map { bytes throws(BotError) in
      try configuration { () throws(ConfigurationError) in
        try BotConfiguration.decode(bytes, file: file)
      }
    }
  }
}
