internal import HTTP

/// Pull requests on GitHub (https://docs.github.com/en/rest/pulls/pulls).
struct GitHubAPI: PullRequestAPI {
  let session: ForgeSession
  private let owner: String

  static let draftPrefixes: [String] = []

  /// - Throws: ForgeError when the path of the repository is not `owner/name`.
  init(_ session: ForgeSession) throws(ForgeError) {
    self.session = session
    let parts = session.forge.path.split(separator: "/")
    guard parts.count == 2 else {
      throw ForgeError(
        .validation, "\(session.forge.path) is no repository of GitHub",
        remedy: "correct the address of the remote")
    }
    owner = String(parts[0])
  }

  func openReview(of branch: String) async throws(ForgeError) -> PostedReview? {
    let doing = "looking for the open pull request"
    return try await session.search(
      path + "/pulls", head(branch) + [("state", "open")], doing: doing
    ) { (pulls: [Pull]) in pulls.first.map(posted) }
  }

  func closedReview(of branch: String) async throws(ForgeError) -> PostedReview? {
    let doing = "looking for closed pull requests"
    // Newest first, which is the default.
    return try await session.search(
      path + "/pulls", head(branch) + [("state", "closed")], doing: doing
    ) { (pulls: [Pull]) in pulls.first { $0.mergedAt == nil }.map(posted) }
  }

  func create(_ review: Review) async throws(ForgeError) -> PostedReview {
    try await open(
      NewPull(
        title: review.title, body: review.body, head: review.branch, base: review.base,
        draft: review.isDraft))
  }

  func isVerified(commit: String) async throws(ForgeError) -> Bool {
    // https://docs.github.com/en/rest/commits/commits#get-a-commit
    try await isVerified(at: "/commits/", commit: commit)
  }

  func deleteBranch(_ branch: String) async throws(ForgeError) {
    do {
      try await session.delete(
        path + "/git/refs/heads/" + branch.percentEncoded, doing: "deleting the branch \(branch)")
    } catch {
      // With these words GitHub answers 422 to what does not exist.
      if !error.message.contains("Reference does not exist") { throw error }
    }
  }

  func openIssue(holding text: String) async throws(ForgeError) -> PostedIssue? {
    try await openIssue(holding: text, [])
  }

  /// The owner tells the branch from those of the same name in forks.
  private func head(_ branch: String) -> [(String, String)] {
    [("head", "\(owner):\(branch)")]
  }
}

extension GitHubAPI {
  func add(_ additions: ReviewAdditions, to review: PostedReview) async -> AdditionsOutcome {
    var outcome = AdditionsOutcome()
    let issue = "\(path)/issues/\(review.number)"
    if !additions.labels.isEmpty { await addLabels(additions.labels, to: issue, &outcome) }
    if !additions.assignees.isEmpty { await assign(additions.assignees, to: issue, &outcome) }
    if let title = additions.milestone {
      await setMilestone(title, of: issue, &outcome, id: \.number)
    }
    // Apart, since one unknown name makes GitHub ask nobody.
    await ask(RequestedReviewers(reviewers: additions.reviewers), for: review.number, &outcome)
    await ask(
      RequestedReviewers(teamReviewers: additions.teamReviewers), for: review.number, &outcome)
    return outcome
  }

  /// GitHub would create labels that do not exist.
  private func addLabels(
    _ labels: [String], to issue: String, _ outcome: inout AdditionsOutcome
  ) async {
    var unknown: [String] = []
    await outcome.note { () throws(ForgeError) in
      let known: [Named] = try await session.all(path + "/labels", doing: "reading the labels")
      unknown = labels.missing(in: known.compactMap(\.name))
      let existing = labels.missing(in: unknown)
      guard !existing.isEmpty else { return false }
      let _: Unread = try await session.send(
        "POST", issue + "/labels", ["labels": existing], doing: "adding labels")
      return true
    }
    outcome.reportUnknown(unknown, kind: "label", forge: session.forge)
  }

  /// GitHub leaves out in silence whoever may not be assigned.
  private func assign(
    _ users: [String], to issue: String, _ outcome: inout AdditionsOutcome
  ) async {
    var refused: [String] = []
    await outcome.note { () throws(ForgeError) in
      let answer: Issue = try await session.send(
        "POST", issue + "/assignees", ["assignees": users], doing: "assigning people")
      refused = users.missing(in: (answer.assignees ?? []).compactMap(\.login))
      return refused.count < users.count
    }
    outcome.reportUnknown(refused, kind: "person to assign", forge: session.forge)
  }
}
