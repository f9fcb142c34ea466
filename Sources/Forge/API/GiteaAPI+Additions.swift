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
    if let title = additions.milestone { await setMilestone(title, of: pull, &outcome) }
    let request = RequestedReviewers(
      reviewers: additions.reviewers, teamReviewers: additions.teamReviewers)
    if !request.isEmpty {
      await outcome.note { () throws(ForgeError) in
        let _: Unread = try await session.send(
          "POST", pull + "/requested_reviewers", request,
          doing: "asking for the review of \(request.names)")
        return true
      }
    }
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
    var ids: [String: Int] = [:]
    let _: Never? = try await session.search(path, [], doing: "reading the labels") {
      (page: [Named]) in
      for label in page {
        if let name = label.name, let id = label.id { ids[name.lowercased()] = id }
      }
      return nil
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

  private func setMilestone(
    _ title: String, of pull: String, _ outcome: inout AdditionsOutcome
  ) async {
    var isUnknown = false
    await outcome.note { () throws(ForgeError) in
      let id = try await session.search(
        path + "/milestones", [("state", "open"), ("name", title)], doing: "reading the milestones"
      ) { (page: [Named]) in page.first { $0.title == title }?.id }
      isUnknown = id == nil
      guard let id else { return false }
      let _: Unread = try await session.send(
        "PATCH", pull, ["milestone": id], doing: "setting the milestone")
      return true
    }
    outcome.reportUnknown(isUnknown ? [title] : [], kind: "open milestone", forge: session.forge)
  }
}
