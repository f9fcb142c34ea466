public import Findings
internal import Git
internal import Rules

extension Proposal {
  /// Splits the change into its static and its dynamic commit, and puts the lock into the last.
  mutating func addSteps(
    _ result: Change.Result, standing: [Conflict], in workspace: Workspace
  ) throws(BotError) {
    let repository = workspace.repository
    let trailers = try trailers()
    var recorded = change.rendering
    if let origin = change.origin, origin.renderedTree.tree != origin.tree {
      // The next merge starts from the template, whatever this one was made of.
      recorded = try BotCore.rendered(origin.tree, change.inputs, in: repository)
    }
    let rendered = try RenderedReference.commit(
      of: recorded, template: change.commit, trailers: trailers,
      recorded: base.lock?.rendered,
      newest: workspace.references.ids[BotReference.rendered], in: repository)
    self.rendered = rendered
    var named: Lock.Finished?
    // What was protected now needs no protection any more.
    if base.bot.wiring == .auto, change.undone == nil, change.inputs.configMaps?.isEmpty == false,
      result.findings.allSatisfy({ $0.severity == .note })
    {
      named = Lock.Finished(
        tree: try git("recording the finished tree") { () throws(GitError) in
          try repository.writeTree(
            result.finished.tree, settingPaths: [(path: BotFile.lock, entry: nil)])
        }, engine: GitOpsBot.version)
    }
    finished = try named.map { named throws(BotError) in
      try FinishedReference.commit(
        of: named, after: base.lock?.finished,
        newest: workspace.references.ids[BotReference.finished], template: change.commit,
        in: repository)
    }
    let lock = try configuration { () throws(ConfigurationError) in
      try self.lock(rendered: rendered, named, wired: result.finished.wired, standing).encoded()
    }
    tree = try repository.tree(result.finished.tree, setting: BotFile.lock, to: lock)
    files = try changedFiles(result.merged.moves, in: repository)

    let statics = message(base.bot.commit.statics, standard: staticMessage)
    if result.staticTree != base.tree && result.staticTree != result.finished.tree {
      steps.append(Step(message: statics + trailers, tree: result.staticTree))
    }
    let dynamics = message(base.bot.commit.dynamics, standard: dynamicMessage)
    let last = result.staticTree == result.finished.tree ? statics : dynamics
    steps.append(Step(message: last + trailers, tree: tree))
  }

  /// What the proposal changes: most of a rendering is in the base branch already when it is not the
  /// first.
  private mutating func changedFiles(
    _ moves: [String: String], in repository: Repository
  ) throws(BotError) -> [Rendering.File] {
    changes = try TreeComparison(from: base.tree, to: tree, in: repository).changedFiles
    let known = Dictionary(
      change.rendering.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    return changes.compactMap { change in
      guard let path = change.new else { return nil }
      var file = known[path] ?? Rendering.File(path: path, edits: [], isGenerated: true)
      // The rendering starts from the template's name; the base branch is past it after the first.
      if base.lock != nil || change.old != nil { file.renamedFrom = moves[path] }
      return file
    }
  }

  private func lock(
    rendered: ObjectID, _ finished: Lock.Finished?, wired: [String], _ standing: [Conflict]
  ) -> Lock {
    // What was taken back once is still what values are looked up in.
    let previous =
      base.lock?.undone == nil || change.undone == nil
      ? base.lock.map {
        Lock.Previous(template: $0.template, inputs: $0.inputs, rendered: $0.rendered)
      } : base.lock?.previous
    return Lock(
      template: change.template, inputs: change.inputs, rendered: rendered, finished: finished,
      wired: wired,
      unresolved: (standing.filter { !conflicts.contains($0) } + conflicts).sorted(),
      undone: change.undone, previous: previous)
  }

  // MARK: Messages

  /// The lines by which a later run knows its own commits, and what they propose.
  private func trailers() throws(BotError) -> String {
    "\(Trailer.template): \(templateTrailer)\n"
      + "\(Trailer.inputs): \(try change.inputs.digest())\n"
  }

  var templateTrailer: String {
    "\(change.template.url ?? "self")@\(change.template.commit)"
  }

  private var staticMessage: String {
    if change.undone != nil { return "Bring the template's stand-ins back\n\n" }
    let edits = files.reduce(0) { $0 + $1.edits.count }
    let edited = files.filter { !$0.edits.isEmpty }.count
    let renamed = files.filter { $0.renamedFrom != nil }.count
    let first = base.lock == nil
    return """
      \(first ? "Replace the template's stand-ins" : "Apply changed values and rules")

      \(edits) replacements in \(edited) files, \(renamed) paths renamed.


      """
  }

  private var dynamicMessage: String {
    if change.undone != nil { return "Take the infrastructure ConfigMap back\n\n" }
    let paths = (change.inputs.configMaps ?? []).map { "- \($0.path)" }
    return """
      \(base.lock == nil ? "Generate" : "Update") the infrastructure ConfigMap

      \(paths.joined(separator: "\n"))


      """
  }
}
