internal import Findings
internal import Git

/// What a repository has of its template before a proposal.
enum EarlierTemplate {
  /// T₀ as the lock names it, nil where that commit has gone; the base of the merge is what was
  /// rendered then.
  case recorded(ObjectID?)
  /// No lock speaks of this template. `base` is the base of the merge, not rendered.
  case adopted(Adoption, base: ObjectID, ScriptRemains)
  /// No commit of the template fits: `own` are the repository's files before a script changed them.
  case unknown(own: ObjectID, ScriptRemains)

  /// Finds T₀ for a repository whose lock does not tell.
  ///
  /// Where the lock speaks of another address with the very files of T₀, the template has moved, and
  /// what is recorded goes on to hold. `name` is the commit that the user gave.
  ///
  /// - Throws: BotError where `name` is no commit of the template.
  static func adopted(
    _ target: TargetBranch, tip: ObjectID, named name: String?, in repository: Repository
  ) throws(BotError) -> EarlierTemplate {
    let remains = try ScriptRemains(in: target.tree, repository)
    let adoption =
      if let name {
        try Adoption.named(name, of: tip, in: repository)
      } else {
        try Adoption.found(for: target.commit, tip: tip, remains: remains, in: repository)
      }
    guard let adoption else {
      let own = try remains.removed(from: target.tree, repository)
      return .unknown(own: try remains.restored(in: own, repository), remains)
    }
    if name == nil, let lock = target.lock,
      let recorded = try repository.commit(ifPresent: lock.template.commit),
      try repository.templateTree(of: recorded) == repository.templateTree(of: adoption.commit)
    {
      return .recorded(adoption.commit)
    }
    return .adopted(
      adoption, base: try adoption.base(tip: tip, remains: remains, in: repository), remains)
  }

  /// T₀; nil where it is not known or has gone.
  var commit: ObjectID? {
    switch self {
    case .recorded(let commit): commit
    case .adopted(let adoption, _, _): adoption.commit
    case .unknown: nil
    }
  }

  /// Whether the base of the merge was rendered with the lock's inputs.
  var isRecorded: Bool {
    if case .recorded = self { true } else { false }
  }

  /// Whether the owner's branch is brought to where the bot would have brought it.
  var isAdopted: Bool {
    if case .adopted = self { true } else { false }
  }

  /// What a script left in the owner's branch; nil where nobody looked.
  var remains: ScriptRemains? {
    switch self {
    case .recorded: nil
    case .adopted(_, _, let remains), .unknown(_, let remains): remains
    }
  }

  /// What a report says of how T₀ was found.
  var findings: [Finding] {
    let paths = remains?.paths ?? []
    let removed: [Finding] = paths.isEmpty ? [] : [.scriptRemains(paths)]
    return switch self {
    case .recorded: []
    case .adopted(let adoption, _, _):
      [.templateAdopted(adoption.commit.hex, adoption.evidence)] + removed
    case .unknown: [.templateUnknown] + removed
    }
  }

  /// The tree that has the configuration files of T₀; nil where none is known.
  ///
  /// A rendering never changes these files, so what was recorded serves where T₀ has gone.
  ///
  /// - Throws: BotError when an object cannot be read.
  func configurationTree(
    of target: TargetBranch, _ repository: Repository
  ) throws(BotError) -> ObjectID? {
    if let commit { return try repository.templateTree(of: commit) }
    guard case .recorded = self, let lock = target.lock,
      let rendered = try repository.commit(ifPresent: lock.rendered)
    else { return nil }
    return try repository.treeOfCommit(rendered)
  }
}
