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
