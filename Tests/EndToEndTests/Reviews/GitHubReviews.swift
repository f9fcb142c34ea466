import ForgeTestSupport
import Foundation

/// Pull requests of GitHub (https://docs.github.com/en/rest/pulls/pulls).
struct GitHubReviews: ReviewAPI {
  let root = "/repos/acme/infra"
  let comparePage = "compare/main...gitops-bot/sync?expand=1"
  let fields = [
    "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28",
    "User-Agent": "gitops-bot",
  ]

  func authorization(_ token: String) -> String { "Bearer \(token)" }

  func variables(server: String, api: String) -> [String: String?] {
    ["GITHUB_SERVER_URL": server, "GITHUB_API_URL": api]
  }

  var routes: [String: ReviewRoute] {
    let pages = ["per_page": "100", "page": "1"]
    // Without the owner it would find the same branch of forks.
    let list = pages.merging(["head": "acme:gitops-bot/sync"]) { $1 }
    return [
      "GET /pulls?state=open": ReviewRoute(query: list) { _, reviews in
        .init(reviews.listed(open: true).map(json))
      },
      "GET /pulls?state=closed": ReviewRoute(query: list) { _, reviews in
        .init(reviews.listed(open: false).map(json))
      },
      "POST /pulls": ReviewRoute(body: .gitHubNewPull) { call, reviews in
        // A longer body is declined by GitHub.
        guard let body = call.text("body"), body.count <= 65_536 else { return .init(nil) }
        let review = reviews.add(
          title: call.text("title"), body: body, head: call.text("head"), base: call.text("base"),
          isDraft: call.body?["draft"] == true)
        return .init(review.map(json), status: 201)
      },
      "PATCH /pulls/N": ReviewRoute(body: .gitHubPullChange) { call, reviews in
        let review = reviews.change(call.number) { $0.take(call, open: "open") }
        return .init(review.map(json))
      },
      "GET /commits/COMMIT": ReviewRoute { _, _ in
        .init(["commit": ["verification": ["verified": true, "reason": "valid"]]])
      },
      "GET /labels": ReviewRoute(query: pages) { _, _ in
        .init([["name": "gitops"], ["name": "bug"]])
      },
      "POST /issues/N/labels": ReviewRoute(body: .gitHubLabels) { call, reviews in
        let review = reviews.change(call.number) { $0.labels += call.body?["labels"]?.texts ?? [] }
        return .init(review.map(json))
      },
      "POST /pulls/N/requested_reviewers": ReviewRoute(body: .requestedReviewers) { call, reviews in
        let review = reviews.change(call.number) {
          $0.reviewers += call.body?["reviewers"]?.texts ?? []
        }
        return .init(review.map(json), status: 201)
      },
    ]
  }

  /// The keys that the documentation has and the bot reads.
  @Sendable private func json(_ review: KeptReview) -> [String: Any] {
    [
      "number": review.number, "html_url": review.url, "title": review.title,
      "body": review.body, "base": ["ref": review.base], "state": review.isOpen ? "open" : "closed",
      "draft": review.isDraft,
      "merged_at": review.isMerged ? "2024-01-02T03:04:05Z" as Any : NSNull(),
      "labels": review.labels.map { ["name": $0] }, "assignees": [] as [Any],
      "milestone": NSNull(),
    ]
  }
}

extension KeptReview {
  /// Changes what GitHub and Gitea are told to; `open` is the state of what stays open.
  mutating func take(_ call: ReviewCall, open: String) {
    title = call.text("title") ?? title
    body = call.text("body") ?? body
    base = call.text("base") ?? base
    isOpen = call.text("state").map { $0 == open } ?? isOpen
  }
}
