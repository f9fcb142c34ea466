extension GitHubAPI {
  func add(_ additions: ReviewAdditions, to review: PostedReview) async -> AdditionsOutcome {
    var outcome = AdditionsOutcome()
    let issue = "\(path)/issues/\(review.number)"
    if !additions.labels.isEmpty { await addLabels(additions.labels, to: issue, &outcome) }
    if !additions.assignees.isEmpty { await assign(additions.assignees, to: issue, &outcome) }
    if let title = additions.milestone { await setMilestone(title, of: issue, &outcome) }
    // Apart, since one unknown name makes GitHub ask nobody.
    let requests = [
      RequestedReviewers(reviewers: additions.reviewers),
      RequestedReviewers(teamReviewers: additions.teamReviewers),
    ]
    for request in requests where !request.isEmpty {
      await outcome.note { () throws(ForgeError) in
        let _: Unread = try await session.send(
          "POST", "\(path)/pulls/\(review.number)/requested_reviewers", request,
          doing: "asking for the review of \(request.names)")
        return true
      }
    }
    return outcome
  }

  /// GitHub would create labels that do not exist.
  private func addLabels(
    _ labels: [String], to issue: String, _ outcome: inout AdditionsOutcome
  ) async {
    var unknown: [String] = []
    await outcome.note { () throws(ForgeError) in
      var known: [String] = []
      let _: Never? = try await session.search(path + "/labels", [], doing: "reading the labels") {
        (page: [Named]) in
        known += page.compactMap(\.name)
        return nil
      }
      unknown = labels.missing(in: known)
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

  private func setMilestone(
    _ title: String, of issue: String, _ outcome: inout AdditionsOutcome
  ) async {
    var isUnknown = false
    await outcome.note { () throws(ForgeError) in
      let number = try await session.search(
        path + "/milestones", [("state", "open")], doing: "reading the milestones"
      ) { (page: [Named]) in page.first { $0.title == title }?.number }
      isUnknown = number == nil
      guard let number else { return false }
      let _: Unread = try await session.send(
        "PATCH", issue, ["milestone": number], doing: "setting the milestone")
      return true
    }
    outcome.reportUnknown(isUnknown ? [title] : [], kind: "open milestone", forge: session.forge)
  }
}
