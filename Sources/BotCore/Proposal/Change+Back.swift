internal import Git

/// What `undo` goes back to.
struct WayBack {
  /// The half that goes back; nil for both.
  let part: Part?
  /// The state before the last merged proposal; nil for the stand-ins.
  let earlier: Lock.Previous?
  /// The template's commit that a run would propose next; nil without an upstream template.
  let tip: ObjectID?

  /// The way to the state before the last proposal that `lock` speaks of, or to the stand-ins.
  init(_ part: Part?, all: Bool, from lock: Lock, tip: ObjectID?) {
    self.part = part
    self.tip = tip
    earlier = all ? nil : lock.previous
  }

  /// The inputs with which the result is rendered.
  func inputs(from lock: Lock) -> Inputs {
    var inputs = lock.inputs
    if part != .dynamic { inputs.replacements = earlier?.inputs.replacements }
    if part != .static { inputs.configMaps = earlier?.inputs.configMaps }
    return inputs
  }

  /// The template from which it is rendered.
  func template(from lock: Lock) -> Lock.Template {
    part == .dynamic ? lock.template : earlier?.template ?? lock.template
  }
}

extension Change {
  /// The inverse of what was merged: the same merge, with base and theirs exchanged.
  ///
  /// - Throws: BotError when an object cannot be read.
  static func back(
    _ way: WayBack, of lock: Lock, _ resolved: Resolved, in repository: Repository
  ) throws(BotError) -> Change {
    let target = resolved.target
    let template = way.template(from: lock)
    let inputs = way.inputs(from: lock)
    let present = try templateCommit(of: target, in: repository)
    let commit = try templateCommit(template.commit, in: repository)
    let rendering = try rendered(repository.templateTree(of: commit), inputs, in: repository)
    let start = try mergeBase(
      of: target, repository.templateTree(of: present), for: lock.inputs, in: repository)
    var sides = Sides(base: start.tree, theirs: rendering.tree, ours: target.tree)
    if commit != present {
      sides = try sides.from(present, backTo: commit, lock.inputs, of: target, in: repository)
    }
    return Change(
      template: template, commit: commit, inputs: inputs, rendering: rendering, sides: sides,
      locked: lock.inputs,
      values: way.part == .dynamic || inputs.replacements != nil
        ? ValueChanges(from: lock.inputs, to: inputs) : ValueChanges(reversing: lock.inputs),
      undone: try resolved.resolution.inputs.digest(),
      undoneTemplate: commit == present ? nil : way.tip ?? present,
      findings: target.findings + start.findings)
  }
}

extension Sides {
  /// The sides of a change that goes from the template's commit `present` back to `commit`: what a
  /// release may not change stays, and its configuration is merged as a release's is.
  fileprivate func from(
    _ present: ObjectID, backTo commit: ObjectID, _ inputs: Inputs, of target: TargetBranch,
    in repository: Repository
  ) throws(BotError) -> Sides {
    let old = try repository.templateTree(of: present)
    let new = try repository.templateTree(of: commit)
    let held = try configuration { () throws(ConfigurationError) in
      try HeldPaths(exclude: target.bot.template?.exclude ?? [])
    }
    let files = try TemplateConfiguration(
      merging: target, from: old, to: new, isFromOutside: true, in: repository
    ).files
    let start = try held.base(base, from: old, to: new, renderedWith: inputs, in: repository).tree
    return Sides(
      base: try repository.tree(start, setting: files),
      theirs: try repository.tree(theirs, setting: files),
      ours: try repository.tree(ours, setting: files))
  }
}
