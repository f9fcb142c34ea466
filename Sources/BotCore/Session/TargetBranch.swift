internal import Findings
internal import Git

/// The branch that a proposal is made against, with the files that say how.
struct TargetBranch {
  let reference: ReferenceName
  let commit: ObjectID
  let tree: ObjectID
  var bot: BotConfiguration
  /// The bytes of `infrastructure.config.json`; nil when there is none.
  var infrastructure: [UInt8]?
  /// Nil before the first proposal was merged.
  let lock: Lock?
  /// What a report says of the lock and of what it names.
  let findings: [Finding]
  /// Whether there is a configuration of the bot.
  var isConfigured = true

  /// Without `refs/heads/`.
  var name: String { reference.short }

  /// Finds the base branch and reads its configuration.
  ///
  /// The default branch's configuration may name another base; then that branch's own
  /// configuration counts.
  ///
  /// - Throws: BotError for an empty repository, an absent branch, and anything wrong in the files.
  static func read(
    _ workspace: Workspace, _ request: Request, _ progress: Progress
  ) throws(BotError) -> TargetBranch {
    guard workspace.references.ids.keys.contains(where: { $0.branch != nil }) else {
      throw BotError(
        "\(workspace.name) is empty: it has no branch with a commit",
        remedy: "push the template's files first")
    }
    guard let standard = workspace.references.defaultBranch?.branch else {
      throw BotError(
        "\(workspace.name) names no default branch",
        remedy: "set the repository's default branch")
    }
    if let revision = request.target {
      return try read(revision, standard, workspace, request)
    }
    let first = try read(standard, workspace, request, progress)
    guard let base = first.bot.baseBranch, base != standard else { return first }
    return try read(base, workspace, request, progress)
  }

  private static func read(
    _ name: String, _ workspace: Workspace, _ request: Request, _ progress: Progress
  ) throws(BotError) -> TargetBranch {
    guard let reference = ReferenceName(branch: name),
      let commit = workspace.references.ids[reference]
    else {
      let branches = workspace.references.ids.keys.compactMap(\.branch)
      throw BotError(
        "\(workspace.name) has no branch \"\(name)\"",
        remedy: "set repository.base to one of: "
          + branches.sorted().joined(separator: ", "))
    }
    try workspace.fetch(
      [reference, BotReference.rendered, BotReference.finished], progress)
    return try read(commit, as: reference, workspace, request)
  }

  /// What a commit of a repository on this machine would be as its base branch.
  private static func read(
    _ revision: String, _ standard: String, _ workspace: Workspace, _ request: Request
  ) throws(BotError) -> TargetBranch {
    let found = try git("looking for \(revision)") { () throws(GitError) in
      try workspace.repository.resolve(revision)
    }
    guard let found, !workspace.isClone else {
      throw BotError(
        workspace.isClone
          ? "\(workspace.name) is not on this machine" : "\(revision) means no commit here",
        file: "--ref",
        remedy: "give the folder of a clone, and a branch, a tag or a commit that it has")
    }
    try workspace.fetch([BotReference.rendered, BotReference.finished], Progress())
    func reading(_ branch: String) throws(BotError) -> TargetBranch? {
      try ReferenceName(branch: branch).map { name throws(BotError) in
        try read(found, as: name, workspace, request)
      }
    }
    let first = try reading(standard)
    guard let base = first?.bot.baseBranch ?? first?.name, let target = try reading(base) else {
      throw BotError(
        "\(standard) is not a valid branch name", remedy: "set the repository's default branch")
    }
    return target
  }

  private static func read(
    _ commit: ObjectID, as reference: ReferenceName, _ workspace: Workspace, _ request: Request
  ) throws(BotError) -> TargetBranch {
    let (name, repository) = (reference.short, workspace.repository)
    let tree = try git("reading branch \(name)") { () throws(GitError) in
      try repository.commit(commit).tree
    }
    let (bot, isConfigured) = try botConfiguration(tree, branch: name, workspace, request)
    let lock = try lock(of: commit, tree, repository)
    return TargetBranch(
      reference: reference, commit: commit, tree: tree, bot: bot,
      infrastructure: try file(BotFile.infrastructure, tree, repository),
      lock: lock.lock,
      findings: workspace.findings + lock.findings + (try recordFindings(lock.lock, workspace)),
      isConfigured: isConfigured)
  }

