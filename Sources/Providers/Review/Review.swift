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

/// What became of a review or an issue.
public struct ReviewOutcome: Hashable, Sendable {
  /// What was done.
  public enum Operation: String, Hashable, Sendable {
    case created
    case updated
    case unchanged
    case closed
  }

  /// The number that people write: `#7`, or `!7` on GitLab.
  public var number: Int
  /// The page of the review or issue.
  public var url: String
  public var operation: Operation
  /// What could not be added, such as a label that does not exist; the review stands without it.
  public var problems: [ForgeError]

  public init(number: Int, url: String, operation: Operation, problems: [ForgeError] = []) {
    self.number = number
    self.url = url
    self.operation = operation
    self.problems = problems
  }
}

/// A review as the forge has it.
public struct PostedReview: Hashable, Sendable {
  /// The number that people write: `#7`, or `!7` on GitLab.
  public let number: Int
  /// The page of the review.
  public let url: String
  /// Without the prefix that marks a draft on GitLab and Gitea.
  public let title: String
  public let body: String
  /// The branch that the change is for.
  public let base: String
  /// What the bot left in the body; nil when there is nothing of the bot's.
  public var marker: ReviewMarker? { ReviewMarker(in: body) }

  /// What marks a draft in the title, with its space; empty where there is none.
  let draftPrefix: String
  let labels: [String]
  let assignees: [String]
  /// The assignees' numbers, where the forge wants those.
  let assigneeIDs: [Int]
  let milestone: String?

  init(
    number: Int, url: String, title: String, body: String?, base: String, labels: [String] = [],
    assignees: [String] = [], assigneeIDs: [Int] = [], milestone: String? = nil,
    draftPrefixes: [String] = []
  ) {
    self.number = number
    self.url = url
    self.body = body ?? ""
    self.base = base
    self.labels = labels
    self.assignees = assignees
    self.assigneeIDs = assigneeIDs
    self.milestone = milestone
    let prefix = draftPrefixes.first { title.lowercased().hasPrefix($0.lowercased()) }
    let rest = title.dropFirst(prefix?.count ?? 0)
    self.title = String(prefix == nil ? rest : rest.drop { $0 == " " })
    draftPrefix = String(title.dropLast(self.title.count))
  }
}

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

/// What is to be different about an open review; nil leaves it.
struct ReviewChange: Hashable, Sendable {
  /// With its draft prefix.
  var title: String?
  var body: String?
  var base: String?
  var closes = false
}

extension ReviewChange {
  /// What makes `posted` say what `review` says; nil when it does.
  init?(from posted: PostedReview, to review: Review) {
    let title = posted.title == review.title ? nil : posted.draftPrefix + review.title
    let body = posted.body.comparable == review.body.comparable ? nil : review.body
    let base = posted.base == review.base ? nil : review.base
    guard title != nil || body != nil || base != nil else { return nil }
    self.init(title: title, body: body, base: base)
  }
}

extension String {
  /// Forges keep the text but for line ends and what surrounds it.
  fileprivate var comparable: Substring {
    var text = Substring(replacing("\r\n", with: "\n")).drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
