internal import HTTP

/// Pull requests on Gitea and Forgejo (https://docs.gitea.com/api/).
struct GiteaAPI: PullRequestAPI {
  let session: ForgeSession

  /// Unless the server is set up otherwise
  /// (https://docs.gitea.com/administration/config-cheat-sheet).
  static let draftPrefixes = ["WIP:", "[WIP]"]

  init(_ session: ForgeSession) {
    self.session = session
  }

  func openReview(of branch: String) async throws(ForgeError) -> PostedReview? {
    try await newest("open", branch, doing: "looking for the open pull request")
  }

  func closedReview(of branch: String) async throws(ForgeError) -> PostedReview? {
    try await newest("closed", branch, doing: "looking for closed pull requests")
  }

  func create(_ review: Review) async throws(ForgeError) -> PostedReview {
    try await open(
      NewPull(
        title: (review.isDraft ? "WIP: " : "") + review.title, body: review.body,
        head: review.branch, base: review.base))
  }

  func isVerified(commit: String) async throws(ForgeError) -> Bool {
    try await isVerified(at: "/git/commits/", commit: commit)
  }

  func deleteBranch(_ branch: String) async throws(ForgeError) {
    try await session.delete(
      path + "/branches/" + branch.percentEncoded, doing: "deleting the branch \(branch)")
  }

  func openIssue(holding text: String) async throws(ForgeError) -> PostedIssue? {
    try await openIssue(holding: text, [("type", "issues")])
  }

  /// Gitea cannot be asked for a branch, so all are read, newest first; forks may propose a branch
  /// of the same name.
  private func newest(
    _ state: String, _ branch: String, doing: String
  ) async throws(ForgeError) -> PostedReview? {
    try await session.search(path + "/pulls", [("state", state)], doing: doing) {
      (pulls: [BranchedPull]) in
      pulls.first {
        $0.head.ref == branch && $0.head.repoId == $0.base.repoId && $0.merged != true
      }.map { posted($0.pull) }
    }
  }
}

extension GiteaAPI {
  func add(_ additions: ReviewAdditions, to review: PostedReview) async -> AdditionsOutcome {
    var outcome = AdditionsOutcome()
    let pull = "\(path)/pulls/\(review.number)"
    if !additions.labels.isEmpty { await addLabels(additions.labels, to: review, &outcome) }
    if !additions.assignees.isEmpty {
      await outcome.note { () throws(ForgeError) in
        // The list replaces the one that is there.
        let _: Unread = try await session.send(
          "PATCH", pull, ["assignees": review.assignees + additions.assignees],
          doing: "assigning people")
        return true
      }
    }
    if let title = additions.milestone {
      await setMilestone(title, of: pull, &outcome, asking: [("name", title)], id: \.id)
    }
    let request = RequestedReviewers(
      reviewers: additions.reviewers, teamReviewers: additions.teamReviewers)
    await ask(request, for: review.number, &outcome)
    return outcome
  }

  /// Labels are given by number; an organisation's are in a list of their own.
  private func addLabels(
    _ labels: [String], to review: PostedReview, _ outcome: inout AdditionsOutcome
  ) async {
    var unknown: [String] = []
    await outcome.note { () throws(ForgeError) in
      var ids = try await labelIDs(at: path + "/labels")
      if !labels.missing(in: Array(ids.keys)).isEmpty {
        ids.merge(try await organisationLabelIDs()) { own, _ in own }
      }
      unknown = labels.missing(in: Array(ids.keys))
      let existing = labels.compactMap { ids[$0.lowercased()] }
      guard !existing.isEmpty else { return false }
      let _: Unread = try await session.send(
        "POST", "\(path)/issues/\(review.number)/labels", ["labels": existing],
        doing: "adding labels")
      return true
    }
    outcome.reportUnknown(unknown, kind: "label", forge: session.forge)
  }

  /// Numbers by names in lower case.
  private func labelIDs(at path: String) async throws(ForgeError) -> [String: Int] {
    let labels: [Named] = try await session.all(path, doing: "reading the labels")
    var ids: [String: Int] = [:]
    for label in labels {
      if let name = label.name, let id = label.id { ids[name.lowercased()] = id }
    }
    return ids
  }

  /// Empty for an owner who is a person.
  private func organisationLabelIDs() async throws(ForgeError) -> [String: Int] {
    let owner = session.forge.path.prefix { $0 != "/" }
    do {
      return try await labelIDs(at: "/orgs/\(String(owner).percentEncodedWhole)/labels")
    } catch  where error.kind == .notFound {
      return [:]
    }
  }
}

extension GiteaAPI {
  /// A pull request with its two branches.
  private struct BranchedPull: Decodable {
    struct Branch: Decodable {
      var ref: String
      var repoId: Int
    }

    private struct Branches: Decodable {
      var head: Branch
      var base: Branch
      var merged: Bool?
    }

    let pull: Pull
    let head: Branch
    let base: Branch
    let merged: Bool?

    init(from decoder: any Decoder) throws {
      pull = try Pull(from: decoder)
      let branches = try Branches(from: decoder)
      (head, base, merged) = (branches.head, branches.base, branches.merged)
    }
  }
}
