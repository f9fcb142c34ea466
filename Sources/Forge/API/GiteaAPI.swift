/// Pull requests on Gitea and Forgejo (https://docs.gitea.com/api/).
struct GiteaAPI: ForgeAPI {
  let session: ForgeSession

  init(_ session: ForgeSession) {
    self.session = session
  }

  /// What keeps the page readable, since Gitea has no bound: its column is `LONGTEXT`.
  var bodyLimit: Int { 262_144 }

  /// The path of the repository in the API.
  var path: String { "/repos/" + session.forge.path.percentEncoded }

  func openReview(of branch: String) async throws(ForgeError) -> PostedReview? {
    try await newest("open", branch, doing: "looking for the open pull request")
  }

  func closedReview(of branch: String) async throws(ForgeError) -> PostedReview? {
    try await newest("closed", branch, doing: "looking for closed pull requests")
  }

  func create(_ review: Review) async throws(ForgeError) -> PostedReview {
    let pull: Pull = try await session.send(
      "POST", path + "/pulls",
      NewPull(
        title: (review.isDraft ? "WIP: " : "") + review.title, body: review.body,
        head: review.branch, base: review.base),
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
    let signed: SignedCommit = try await session.get(
      path + "/git/commits/" + commit, doing: "reading the signature of \(commit)")
    return signed.isVerified
  }

  func deleteBranch(_ branch: String) async throws(ForgeError) {
    try await session.delete(
      path + "/branches/" + branch.percentEncoded, doing: "deleting the branch \(branch)")
  }

  func openIssue(holding text: String) async throws(ForgeError) -> PostedIssue? {
    try await session.search(
      path + "/issues", [("state", "open"), ("type", "issues")], doing: "looking for the open issue"
    ) { (issues: [Issue]) in
      issues.first { $0.body?.contains(text) == true }?.posted
    }
  }

  func createIssue(title: String, body: String) async throws(ForgeError) -> PostedIssue {
    let issue: Issue = try await session.send(
      "POST", path + "/issues", NewIssue(title: title, body: body), isRepeatable: false,
      doing: "opening an issue")
    return issue.posted
  }

  /// Gitea cannot be asked for a branch, so all are read, newest first; forks may propose a branch
  /// of the same name.
  private func newest(
    _ state: String, _ branch: String, doing: String
  ) async throws(ForgeError) -> PostedReview? {
    try await session.search(path + "/pulls", [("state", state)], doing: doing) {
      (pulls: [Pull]) in
      pulls.first {
        $0.head.ref == branch && $0.head.repoId == $0.base.repoId && $0.merged != true
      }?.posted
    }
  }
}

extension GiteaAPI {
  /// What marks a draft in a title, unless the server is set up otherwise
  /// (https://docs.gitea.com/administration/config-cheat-sheet).
  private static let draftPrefixes = ["WIP:", "[WIP]"]

  /// A pull request, as far as it is read.
  struct Pull: Decodable {
    struct Branch: Decodable {
      var ref: String
      var repoId: Int
    }

    var number: Int
    var htmlUrl: String
    var title: String
    var body: String?
    var head: Branch
    var base: Branch
    var merged: Bool?
    var labels: [Named]?
    var assignees: [Named]?
    var milestone: Named?

    var posted: PostedReview {
      PostedReview(
        number: number, url: htmlUrl, title: title, body: body, base: base.ref,
        labels: (labels ?? []).compactMap(\.name),
        assignees: (assignees ?? []).compactMap(\.login), milestone: milestone?.title,
        draftPrefixes: draftPrefixes)
    }
  }

  private struct Issue: Decodable {
    var number: Int
    var htmlUrl: String
    var body: String?

    var posted: PostedIssue { PostedIssue(number: number, url: htmlUrl) }
  }

  private struct NewPull: Encodable {
    var title: String
    var body: String
    var head: String
    var base: String
  }

  private struct PullChange: Encodable {
    var title: String?
    var body: String?
    var base: String?
    var state: String?
  }
}
