internal import HTTP

/// Merge requests on GitLab (https://docs.gitlab.com/api/merge_requests/).
struct GitLabAPI: ForgeAPI {
  let session: ForgeSession

  init(_ session: ForgeSession) {
    self.session = session
  }

  /// The path of the project in the API.
  var path: String { "/projects/" + session.forge.path.percentEncodedWhole }

  func openReview(of branch: String) async throws(ForgeError) -> PostedReview? {
    try await newest("opened", branch, doing: "looking for the open merge request")
  }

  func closedReview(of branch: String) async throws(ForgeError) -> PostedReview? {
    // Merged ones are in another state.
    try await newest("closed", branch, doing: "looking for closed merge requests")
  }

  func create(_ review: Review) async throws(ForgeError) -> PostedReview {
    let request: MergeRequest = try await session.send(
      "POST", path + "/merge_requests",
      NewMergeRequest(
        sourceBranch: review.branch, targetBranch: review.base,
        title: (review.isDraft ? "Draft: " : "") + review.title, description: review.body),
      doing: "opening the merge request")
    return request.posted
  }

  func change(_ number: Int, _ change: ReviewChange) async throws(ForgeError) {
    let _: Unread = try await session.send(
      "PUT", "\(path)/merge_requests/\(number)",
      MergeRequestChange(
        title: change.title, description: change.body, targetBranch: change.base,
        stateEvent: change.closes ? "close" : nil),
      doing: "changing merge request !\(number)")
  }

  func isVerified(commit: String) async throws(ForgeError) -> Bool {
    // https://docs.gitlab.com/api/commits/#get-signature-of-a-commit
    let signature: Signature = try await session.get(
      "\(path)/repository/commits/\(commit)/signature", doing: "reading the signature of \(commit)")
    return signature.verificationStatus == "verified"
  }

  func deleteBranch(_ branch: String) async throws(ForgeError) {
    try await session.delete(
      path + "/repository/branches/" + branch.percentEncodedWhole,
      doing: "deleting the branch \(branch)")
  }

  func openIssue(holding text: String) async throws(ForgeError) -> PostedIssue? {
    try await session.search(
      path + "/issues", [("state", "opened")], doing: "looking for the open issue"
    ) { (issues: [Issue]) in
      issues.first { $0.description?.contains(text) == true }?.posted
    }
  }

  func createIssue(title: String, body: String) async throws(ForgeError) -> PostedIssue {
    let issue: Issue = try await session.send(
      "POST", path + "/issues", ["title": title, "description": body], isRepeatable: false,
      doing: "opening an issue")
    return issue.posted
  }

  /// Forks may propose a branch of the same name, so the source must be this project.
  private func newest(
    _ state: String, _ branch: String, doing: String
  ) async throws(ForgeError) -> PostedReview? {
    try await session.search(
      path + "/merge_requests", [("source_branch", branch), ("state", state)], doing: doing
    ) { (requests: [MergeRequest]) in
      requests.first { $0.sourceProjectId == $0.targetProjectId }?.posted
    }
  }
}

extension GitLabAPI {
  func add(_ additions: ReviewAdditions, to review: PostedReview) async -> AdditionsOutcome {
    var outcome = AdditionsOutcome()
    var change = AdditionsChange()
    change.addLabels = await labels(additions.labels, &outcome)
    let assignees = await userIDs(additions.assignees, &outcome)
    if !assignees.isEmpty { change.assigneeIds = review.assigneeIDs + assignees }
    let reviewers = await userIDs(additions.reviewers, &outcome)
    if !reviewers.isEmpty { change.reviewerIds = reviewers }
    if let title = additions.milestone { change.milestoneId = await milestone(title, &outcome) }
    if !additions.teamReviewers.isEmpty {
      outcome.problems.append(
        ForgeError(
          .validation, "GitLab asks no teams for reviews",
          remedy: "name people as reviewers, or use CODEOWNERS for "
            + additions.teamReviewers.joined(separator: ", ")))
    }
    guard change != AdditionsChange() else { return outcome }
    await outcome.note { [change] () throws(ForgeError) in
      let _: Unread = try await session.send(
        "PUT", "\(path)/merge_requests/\(review.number)", change,
        doing: "adding labels and people to merge request !\(review.number)")
      return true
    }
    return outcome
  }

