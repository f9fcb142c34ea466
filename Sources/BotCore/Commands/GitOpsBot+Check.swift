public import Findings
internal import Git

extension GitOpsBot {
  /// What is wrong with the manifests, sorted by place.
  ///
  /// Those of a checkout on this machine count as they stand on the disk, and no server is asked; of a server's
  /// repository those of the base branch. `revision` of the request names others. No configuration is needed.
  ///
  /// - Parameters:
  ///   - request: The repository and how to reach it.
  ///   - progress: Where to say what is being done.
  ///   - usesBaseline: Whether findings that the repository's baseline lists are left out.
  /// - Returns: The findings, without those that comments say to ignore.
  /// - Throws: BotError when the repository, its configuration or its baseline cannot be read.
  public static func check(
    _ request: Request, _ progress: Progress, usesBaseline: Bool = true
  ) async throws(BotError) -> [Finding] {
    if let checkout = try checkout(request) {
      let folder = checkout.repository.workingTree ?? request.repository
      progress.phase("checking \(request.revision ?? "the files of \(folder)")")
      let target = try TargetBranch(reading: checkout, request)
      var checking = try Checking(
        of: target, request, named: nil, in: checkout.repository)
      checking.usesBaseline = usesBaseline
      return try checking.findings(in: target.tree)
    }
    var request = request
    request.needsConfiguration = false
    let workspace = try await Workspace.open(request, progress)
    let target = try TargetBranch.read(workspace, request, progress)
    let (name, tree) = try workspace.tree(of: request, standard: target, progress)
    progress.phase("checking \(name)")
    var checking = try Checking(
      of: target, request, named: workspace.repositoryName, in: workspace.repository)
    checking.usesBaseline = usesBaseline
    return try checking.findings(in: tree)
  }

  /// What is wrong with a template, sorted by place; nothing is written.
  ///
  /// - Parameters:
  ///   - request: The template: a checkout, whose files count as they stand on the disk, or a server's repository.
  ///   - progress: Where to say what is being done.
  /// - Returns: The findings.
  /// - Throws: BotError when the repository or its configuration cannot be read.
  public static func checkTemplate(
    _ request: Request, _ progress: Progress
  ) async throws(BotError) -> [Finding] {
    var request = request
    request.pushes = false
    request.needsConfiguration = false
    let workspace = try await Workspace.open(request, progress)
    let repository = workspace.repository
    let tree = try workspace.templateTree(of: request, progress)
    let address = try git("reading the remotes") { () throws(GitError) in
      try repository.remoteURL(request.remoteName)
    }
    let isURL = request.isURL
    let check = try TemplateCheck(
      of: tree, request, address: isURL ? workspace.name : address, in: workspace)
    return try check.findings(progress)
  }

  /// The files that a request for a folder of this machine means; nil for a server's repository, and for a bare one
  /// whose base branch is meant.
  private static func checkout(_ request: Request) throws(BotError) -> Checkout? {
    let location = try Location(request.repository, relativeTo: request.folder)
    guard location.kind == .folder else { return nil }
    return try Checkout.read(
      location.folder ?? location.address.text, at: request.revision)
  }

  /// The bytes of a baseline file that lists `findings`.
  public static func baseline(of findings: [Finding]) throws(BotError) -> [UInt8] {
    try configuration { () throws(ConfigurationError) in
      try Baseline(of: findings).encoded()
    }
  }
}

extension Checking {
  /// The check of a base branch.
  ///
  /// Where the configuration does not say enough for a proposal, that is among the findings, and
  /// what the last proposal was made from takes its place.
  ///
  /// - Throws: BotError when an option cannot be used.
  init(
    of target: TargetBranch, _ request: Request, named name: String?, in repository: Repository
  ) throws(BotError) {
    var problems: [Finding] = []
    var inputs = target.lock?.inputs ?? Inputs()
    if target.isConfigured {
      do throws(ConfigurationError) {
        inputs = try InputResolution(
          request, target.bot, reading: target.infrastructure, locked: target.lock?.knownInputs,
          repositoryName: name
        ).resolve().inputs
      } catch {
        let isAboutOptions = error.problems.contains { problem in
          ["--", ValueKey.variablePrefix].contains { problem.file?.hasPrefix($0) == true }
        }
        if isAboutOptions { throw BotError(error) }
        problems = error.problems.map { Finding(.configurationIncomplete, $0) }
      }
    }
    self.init(
      inputs: inputs, lock: target.lock, repository: repository,
      unresolved: try target.standingConflicts(in: repository), problems: problems,
      // What has a template elsewhere may have been rewritten by other means: a run knows both.
      unused: target.isConfigured && target.lock == nil && target.bot.template == nil
        ? target.bot : nil)
  }
}

extension Workspace {
  /// What stands on the disk; of a server's repository the base branch, or what `--ref` names.
  fileprivate func templateTree(
    of request: Request, _ progress: Progress
  ) throws(BotError) -> ObjectID {
    if request.revision == nil {
      let read = try git("reading the working tree") { () throws(GitError) in
        try repository.readWorkingTree()
      }
      if let read { return read.tree }
    }
    try git("preparing to read") { () throws(GitError) in try repository.holdNewObjectsInMemory() }
    let target = try TargetBranch.read(self, request, progress)
    return try tree(of: request, standard: target, progress).tree
  }

  /// The tree that `--ref` names, fetched where it is a server's branch; the base branch where it names none.
  fileprivate func tree(
    of request: Request, standard: TargetBranch, _ progress: Progress
  ) throws(BotError) -> (name: String, tree: ObjectID) {
    guard let revision = request.revision else { return (standard.name, standard.tree) }
    guard let branch = ReferenceName(branch: revision), let commit = references.ids[branch] else {
      throw BotError(
        "\(name) has no branch \"\(revision)\"", file: "--ref",
        remedy: "name a branch, or check a clone, where tags and commits count too")
    }
    try fetch([branch], progress)
    return (revision, try repository.treeOfCommit(commit))
  }
}
