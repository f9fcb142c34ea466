internal import Findings
internal import Git
internal import Providers

/// Where a proposal starts from when the configuration names a template: T₁, what is known of T₀,
/// and the configuration that both make with the owner's.
struct TemplateOrigin {
  /// A commit of the template that the proposal brings.
  struct BroughtCommit: Hashable {
    var id: ObjectID
    /// The template's own words.
    var summary: String
  }

  /// How many commits a report lists at most.
  static let commitLimit = 50

  /// T₁, as the lock names it.
  let template: Lock.Template
  /// How people call T₁: the tag, or the beginning of the commit's id.
  let release: String
  /// T₁.
  let commit: ObjectID
  /// The files of T₁ that updates may use.
  let tree: ObjectID
  let earlier: EarlierTemplate
  /// What the template may not change by itself.
  let held: HeldPaths
  /// The rules and values in force, with what the template brings.
  let configuration: TemplateConfiguration
  /// T₀..T₁, newest first; at most `commitLimit`.
  var commits: [BroughtCommit] = []
  /// Whether there are more.
  var hasMoreCommits = false
  var findings: [Finding]

  /// Finds out where the proposal for `base` starts from, once the template was fetched.
  ///
  /// - Throws: BotError when `--adopt` names no commit of the template, when the template holds names
  ///   that no tree may hold, and when an object cannot be read.
  init(
    _ source: TemplateSource, for target: TargetBranch, _ request: Request, in workspace: Workspace
  ) throws(BotError) {
    let repository = workspace.repository
    commit = source.reference.commit
    template = Lock.Template(
      url: source.url, ref: source.reference.shortName, commit: commit)
    release = source.reference.name.tag?.inertLine ?? String(commit.hex.prefix(12))
    tree = try repository.templateTree(of: commit)
    held = try BotCore.configuration { () throws(ConfigurationError) in
      try HeldPaths(exclude: source.template.exclude)
    }
    earlier =
      if let lock = target.lock, request.adopt == nil,
        try source.goesOn(from: lock, in: workspace, request)
      {
        .recorded(try repository.commit(ifPresent: lock.template.commit))
      } else {
        try EarlierTemplate.adopted(target, tip: commit, named: request.adopt, in: repository)
      }
    if target.lock?.template.commit != commit { try repository.checkTemplateNames(in: tree) }
    findings = earlier.findings
    configuration = try TemplateConfiguration(
      merging: target, from: try earlier.configurationTree(of: target, repository) ?? tree,
      to: tree,
      isFromOutside: request.configurationFile != nil, request, in: repository)
    findings += configuration.findings
    try compareCommits(target, in: repository)
  }

  /// The tree whose stand-ins the proposal replaces: the template's, or the owner's own files where
  /// nothing of the template fits.
  ///
  /// In the latter case a stand-in that already lies inside its replacement has to stay.
  var renderedTree: (tree: ObjectID, keepsSelfContained: Bool) {
    if case .unknown(let own, _) = earlier { (own, true) } else { (tree, false) }
  }

  /// Whether the lock has to be proposed even alone.
  ///
  /// Where nothing of the template fits, its updates count from the lock on; without one they never
  /// would.
  var needsLock: Bool { renderedTree.keepsSelfContained }

  /// Lists what lies between T₀ and T₁, and what of it a reviewer has to know.
  private mutating func compareCommits(
    _ target: TargetBranch, in repository: Repository
  ) throws(BotError) {
    let tip = commit
    if let old = earlier.commit {
      let all = try git("comparing the template's commits") { () throws(GitError) in
        try repository.history(of: [tip], without: [old], limit: TemplateOrigin.commitLimit + 1)
          .map { id throws(GitError) in
            BroughtCommit(id: id, summary: try repository.commit(id).summary)
          }
      }
      commits = Array(all.prefix(TemplateOrigin.commitLimit))
      hasMoreCommits = all.count > commits.count
      let programs = try repository.changedPrograms(
        from: try repository.templateTree(of: old), to: tree, without: held)
      if !programs.isEmpty { findings.append(.templatePrograms(programs)) }
    }
    guard case .recorded(let old) = earlier, let lock = target.lock else { return }
    let isContained = try git("comparing the template's commits") { () throws(GitError) in
      try old.map { old throws(GitError) in try repository.isAncestor(old, of: tip) }
    }
    if isContained != true {
      findings.append(
        .templateRewritten(template.ref ?? "", lock.template.commit.hex, isGone: old == nil))
    }
  }
}
