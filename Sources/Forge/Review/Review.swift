/// What people should be asked to review: a pull request, or a merge request on GitLab.
public struct Review: Hashable, Sendable {
  public var title: String
  /// Markdown; `ReviewBody` writes it.
  public var body: String
  /// The branch that the change is for, without `refs/heads/`.
  public var base: String
  /// The branch that holds the change, without `refs/heads/`, in the same repository.
  public var branch: String
  /// Names of labels that exist.
  public var labels: [String]
  /// User names.
  public var assignees: [String]
  /// User names.
  public var reviewers: [String]
  /// Names of teams of the organisation, which GitLab does not have.
  public var teamReviewers: [String]
  /// The title of an open milestone.
  public var milestone: String?
  /// Whether it is opened as a draft; afterwards people decide.
  public var isDraft: Bool

  public init(
    title: String, body: String, base: String, branch: String, labels: [String] = [],
    assignees: [String] = [], reviewers: [String] = [], teamReviewers: [String] = [],
    milestone: String? = nil, isDraft: Bool = false
  ) {
    self.title = title
    self.body = body
    self.base = base
    self.branch = branch
    self.labels = labels
    self.assignees = assignees
    self.reviewers = reviewers
    self.teamReviewers = teamReviewers
    self.milestone = milestone
    self.isDraft = isDraft
  }
}
