internal import Git

/// The branch that a proposal is made against, with the files that say how.
struct BaseBranch {
  /// Without `refs/heads/`.
  let name: String
  let commit: ObjectID
  let tree: ObjectID
  var bot: BotConfiguration
  /// The bytes of `infrastructure.config.json`; nil when there is none.
  var infrastructure: [UInt8]?
  /// Nil before the first proposal was merged.
  let lock: Lock?

  /// Finds the base branch and reads its configuration.
  ///
  /// The default branch's configuration may name another base; then that branch's own
  /// configuration counts.
  ///
  /// - Throws: BotError for an empty repository, an absent branch, and anything wrong in the files.
  static func read(
    _ workspace: Workspace, _ request: Request, _ progress: Progress
  ) throws(BotError) -> BaseBranch {
    guard workspace.references.ids.keys.contains(where: { $0.hasPrefix("refs/heads/") }) else {
      throw BotError(
        "\(workspace.name) is empty: it has no branch with a commit",
        remedy: "push the template's files first")
    }
    guard let standard = workspace.references.defaultBranch.map(shortBranchName) else {
      throw BotError(
        "\(workspace.name) names no default branch",
        remedy: "set the repository's default branch")
    }
    let first = try read(standard, workspace, request, progress)
    guard let base = first.bot.baseBranch, base != standard else { return first }
    return try read(base, workspace, request, progress)
  }

  private static func read(
    _ name: String, _ workspace: Workspace, _ request: Request, _ progress: Progress
  ) throws(BotError) -> BaseBranch {
    guard let commit = workspace.references.ids["refs/heads/\(name)"] else {
      let branches = workspace.references.ids.keys.filter { $0.hasPrefix("refs/heads/") }
      throw BotError(
        "\(workspace.name) has no branch \"\(name)\"",
        remedy: "set repository.base to one of: "
          + branches.map(shortBranchName).sorted().joined(separator: ", "))
    }
    try workspace.fetch(
      ["refs/heads/\(name)", RenderedReference.name, FinishedReference.name], progress)
    let repository = workspace.repository
    let tree = try git("reading branch \(name)") { () throws(GitError) in
      try repository.commit(commit).tree
    }
    let bot = try botConfiguration(tree, branch: name, workspace, request)
    let lock = try file(Lock.fileName, tree, repository)
    return BaseBranch(
      name: name, commit: commit, tree: tree, bot: bot,
      infrastructure: try file(InfrastructureFile.name, tree, repository),
      lock: try lock.map { bytes throws(BotError) in
        try configuration { () throws(ConfigurationError) in try Lock.decode(bytes) }
      })
  }

  private static func botConfiguration(
    _ tree: ObjectID, branch: String, _ workspace: Workspace, _ request: Request
  ) throws(BotError) -> BotConfiguration {
    if let path = request.configurationFile {
      let bytes = try localFile(path, relativeTo: request.folder, option: "--config")
      return try configuration { () throws(ConfigurationError) in
        try BotConfiguration.decode(bytes, file: path)
      }
    }
    let name = BotConfiguration.fileName
    guard let bytes = try file(name, tree, workspace.repository) else {
      throw BotError(
        "there is no \(name) on branch \(branch) of \(workspace.name)",
        remedy: "add one there, or give --config FILE")
    }
    return try configuration { () throws(ConfigurationError) in
      try BotConfiguration.decode(bytes, file: name)
    }
  }

  private static func file(
    _ path: String, _ tree: ObjectID, _ repository: Repository
  ) throws(BotError) -> [UInt8]? {
    try git("reading \(path)") { () throws(GitError) in
      guard let entry = try repository.entry(at: path, in: tree), entry.mode != .tree else {
        return nil
      }
      return try repository.blob(entry.id).bytes
    }
  }
}

/// `main` for `refs/heads/main`.
func shortBranchName(_ reference: String) -> String {
  reference.hasPrefix("refs/heads/") ? String(reference.dropFirst(11)) : reference
}