  /// The lock, unless it came with the first commit: then it is that of the template, which was copied with
  /// everything else, and speaks of another repository.
  private static func lock(
    of commit: ObjectID, _ tree: ObjectID, _ repository: Repository
  ) throws(BotError) -> (lock: Lock?, findings: [Finding]) {
    guard let bytes = try file(BotFile.lock, tree, repository) else { return (nil, []) }
    let isFirst = try git("looking for the lock's commit") { () throws(GitError) in
      try repository.isUnchangedSinceFirstCommit(BotFile.lock, in: commit)
    }
    if isFirst { return (nil, [.lockOfTemplate]) }
    return try configuration { () throws(ConfigurationError) in (try Lock.decode(bytes), []) }
  }

  /// What stands below `refs/gitops-bot/` and is not what `lock` names: others may write there.
  private static func recordFindings(
    _ lock: Lock?, _ workspace: Workspace
  ) throws(BotError) -> [Finding] {
    let repository = workspace.repository
    var findings: [Finding] = []
    for name in [BotReference.rendered, BotReference.finished] {
      guard let tip = workspace.references.ids[name] else { continue }
      let isOwn = try repository.commit(ifPresent: tip).map { tip throws(BotError) in
        try git("reading \(name)") { () throws(GitError) in
          name == BotReference.rendered
            ? try repository.leads(tip, to: lock?.rendered)
            : try repository.leads(tip, to: lock?.finished)
        }
      }
      if isOwn != true { findings.append(.recordForeign(name)) }
    }
    return findings
  }

  private static func botConfiguration(
    _ tree: ObjectID, branch: String, _ workspace: Workspace, _ request: Request
  ) throws(BotError) -> (BotConfiguration, isConfigured: Bool) {
    if let path = request.configurationFile {
      let bytes = try localFile(path, relativeTo: request.folder, option: "--config")
      return try configuration { () throws(ConfigurationError) in
        (try BotConfiguration.decode(bytes, file: path), true)
      }
    }
    let name = BotFile.configuration
    let found = try file(name, tree, workspace.repository)
    if found == nil, !request.needsConfiguration {
      return try configuration { () throws(ConfigurationError) in
        (try BotConfiguration.decode(Self.noConfiguration, file: name), false)
      }
    }
    guard let bytes = found else {
      let other = try misplacedConfiguration(tree, workspace.repository)
      throw BotError(
        "there is no \(name) on branch \(branch) of \(workspace.name)"
          + (other.map { ", though there is \($0)" } ?? ""),
        remedy: other == nil
          ? "add one there, or give --config FILE"
          : "the file is called \(name), is JSON, and stands at the root")
    }
    return try configuration { () throws(ConfigurationError) in
      (try BotConfiguration.decode(bytes, file: name), true)
    }
  }

  /// A file that somebody may have meant to be the configuration: by another name, or in `.github`.
  private static func misplacedConfiguration(
    _ tree: ObjectID, _ repository: Repository
  ) throws(BotError) -> String? {
    try git("looking for a configuration") { () throws(GitError) in
      for folder in ["", ".github", ".gitops-bot"] {
        let entry = folder.isEmpty ? nil : try repository.entry(at: folder, in: tree)
        guard folder.isEmpty || entry?.mode == .tree else { continue }
        let names = try repository.tree(entry?.id ?? tree).entries.filter { $0.mode != .tree }
          .map(\.name)
        for name in names where isLikeConfiguration(name) { return joined(folder, name) }
      }
      return nil
    }
  }

  private static func isLikeConfiguration(_ name: String) -> Bool {
    let (stem, ending) = name.lowercased().splitAtLastDot
    return ["json", "jsonc", "json5", "yaml", "yml", "toml"].contains(ending)
      && [
        "bot.config", ".bot.config", "bot-config", "gitops-bot.config", "gitops-bot", ".gitops-bot",
        "gitops-bot-config", "gitopsbot",
      ].contains(stem)
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

extension Repository {
  /// Whether what an open proposal records stands on top of what the last merged one has recorded.
  fileprivate func leads(_ tip: ObjectID, to rendered: ObjectID?) throws(GitError) -> Bool {
    guard let rendered else { return true }
    guard try containsCommit(rendered) else { return false }
    return try isAncestor(rendered, of: tip)
  }

  fileprivate func leads(_ tip: ObjectID, to finished: Lock.Finished?) throws(GitError) -> Bool {
    guard let finished else { return true }
    for id in [tip] + (try commit(tip).parents.prefix(1)) {
      if try commit(id).tree == finished.tree { return true }
    }
    return false
  }
}

extension String {
  /// What stands before and behind the last dot.
  fileprivate var splitAtLastDot: (stem: String, ending: String) {
    guard let dot = lastIndex(of: ".") else { return (self, "") }
    return (String(self[..<dot]), String(self[index(after: dot)...]))
  }
}
