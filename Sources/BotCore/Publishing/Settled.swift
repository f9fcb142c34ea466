internal import Findings
internal import Git
internal import Providers

/// The mark that a run leaves on the server when everything is decided: a run that sees the mark of
/// what it would look at is done after one exchange of references.
struct Settled {
  /// What was decided about.
  struct State {
    var base: ReferenceName
    /// The bot's branch; nil when it is not there.
    var branch: ReferenceName?
    /// The upstream template, with its commit; nil where there is none.
    var template: (source: SettledTemplate, tip: ObjectID)?
  }

  /// What the server advertises, with what all marks of one run have in common: looked up once, since many
  /// states may have to be tried.
  private struct Advertised {
    let references: RemoteReferences
    let declined: ObjectID

    init(_ references: RemoteReferences) throws(BotError) {
      self.references = references
      declined = try Settled.digest(
        references.ids.keys.filter { $0.rest(of: "\(BotReference.declined)") != nil }.sorted()
          .map(\.text))
    }
  }

  /// The digest of what does not come from the repository: options, variables, files, this engine.
  let outside: ObjectID
  /// The variables that may hold the token of a forge, as far as they are set.
  let tokens: [String]
  /// Whether marks of earlier runs count.
  private let believesMarks: Bool

  /// - Throws: BotError when a file that an option names cannot be read.
  init(_ request: Request) throws(BotError) {
    outside = try ResultOptions(request).digest()
    believesMarks = !request.rechecks
    tokens = ForgeToken.variables.filter { request.variables[$0]?.isEmpty == false }
  }

  /// How long the servers of templates that marks name are waited for, all together: anybody who may push
  /// marks may name a server that never answers.
  private static let patience = Duration.seconds(10)

  /// What the references of `workspace` are marked for; nil when something is new.
  ///
  /// Where that may be a release of the template, it is fetched from now on, beside what comes next.
  ///
  /// - Throws: BotError when a digest cannot be made.
  func state(of workspace: inout Workspace) throws(BotError) -> State? {
    let references = workspace.references
    let marks = Set(references.ids.keys.filter { $0.rest(of: "\(BotReference.settled)") != nil })
    guard believesMarks, !marks.isEmpty else { return nil }
    let advertised = try Advertised(references)
    if let state = try state(of: advertised, nil, among: marks) { return state }
    var released: (source: SettledTemplate, found: SettledTemplate.Found)?
    let templates = Set(
      marks.compactMap {
        $0.rest(of: "\(BotReference.settled)").flatMap(SettledTemplate.init(suffixOf:))
      }
    )
    let end = ContinuousClock.now + Settled.patience
    // There is one mark, as a rule; of many that were made up few are asked.
    for template in templates.prefix(3) where template.mayBeAsked(by: workspace) {
      guard let found = found(template, until: end, in: &workspace) else { continue }
      if let state = try state(of: advertised, (template, found.reference.commit), among: marks) {
        return state
      }
      released = (template, found)
    }
    if let released, templates.count == 1 {
      try released.source.fetch(released.found, into: &workspace)
    }
    return nil
  }

  private func found(
    _ template: SettledTemplate, until end: ContinuousClock.Instant, in workspace: inout Workspace
  ) -> SettledTemplate.Found? {
    do throws(GitError) {
      return try template.found(by: workspace.repository, within: max(.zero, end - .now))
    } catch {
      // A template that not everybody may read is asked again, with what it takes.
      if error.kind == .network { workspace.findings.append(.markUnanswered(template.address)) }
      return nil
    }
  }

  /// Which branch is the base stands in a file that was not read yet, so each is tried.
  private func state(
    of advertised: Advertised, _ template: (source: SettledTemplate, tip: ObjectID)?,
    among marks: Set<ReferenceName>
  ) throws(BotError) -> State? {
    let references = advertised.references
    let heads = references.ids.keys.filter { $0.branch != nil }
    let standard = references.defaultBranch
    // The pairs of very many branches would take longer than the run.
    for base in heads.count > 100 ? heads.filter({ $0 == standard }) : heads {
      for branch in [nil] + heads.map(Optional.some) where branch != base {
        let state = State(base: base, branch: branch, template: template)
        if marks.contains(try mark(for: state, in: advertised)) { return state }
      }
    }
    return nil
  }

  /// The reference that marks `state`.
  private func mark(
    for state: State, in advertised: Advertised
  ) throws(BotError) -> ReferenceName {
    let references = advertised.references
    func tip(_ name: ReferenceName?) -> String {
      name.map { "\($0.short) \(references.ids[$0]?.hex ?? "")" } ?? ""
    }
    // A run with a token opens the review that one without left to people.
    let reviewers = state.branch == nil ? [] : tokens
    let template = state.template.map { [$0.source.suffix, $0.tip.hex] } ?? []
    let digest = try Settled.digest(
      [outside.hex, tip(references.defaultBranch), tip(state.base), tip(state.branch)]
        + [advertised.declined.hex] + reviewers + template)
    let plain = ReferenceName(below: BotReference.settled, digest)
    return state.template.flatMap { ReferenceName(plain.text + $0.source.suffix) } ?? plain
  }

  private static func digest(_ parts: [String]) throws(BotError) -> ObjectID {
    // Lengths keep parts apart, whatever is in them.
    let text = parts.map { "\($0.utf8.count) \($0)\n" }.joined()
    return try git("naming the state") { () throws(GitError) in
      try ObjectID(hashing: Array(text.utf8))
    }
  }
}

extension Settled {
  /// What leaves the mark of the state that a run ended with, and removes earlier ones.
  ///
  /// Nothing is marked while a conflict waits for a person: every run is to say so. Nor is anything
  /// while a review is open: what a person does to it shows in no reference.
  ///
  /// - Throws: BotError when a digest cannot be made.
  func marks(
    after report: Report, _ proposal: Proposal, _ branch: ReviewBranch, in workspace: Workspace
  ) throws(BotError) -> [PushUpdate] {
    let open: Set<FindingCode> = [
      .conflictUnresolved, .outdatedProposal, .undoOpen, .reviewRefused, .reviewFailed,
    ]
    let template = SettledTemplate(proposal)
    guard case .remote = workspace.target,
      (proposal.target.bot.template == nil) == (template == nil),
      template?.mayBeAsked(by: workspace) != false,
      report.conflicts.isEmpty, report.review?.isOpen != true,
      !report.findings.contains(where: { open.contains($0.code) })
    else { return [] }
    var ids = workspace.references.ids
    if report.outcome == .proposed {
      ids[branch.reference] = report.commit.flatMap(ObjectID.init(hex:))
    }
    if report.review?.isClosed == true { ids[branch.reference] = nil }
    let references = RemoteReferences(
      defaultBranch: workspace.references.defaultBranch, ids: ids)
    let state = State(
      base: proposal.target.reference, branch: ids[branch.reference].map { _ in branch.reference },
      template: template.map { ($0, proposal.change.commit) })
    let mark = try mark(for: state, in: Advertised(references))
    let earlier = ids.filter {
      $0.key.rest(of: "\(BotReference.settled)") != nil && $0.key != mark
    }
    var updates = earlier.map {
      PushUpdate(source: nil, destination: $0.key, expected: $0.value)
    }
    if ids[mark] == nil {
      updates.append(PushUpdate(source: proposal.target.commit, destination: mark, expected: nil))
    }
    return updates
  }
}
