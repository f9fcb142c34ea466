import ForgeTestSupport
import Foundation

/// Merge requests of GitLab (https://docs.gitlab.com/api/merge_requests/).
struct GitLabReviews: ReviewAPI {
  let root = "/projects/acme%2Finfra"
  let comparePage =
    "-/merge_requests/new?merge_request%5Bsource_branch%5D=gitops-bot/sync"
    + "&merge_request%5Btarget_branch%5D=main"
  let fields = ["Accept": "application/json", "User-Agent": "gitops-bot"]

  func authorization(_ token: String) -> String { "Bearer \(token)" }

  func variables(server: String, api: String) -> [String: String?] {
    ["CI_SERVER_URL": server, "CI_API_V4_URL": api]
  }

  var routes: [String: ReviewRoute] {
    let pages = ["per_page": "100", "page": "1"]
    let list = pages.merging(["source_branch": "gitops-bot/sync"]) { $1 }
    return [
      "GET /merge_requests?state=opened": ReviewRoute(query: list) { _, reviews in
        .init([stranger] + reviews.listed(open: true).map(json))
      },
      "GET /merge_requests?state=closed": ReviewRoute(query: list) { _, reviews in
        // Merged ones are in a state of their own.
        .init([stranger] + reviews.listed(open: false).filter { !$0.isMerged }.map(json))
      },
      "POST /merge_requests": ReviewRoute(body: .gitLabNewRequest) { call, reviews in
        let review = reviews.add(
          title: call.text("title"), body: call.text("description"),
          head: call.text("source_branch"), base: call.text("target_branch"))
        return .init(review.map(json), status: 201)
      },
      "PUT /merge_requests/N": ReviewRoute(body: .gitLabRequestChange) { call, reviews in
        .init(reviews.change(call.number) { $0.take(call) }.map(json))
      },
      "GET /repository/commits/COMMIT/signature": ReviewRoute { _, _ in
        .init(["signature_type": "SSH", "verification_status": "verified"])
      },
      "GET /labels": ReviewRoute(query: pages) { _, _ in .init([["id": 1, "name": "gitops"]]) },
      "GET /users": ReviewRoute(query: ["username": "ada"]) { _, _ in
        .init([["id": 32, "username": "ada"]])
      },
    ]
  }

  /// Of a fork's branch of the same name.
  private var stranger: [String: Any] {
    let review = KeptReview(
      number: 90, title: "", body: "", head: "gitops-bot/sync", base: "main")
    return json(review).merging(["source_project_id": 6]) { $1 }
  }

  /// The keys that the documentation has and the bot reads.
  @Sendable private func json(_ review: KeptReview) -> [String: Any] {
    [
      "iid": review.number, "title": review.title,
      "web_url": "https://git.example.com/acme/infra/-/merge_requests/\(review.number)",
      "description": review.body, "target_branch": review.base, "source_project_id": 5,
      "target_project_id": 5, "labels": review.labels, "assignees": [] as [Any],
      "milestone": NSNull(),
    ]
  }
}

extension KeptReview {
  fileprivate mutating func take(_ call: ReviewCall) {
    title = call.text("title") ?? title
    body = call.text("description") ?? body
    base = call.text("target_branch") ?? base
    if call.text("state_event") == "close" { isOpen = false }
    labels += call.text("add_labels")?.split(separator: ",").map(String.init) ?? []
    if call.body?["reviewer_ids"]?.numbers == [32] { reviewers.append("ada") }
  }
}