  /// The wanted labels that exist, as GitLab takes them; it would create the others.
  private func labels(_ wanted: [String], _ outcome: inout AdditionsOutcome) async -> String? {
    guard !wanted.isEmpty else { return nil }
    var unknown: [String] = []
    var isRead = false
    await outcome.note { () throws(ForgeError) in
      let known: [Named] = try await session.all(path + "/labels", doing: "reading the labels")
      unknown = wanted.missing(in: known.compactMap(\.name))
      isRead = true
      return false
    }
    outcome.reportUnknown(unknown, kind: "label", forge: session.forge)
    let existing = wanted.missing(in: unknown)
    return isRead && !existing.isEmpty ? existing.joined(separator: ",") : nil
  }

  private func userIDs(_ names: [String], _ outcome: inout AdditionsOutcome) async -> [Int] {
    var ids: [Int] = []
    var unknown: [String] = []
    for name in names {
      await outcome.note { () throws(ForgeError) in
        let users: [Named] = try await session.get(
          "/users", [("username", name)], doing: "looking for the user \(name)")
        if let id = users.first?.id { ids.append(id) } else { unknown.append(name) }
        return false
      }
    }
    outcome.reportUnknown(unknown, kind: "user", forge: session.forge)
    return ids
  }

  private func milestone(_ title: String, _ outcome: inout AdditionsOutcome) async -> Int? {
    var id: Int?
    var isRead = false
    await outcome.note { () throws(ForgeError) in
      let milestones: [Named] = try await session.get(
        path + "/milestones",
        [("title", title), ("state", "active"), ("include_ancestors", "true")],
        doing: "reading the milestones")
      id = milestones.first?.id
      isRead = true
      return false
    }
    if isRead, id == nil {
      outcome.reportUnknown([title], kind: "active milestone", forge: session.forge)
    }
    return id
  }
}

extension GitLabAPI {
  /// What marks a draft in a title (https://docs.gitlab.com/user/project/merge_requests/drafts/).
  private static let draftPrefixes = ["Draft:", "[Draft]", "(Draft)"]

  /// A merge request, as far as it is read.
  struct MergeRequest: Decodable {
    var iid: Int
    var webUrl: String
    var title: String
    var description: String?
    var targetBranch: String
    var sourceProjectId: Int
    var targetProjectId: Int
    var labels: [String]?
    var assignees: [Named]?
    var milestone: Named?

    var posted: PostedReview {
      PostedReview(
        number: iid, url: webUrl, title: title, body: description, base: targetBranch,
        labels: labels ?? [], assignees: (assignees ?? []).compactMap(\.username),
        assigneeIDs: (assignees ?? []).compactMap(\.id), milestone: milestone?.title,
        draftPrefixes: draftPrefixes)
    }
  }

  private struct Signature: Decodable {
    var verificationStatus: String
  }

  private struct Issue: Decodable {
    var iid: Int
    var webUrl: String
    var description: String?

    var posted: PostedIssue { PostedIssue(number: iid, url: webUrl) }
  }

  private struct NewMergeRequest: Encodable {
    var sourceBranch: String
    var targetBranch: String
    var title: String
    var description: String
  }

  private struct MergeRequestChange: Encodable {
    var title: String?
    var description: String?
    var targetBranch: String?
    var stateEvent: String?
  }

  private struct AdditionsChange: Encodable, Hashable {
    var addLabels: String?
    var assigneeIds: [Int]?
    var reviewerIds: [Int]?
    var milestoneId: Int?
  }
}
