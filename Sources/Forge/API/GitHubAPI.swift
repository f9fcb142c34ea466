/// Pull requests on GitHub (https://docs.github.com/en/rest/pulls/pulls).
struct GitHubAPI: ForgeAPI {
  let session: ForgeSession
  private let owner: String

  /// - Throws: ForgeError when the path of the repository is not `owner/name`.
  init(_ session: ForgeSession) throws(ForgeError) {
    self.session = session
    let parts = session.forge.path.split(separator: "/")
    guard parts.count == 2 else {
      throw ForgeError(
        .validation, "\(session.forge.path) is no repository of GitHub",
        remedy: "correct the address of the remote")
    }
    owner = String(parts[0])
  }

  /// A longer one is answered with "body is too long (maximum is 65536 characters)".
  var bodyLimit: Int { 65_536 }

  /// The path of the repository in the API.
  var path: String { "/repos/" + session.forge.path.percentEncoded }

  func openReview(of branch: String) async throws(ForgeError) -> PostedReview? {
    let doing = "looking for the open pull request"
    return try await session.search(
      path + "/pulls", head(branch) + [("state", "open")], doing: doing
    ) { (pulls: [Pull]) in pulls.first?.posted }
  }

  func closedReview(of branch: String) async throws(ForgeError) -> PostedReview? {
    let doing = "looking for closed pull requests"
    // Newest first, which is the default.
    return try await session.search(
      path + "/pulls", head(branch) + [("state", "closed")], doing: doing
    ) { (pulls: [Pull]) in pulls.first { $0.mergedAt == nil }?.posted }
  }

  func create(_ review: Review) async throws(ForgeError) -> PostedReview {
    let pull: Pull = try await session.send(
      "POST", path + "/pulls",
      NewPull(
        title: review.title, body: review.body, head: review.branch, base: review.base,
        draft: review.isDraft),
      doing: "opening the pull request")
    return pull.posted
  }

  func change(_ number: Int, _ change: ReviewChange) async throws(ForgeError) {
    let _: Unread = try await session.send(
      "PATCH", "\(path)/pulls/\(number)",
      PullChange(
        title: change.title, body: change.body, base: change.base,
        state: change.closes ? "closed" : nil),
      doing: "changing pull request #\(number)")
  }

  func isVerified(commit: String) async throws(ForgeError) -> Bool {
    // https://docs.github.com/en/rest/commits/commits#get-a-commit
    let signed: SignedCommit = try await session.get(
      path + "/commits/" + commit, doing: "reading the signature of \(commit)")
    return signed.isVerified
  }

  func deleteBranch(_ branch: String) async throws(ForgeError) {
    try await session.delete(
      path + "/git/refs/heads/" + branch.percentEncoded, doing: "deleting the branch \(branch)")
  }

  func openIssue(holding text: String) async throws(ForgeError) -> PostedIssue? {
    // GitHub's issues hold its pull requests too.
    try await session.search(
      path + "/issues", [("state", "open")], doing: "looking for the open issue"
    ) { (issues: [Issue]) in
      issues.first { $0.pullRequest == nil && $0.body?.contains(text) == true }?.posted
    }
  }

  func createIssue(title: String, body: String) async throws(ForgeError) -> PostedIssue {
    let issue: Issue = try await session.send(
      "POST", path + "/issues", NewIssue(title: title, body: body), isRepeatable: false,
      doing: "opening an issue")
    return issue.posted
  }

  /// The owner tells the branch from those of the same name in forks.
  private func head(_ branch: String) -> [(String, String)] {
    [("head", "\(owner):\(branch)")]
  }
}

extension GitHubAPI {
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
    var mergedAt: String?
    var labels: [Named]?
    var assignees: [Named]?
    var milestone: Named?

    var posted: PostedReview {
      PostedReview(
        number: number, url: htmlUrl, title: title, body: body, base: base.ref,
        labels: (labels ?? []).compactMap(\.name),
        assignees: (assignees ?? []).compactMap(\.login), milestone: milestone?.title)
    }
  }

  /// An issue, as far as it is read.
  struct Issue: Decodable {
    var number: Int
    var htmlUrl: String
    var body: String?
    var pullRequest: Unread?
    var assignees: [Named]?

    var posted: PostedIssue { PostedIssue(number: number, url: htmlUrl) }
  }

  private struct NewPull: Encodable {
    var title: String
    var body: String
    var head: String
    var base: String
    var draft: Bool
  }

  private struct PullChange: Encodable {
    var title: String?
    var body: String?
    var base: String?
    var state: String?
  }
}
