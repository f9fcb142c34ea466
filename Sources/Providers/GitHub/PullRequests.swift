internal import HTTP

/// What the API of GitHub has in common with those that were made after it, such as Gitea's.
protocol PullRequestAPI: ForgeAPI {
  var session: ForgeSession { get }

  /// What marks a draft in a title; empty where a draft is marked otherwise.
  static var draftPrefixes: [String] { get }
}

extension PullRequestAPI {
  /// The path of the repository in the API.
  var path: String { "/repos/" + session.forge.path.percentEncoded }

  func open(_ pull: NewPull) async throws(ForgeError) -> PostedReview {
    let pull: Pull = try await session.send(
      "POST", path + "/pulls", pull, doing: "opening the pull request")
    return posted(pull)
  }

  func change(_ number: Int, _ change: ReviewChange) async throws(ForgeError) {
    let _: Unread = try await session.send(
      "PATCH", "\(path)/pulls/\(number)",
      PullChange(
        title: change.title, body: change.body, base: change.base,
        state: change.closes ? "closed" : nil),
      doing: "changing pull request #\(number)")
  }

  /// The pull request as every server has it.
  func posted(_ pull: Pull) -> PostedReview {
    PostedReview(
      number: pull.number, url: pull.htmlUrl, title: pull.title, body: pull.body,
      base: pull.base.ref, labels: (pull.labels ?? []).compactMap(\.name),
      assignees: (pull.assignees ?? []).compactMap(\.login), milestone: pull.milestone?.title,
      draftPrefixes: Self.draftPrefixes)
  }

  /// Whether the commit at `path` of the API is signed by somebody whom the server knows.
  func isVerified(at path: String, commit: String) async throws(ForgeError) -> Bool {
    let signed: SignedCommit = try await session.get(
      self.path + path + commit, doing: "reading the signature of \(commit)")
    return signed.commit.verification?.verified == true
  }

  /// The newest open issue whose body holds `text`, among those that `query` asks for.
  func openIssue(
    holding text: String, _ query: [(String, String)] = []
  ) async throws(ForgeError) -> PostedIssue? {
    try await session.search(
      path + "/issues", [("state", "open")] + query, doing: "looking for the open issue"
    ) { (issues: [Issue]) in
      // Pull requests are issues too.
      issues.first { $0.pullRequest == nil && $0.body?.contains(text) == true }
        .map { PostedIssue(number: $0.number, url: $0.htmlUrl) }
    }
  }

  func createIssue(title: String, body: String) async throws(ForgeError) -> PostedIssue {
    let issue: Issue = try await session.send(
      "POST", path + "/issues", ["title": title, "body": body], isRepeatable: false,
      doing: "opening an issue")
    return PostedIssue(number: issue.number, url: issue.htmlUrl)
  }

  /// Asks for reviews of the pull request with that number.
  func ask(
    _ request: RequestedReviewers, for number: Int, _ outcome: inout AdditionsOutcome
  ) async {
    guard !request.isEmpty else { return }
    await outcome.note { () throws(ForgeError) in
      let _: Unread = try await session.send(
        "POST", "\(path)/pulls/\(number)/requested_reviewers", request,
        doing: "asking for the review of \(request.names)")
      return true
    }
  }

  /// Gives the milestone with that title to what `target` names in the API.
  ///
  /// `id` is what the server knows a milestone by; `query` narrows the open ones that are read.
  func setMilestone(
    _ title: String, of target: String, _ outcome: inout AdditionsOutcome,
    asking query: [(String, String)] = [], id: (Named) -> Int?
  ) async {
    var isUnknown = false
    await outcome.note { () throws(ForgeError) in
      let found = try await session.search(
        path + "/milestones", [("state", "open")] + query, doing: "reading the milestones"
      ) { (page: [Named]) in page.first { $0.title == title }.flatMap(id) }
      isUnknown = found == nil
      guard let found else { return false }
      let _: Unread = try await session.send(
        "PATCH", target, ["milestone": found], doing: "setting the milestone")
      return true
    }
    outcome.reportUnknown(isUnknown ? [title] : [], kind: "open milestone", forge: session.forge)
  }
}

/// A pull request, as far as it is read.
struct Pull: Decodable {
  struct Branch: Decodable {
    var ref: String
  }

  var number: Int
  var htmlUrl: String
  var title: String
  var body: String?
  var base: Branch
  /// Nil unless it was merged.
  var mergedAt: String?
  var labels: [Named]?
  var assignees: [Named]?
  var milestone: Named?
}

/// A pull request to open.
struct NewPull: Encodable {
  var title: String
  var body: String
  var head: String
  var base: String
  /// Nil where the title says it.
  var draft: Bool?
}

private struct PullChange: Encodable {
  var title: String?
  var body: String?
  var base: String?
  var state: String?
}

/// An issue, as far as it is read.
struct Issue: Decodable {
  var number: Int
  var htmlUrl: String
  var body: String?
  var pullRequest: Unread?
  var assignees: [Named]?
}

/// Who is to be asked for a review.
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

/// A commit, as far as its signature goes.
private struct SignedCommit: Decodable {
  struct Commit: Decodable {
    var verification: Verification?
  }
  struct Verification: Decodable {
    var verified: Bool
  }

  var commit: Commit
}
