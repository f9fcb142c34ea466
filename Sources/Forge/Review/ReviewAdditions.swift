/// What is added to a review beside its text.
///
/// Nothing is ever taken away, so that what people add stays.
struct ReviewAdditions: Hashable, Sendable {
  var labels: [String] = []
  var assignees: [String] = []
  var reviewers: [String] = []
  var teamReviewers: [String] = []
  var milestone: String?

  var isEmpty: Bool { self == ReviewAdditions() }
}

extension ReviewAdditions {
  /// Everything that `review` asks for.
  init(_ review: Review) {
    self.init(
      labels: review.labels, assignees: review.assignees, reviewers: review.reviewers,
      teamReviewers: review.teamReviewers, milestone: review.milestone)
  }

  /// What `review` asks for and `posted` lacks.
  ///
  /// A milestone that people chose stays. Reviewers are asked once, when the review is opened:
  /// forges drop those who have reviewed from the list, and nobody wants to be asked again.
  init(_ review: Review, missingIn posted: PostedReview) {
    self.init(
      labels: review.labels.missing(in: posted.labels),
      assignees: review.assignees.missing(in: posted.assignees),
      milestone: posted.milestone == nil ? review.milestone : nil)
  }
}

extension [String] {
  /// Those that `others` do not hold in whatever case, which no forge tells apart in names of users
  /// and, but for GitLab, labels.
  func missing(in others: [String]) -> [String] {
    let known = Set(others.map { $0.lowercased() })
    return filter { !known.contains($0.lowercased()) }
  }
}
