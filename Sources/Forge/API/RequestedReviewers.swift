/// Whom GitHub and Gitea are to ask for a review.
struct RequestedReviewers: Encodable {
  /// User names; nil for none.
  var reviewers: [String]?
  /// Names of the organisation's teams; nil for none.
  var teamReviewers: [String]?

  /// - Parameters:
  ///   - reviewers: User names.
  ///   - teamReviewers: Names of the organisation's teams.
  init(reviewers: [String] = [], teamReviewers: [String] = []) {
    self.reviewers = reviewers.isEmpty ? nil : reviewers
    self.teamReviewers = teamReviewers.isEmpty ? nil : teamReviewers
  }

  /// Whether it asks nobody.
  var isEmpty: Bool { reviewers == nil && teamReviewers == nil }

  /// Everybody, for messages.
  var names: String { ((reviewers ?? []) + (teamReviewers ?? [])).joined(separator: ", ") }
}
