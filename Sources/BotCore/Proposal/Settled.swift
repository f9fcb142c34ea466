internal import Forge
internal import Git

/// The mark that a run leaves on the server when everything is decided: a run that sees the mark of
/// what it would look at is done after one exchange of references.
struct Settled {
  static let prefix = "refs/gitops-bot/settled/"

  /// What was decided about.
  struct State {
    /// The base branch, without `refs/heads/`.
    var base: String
    /// The bot's branch; nil when it is not there.
    var branch: String?
    /// The upstream template, with its commit; nil where there is none.
    var template: (source: SettledTemplate, tip: ObjectID)?
  }

  /// The digest of what does not come from the repository: options, variables, files, this engine.
  let outside: String
  /// The variables that may hold the token of a forge, as far as they are set.
  let tokens: [String]

  /// - Throws: BotError when a file that an option names cannot be read.
  init(_ request: Request) throws(BotError) {
    var parts = [GitOpsBot.version, request.environment ?? "", request.only?.rawValue ?? ""]
    parts += request.settings
    parts += request.variables.filter { $0.key.hasPrefix(ValueKey.variablePrefix) }
      .map { "\($0.key)=\($0.value)" }.sorted()
    parts.append(request.isForced ? "forced" : "")
    parts.append(request.adopt ?? "")
    parts.append(request.allowsReplacing ? "replacing" : "")
    if let path = request.configurationFile {
      let bytes = try localFile(path, relativeTo: request.folder, option: "--config")
      parts.append(String(decoding: bytes, as: UTF8.self))
    }
    let sources = [request.terraformOutput?.bytes, request.nodes?.bytes].map { $0 ?? [] }
    for bytes in sources + (request.digitalOcean?.pages ?? []) {
      parts.append(String(decoding: bytes, as: UTF8.self))
    }
    outside = try Settled.digest(parts)
    tokens = ForgeToken.variables.filter { request.variables[$0]?.isEmpty == false }
  }

  /// What the references of `workspace` are marked for; nil when something is new.
  ///
  /// Where that may be a release of the template, it is fetched from now on, beside what comes next.
  ///
  /// - Throws: BotError when a digest cannot be made.
  func state(of workspace: inout Workspace) throws(BotError) -> State? {
    let references = workspace.references
    let marks = Set(references.ids.keys.filter { $0.hasPrefix(Settled.prefix) })
    guard !marks.isEmpty else { return nil }
    var released: (source: SettledTemplate, found: SettledTemplate.Found)?
    let templates = Set(
      marks.map { SettledTemplate(suffixOf: String($0.dropFirst(Settled.prefix.count))) })
    // There is one mark, as a rule; of many that were made up few are asked.
    for template in templates.prefix(3) {
      guard let template else {
        if let state = try state(of: references, nil, among: marks) { return state }
        continue
      }
      guard let found = template.found(through: workspace.repository) else { continue }
      if let state = try state(of: references, (template, found.reference.commit), among: marks) {
        return state
      }
      released = (template, found)
    }
    if let released, templates.count == 1 {
      try released.source.fetch(released.found, into: &workspace)
    }
    return nil
  }

  /// Which branch is the base stands in a file that was not read yet, so each is tried.
  private func state(
    of references: RemoteReferences, _ template: (source: SettledTemplate, tip: ObjectID)?,
    among marks: Set<String>
  ) throws(BotError) -> State? {
    let heads = references.ids.keys.filter { $0.hasPrefix("refs/heads/") }.map(shortBranchName)
    let standard = references.defaultBranch.map(shortBranchName)
    // The pairs of very many branches would take longer than the run.
    for base in heads.count > 100 ? heads.filter({ $0 == standard }) : heads {
      for branch in [nil] + heads.map(Optional.some) where branch != base {
        let state = State(base: base, branch: branch, template: template)
        if marks.contains(try mark(for: state, in: references)) { return state }
      }
    }
    return nil
  }

  /// The reference that marks `state`.
  func mark(for state: State, in references: RemoteReferences) throws(BotError) -> String {
    func tip(_ name: String?) -> String {
      name.map { "\($0) \(references.ids["refs/heads/\($0)"]?.hex ?? "")" } ?? ""
    }
    let declined = references.ids.keys.filter { $0.hasPrefix(Declined.prefix) }.sorted()
    let standard = references.defaultBranch.map(shortBranchName)
    // A run with a token opens the review that one without left to people.
    let reviewers = state.branch == nil ? [] : tokens
    let template = state.template.map { [$0.source.suffix, $0.tip.hex] } ?? []
    return Settled.prefix
      + (try Settled.digest(
        [outside, tip(standard), tip(state.base), tip(state.branch)] + declined + reviewers
          + template)) + (state.template?.source.suffix ?? "")
  }

  private static func digest(_ parts: [String]) throws(BotError) -> String {
    // Lengths keep parts apart, whatever is in them.
    let text = parts.map { "\($0.utf8.count) \($0)\n" }.joined()
    return try git("naming the state") { () throws(GitError) in
      try ObjectID(hashing: Array(text.utf8))
    }.hex
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
    let open: Set = [
      "conflict-unresolved", "outdated-proposal", "review-refused", "review-failed",
    ]
    let template = SettledTemplate(proposal)
    guard case .remote = workspace.target, (proposal.base.bot.template == nil) == (template == nil),
      report.conflicts.isEmpty, report.review?.isOpen != true,
      !report.findings.contains(where: { open.contains($0.code) })
    else { return [] }
    var ids = workspace.references.ids
    if report.outcome == .proposed {
      ids[branch.reference] = report.commit.flatMap { ObjectID(hex: $0) }
    }
    if report.review?.isClosed == true { ids[branch.reference] = nil }
    let references = RemoteReferences(
      defaultBranch: workspace.references.defaultBranch, ids: ids)
    let name = ids[branch.reference] == nil ? nil : shortBranchName(branch.reference)
    let state = State(
      base: proposal.base.name, branch: name,
      template: template.map { ($0, proposal.change.commit) })
    let mark = try mark(for: state, in: references)
    let earlier = ids.filter { $0.key.hasPrefix(Settled.prefix) && $0.key != mark }
    var updates = earlier.map {
      PushUpdate(source: nil, destination: $0.key, expected: $0.value)
    }
    if ids[mark] == nil {
      updates.append(PushUpdate(source: proposal.base.commit, destination: mark, expected: nil))
    }
    return updates
  }
}
