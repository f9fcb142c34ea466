internal import Findings
internal import Git
internal import Rules
internal import YAML

/// A finished change with its lock: the tree that the target branch would have, and how it differs.
struct Draft {
  let resolved: Resolved
  let change: Change
  /// The tree, lock included.
  let tree: ObjectID
  /// How that differs from the target branch's.
  let changes: [ChangedFile]
  /// The files that differ from the target branch's, with the edits that the rendering made in them.
  let files: [Rendering.File]
  /// What the merge met now; the conflicts of earlier ones stand in the lock.
  let conflicts: [Conflict]
  /// The commit on `refs/gitops-bot/rendered`; nil when there is nothing to propose.
  let rendered: ObjectID?
  /// The commit on `refs/gitops-bot/finished`; nil when there is nothing to propose, and when something
  /// was found that the next run has to say again.
  let finished: ObjectID?
  /// The lines by which a later run knows the commits; empty when there is nothing to propose.
  let trailers: String

  var target: TargetBranch { resolved.target }
  var resolution: InputResolution.Result { resolved.resolution }

  /// A draft of nothing: what the target branch has already.
  init(unchanged resolved: Resolved, _ change: Change, conflicts: [Conflict] = []) {
    self.resolved = resolved
    self.change = change
    self.conflicts = conflicts
    tree = resolved.target.tree
    changes = []
    files = []
    rendered = nil
    finished = nil
    trailers = ""
  }

  /// Records what later runs start from, and puts the lock that names it into the tree.
  ///
  /// `standing` are the conflicts of earlier proposals that nobody has decided since.
  ///
  /// - Throws: BotError when an object cannot be read or made.
  init(
    _ result: Finished, _ change: Change, of resolved: Resolved, standing: [Conflict],
    in workspace: Workspace
  ) throws(BotError) {
    let (repository, target) = (workspace.repository, resolved.target)
    trailers = try change.trailers()
    var recorded = change.rendering
    if let origin = change.origin, origin.renderedTree.tree != origin.tree {
      // The next merge starts from the template, whatever this one was made of.
      recorded = try BotCore.rendered(origin.tree, change.inputs, in: repository)
    }
    let rendered = try RenderedReference.commit(
      of: recorded, template: change.commit, trailers: trailers,
      recorded: target.lock?.rendered,
      newest: workspace.newestRendered, in: repository)
    let named = try Draft.finishedTree(result, change, target, in: repository)
    finished = try named.map { named throws(BotError) in
      try FinishedReference.commit(
        of: named, after: target.lock?.finished,
        newest: workspace.references.ids[BotReference.finished], template: change.commit,
        in: repository)
    }
    let lock = Lock(
      template: change.template, inputs: change.inputs, rendered: rendered, finished: named,
      wired: result.wired,
      unresolved: (standing.filter { !result.conflicts.contains($0) } + result.conflicts).sorted(),
      undone: change.undone, undoneTemplate: change.undoneTemplate,
      previous: Draft.previous(change, target))
    let bytes = try configuration { () throws(ConfigurationError) in try lock.encoded() }
    tree = try repository.tree(result.tree, setting: BotFile.lock, to: bytes)
    changes = try TreeComparison(from: target.tree, to: tree, in: repository).changedFiles
    files = Draft.files(changes, result, change, isFirst: target.lock == nil)
    conflicts = result.conflicts
    self.rendered = rendered
    self.resolved = resolved
    self.change = change
  }

  /// The tree that the next run need not look through; nil where something was found in it that the next
  /// one has to say again.
  private static func finishedTree(
    _ result: Finished, _ change: Change, _ target: TargetBranch, in repository: Repository
  ) throws(BotError) -> Lock.Finished? {
    // What was protected now needs no protection any more.
    guard target.bot.wiring == .auto, change.undone == nil,
      change.inputs.configMaps?.isEmpty == false,
      result.findings.allSatisfy({ $0.severity == .note })
    else { return nil }
    let tree = try git("recording the finished tree") { () throws(GitError) in
      try repository.writeTree(result.tree, settingPaths: [(path: BotFile.lock, entry: nil)])
    }
    return Lock.Finished(tree: tree, engine: GitOpsBot.version)
  }

  /// What `undo` goes back to from the new lock.
  private static func previous(_ change: Change, _ target: TargetBranch) -> Lock.Previous? {
    // What was taken back once is still what values are looked up in.
    guard target.lock?.undone == nil || change.undone == nil else { return target.lock?.previous }
    return target.lock.map {
      Lock.Previous(template: $0.template, inputs: $0.inputs, rendered: $0.rendered)
    }
  }

  /// What is changed: most of a rendering is in the target branch already when it is not the first.
  private static func files(
    _ changes: [ChangedFile], _ result: Finished, _ change: Change, isFirst: Bool
  ) -> [Rendering.File] {
    let known = ExactMap(change.rendering.files.map { ($0.path, $0) })
    let configMaps = Set((change.inputs.configMaps ?? []).map(\.path))
    return changes.compactMap { change in
      guard let path = change.new else { return nil }
      var file = known[path] ?? Rendering.File(path: path, edits: [], isGenerated: true)
      if let isAlone = result.wiredFiles.isAlone[path], !isOfConfigMaps(path, configMaps) {
        (file.isWired, file.isMerged) = (true, !isAlone)
      }
      // The rendering starts from the template's name; the target branch is past it after the first.
      if !isFirst || change.old != nil { file.renamedFrom = result.moves[path] }
      return file
    }
  }
}

extension Change {
  /// The lines by which a later run knows its own commits, and what they propose.
  ///
  /// - Throws: BotError when a digest cannot be made.
  fileprivate func trailers() throws(BotError) -> String {
    "\(Trailer.template): \(templateTrailer)\n"
      + "\(Trailer.inputs): \(try inputs.digest())\n"
  }

  /// The value of the template's trailer.
  var templateTrailer: String { "\(template.url ?? "self")@\(template.commit)" }
}
