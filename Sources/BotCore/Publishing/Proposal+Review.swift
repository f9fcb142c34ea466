internal import Findings
internal import Git
internal import Providers
internal import Rules

extension Proposal {
  /// What names this proposal in its review, and in the reference that declines it: the template and
  /// the inputs that it was made from.
  ///
  /// - Throws: BotError when a number among the values cannot be written as JSON.
  func digest() throws(BotError) -> String {
    try declinedReference().rest(of: "\(BotReference.declined)") ?? ""
  }

  /// The review that people are asked for, with a body of at most `limit` bytes.
  ///
  /// It says what the proposal does to the base branch, whether or not the branch had to be pushed
  /// for it, so that equal proposals have equal reviews.
  func review(limit: Int, in repository: Repository) -> Review {
    let settings = target.bot.review
    return Review(
      title: reviewTitle, body: markdown(reviewBody(in: repository), limit: limit),
      base: target.name, branch: settings.branch, labels: settings.labels,
      assignees: settings.assignees, reviewers: settings.reviewers,
      teamReviewers: settings.teamReviewers, milestone: settings.milestone,
      isDraft: settings.draft)
  }

  /// The body as GitHub takes it, for those who want to read it elsewhere.
  func body(in repository: Repository) -> Report.Body {
    let holdsFindings =
      draft.resolved.reviewText.map { !$0.names.isDisjoint(with: ["body", "parts.findings"]) }
      ?? true
    return Report.Body(
      markdown: markdown(reviewBody(in: repository), limit: ForgeKind.gitHub.bodyLimit),
      findings: holdsFindings ? findings.count : 0)
  }

  private func reviewBody(in repository: Repository) -> ReviewBody {
    let occasion = ReviewOccasion(draft)
    let report = Report(.planned, self, commit: nil)
    var body = ReviewBody(
      what: occasion.what, why: occasion.why(target.name),
      // A proposal whose inputs have no digest could not be made.
      marker: ReviewMarker(digest: (try? digest()) ?? ""))
    body.warnings = findings.filter(\.comesFirst).map(\.message)
    body.values = changedValues(of: report)
    body.replacements = replacements(in: report.files)
    body.renames = renames(in: report.files)
    body.configMaps = configMapChanges(in: repository)
    body.conflicts = report.conflicts.map(ReviewBody.Conflict.init)
    body.findings = findings.map(ReviewBody.Finding.init)
    body.files = files.map(ReviewBody.File.init)
    body.skipped = report.skipped.map { ReviewBody.Skipped(path: $0.path, reason: $0.reason) }
    body.template = report.template.map { ReviewBody.Template($0, since: target.lock) }
    if occasion != .undo { body.undo = "gitops-bot undo" }
    return body
  }
}

extension Finding {
  /// Whether a reviewer has to see it before everything else.
  fileprivate var comesFirst: Bool {
    code == .templateExecutable || DangerousChange.Code.allCases.contains { $0.finding == code }
  }
}

extension ReviewBody.Conflict {
  fileprivate init(_ conflict: Report.Conflict) {
    let absent = conflict.isWithheld ? "(in a Secret, not shown)" : "(the whole file)"
    self.init(
      path: conflict.path, line: conflict.line, yours: conflict.ours ?? absent,
      proposed: conflict.theirs ?? absent)
  }
}

extension ReviewBody.Finding {
  fileprivate init(_ finding: Finding) {
    let position = finding.line.map { ":\($0):\(finding.column ?? 1)" } ?? ""
    self.init(
      severity: finding.severity.rawValue, code: finding.code.rawValue,
      place: finding.path.map { $0 + position }, message: finding.message, remedy: finding.remedy)
  }
}

extension ReviewBody.File {
  init(_ file: Rendering.File) {
    let parts = [
      file.edits.isEmpty ? nil : "\(file.edits.count) replacements",
      file.renamedFrom == nil ? nil : "renamed",
      file.isGenerated && !file.isWired ? "generated" : nil,
      file.isGenerated && file.isMerged ? "merged" : nil, file.isWired ? "wired" : nil,
    ].compactMap { $0 }
    self.init(path: file.path, change: parts.isEmpty ? "merged" : parts.joined(separator: ", "))
  }
}

extension ReviewBody.Template {
  fileprivate init(_ template: Report.Template, since lock: Lock?) {
    self.init(
      url: template.url,
      from: lock?.template.url == template.url ? lock.map { $0.template.commit.hex.shortID } : nil,
      to: template.commit.shortID,
      notes: template.commits.map { "\($0.commit.shortID) \($0.summary)" }
        + (template.hasMoreCommits ? ["… and earlier ones"] : []))
  }
}

extension String {
  /// The beginning of a commit's id, long enough to find it.
  fileprivate var shortID: String { String(prefix(12)) }
}
