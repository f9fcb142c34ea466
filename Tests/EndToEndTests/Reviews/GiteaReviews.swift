import ForgeTestSupport
import Foundation

/// Pull requests of Gitea and Forgejo, as in Gitea's `/swagger.v1.json`.
struct GiteaReviews: ReviewAPI {
  let root = "/repos/acme/infra"
  let comparePage = "compare/main...gitops-bot/sync"
  let fields = ["Accept": "application/json", "User-Agent": "gitops-bot"]

  func authorization(_ token: String) -> String { "token \(token)" }

  /// Gitea's Actions set GitHub's variables, and one of their own.
  func variables(server: String, api: String) -> [String: String?] {
    ["GITEA_ACTIONS": "true", "GITHUB_SERVER_URL": server, "GITHUB_API_URL": api]
  }

  var routes: [String: ReviewRoute] {
    let list = ["limit": "50", "page": "1"]
    return [
      "GET /pulls?state=open": ReviewRoute(query: list) { _, reviews in
        .init(reviews.listed(open: true).map(json) + strangers)
      },
      "GET /pulls?state=closed": ReviewRoute(query: list) { _, reviews in
        .init(strangers + reviews.listed(open: false).map(json))
      },
      "POST /pulls": ReviewRoute(body: .giteaNewPull) { call, reviews in
        let review = reviews.add(
          title: call.text("title"), body: call.text("body"), head: call.text("head"),
          base: call.text("base"))
        return .init(review.map(json), status: 201)
      },
      "PATCH /pulls/N": ReviewRoute(body: .giteaPullChange) { call, reviews in
        let review = reviews.change(call.number) { $0.take(call, open: "open") }
        return .init(review.map(json), status: 201)
      },
      "GET /git/commits/COMMIT": ReviewRoute { _, _ in
        .init(["commit": ["verification": ["verified": true, "reason": "bot / key"]]])
      },
      "GET /labels": ReviewRoute(query: list) { _, _ in .init([["id": 4, "name": "bug"]]) },
      "GET /orgs/acme/labels": ReviewRoute(query: list) { _, _ in
        .init([["id": 11, "name": "gitops"]])
      },
      "POST /issues/N/labels": ReviewRoute(body: .giteaLabels) { call, reviews in
        guard call.body?["labels"]?.numbers == [11] else { return .init(nil) }
        let review = reviews.change(call.number) { $0.labels.append("gitops") }
        return .init(review.map { _ in [["id": 11, "name": "gitops"]] })
      },
      "POST /pulls/N/requested_reviewers": ReviewRoute(body: .requestedReviewers) { call, reviews in
        let review = reviews.change(call.number) {
          $0.reviewers += call.body?["reviewers"]?.texts ?? []
        }
        return .init(review.map { _ in [] as [Any] }, status: 201)
      },
    ]
  }

  /// Of other branches, and of a fork's branch of the same name: Gitea cannot be asked for one branch.
  private var strangers: [[String: Any]] {
    [("other", 5), ("gitops-bot/sync", 6)].map { head, repository in
      json(
        KeptReview(number: 90 + repository, title: "", body: "", head: head, base: "main"),
        repository: repository)
    }
  }

  @Sendable private func json(_ review: KeptReview) -> [String: Any] {
    json(review, repository: 5)
  }

  /// The keys that the documentation has and the bot reads.
  private func json(_ review: KeptReview, repository: Int) -> [String: Any] {
    [
      "number": review.number, "html_url": review.url, "title": review.title,
      "body": review.body, "base": ["ref": review.base, "repo_id": 5],
      "head": ["ref": review.head, "repo_id": repository],
      "state": review.isOpen ? "open" : "closed", "merged": review.isMerged,
      "labels": review.labels.map { ["name": $0] }, "assignees": [] as [Any],
      "milestone": NSNull(),
    ]
  }
}
