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
      var known: [String] = []
      let _: Never? = try await session.search(path + "/labels", [], doing: "reading the labels") {
        (page: [Named]) in
        known += page.compactMap(\.name)
        return nil
      }
      unknown = wanted.missing(in: known)
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

  private struct AdditionsChange: Encodable, Hashable {
    var addLabels: String?
    var assigneeIds: [Int]?
    var reviewerIds: [Int]?
    var milestoneId: Int?
  }
}
