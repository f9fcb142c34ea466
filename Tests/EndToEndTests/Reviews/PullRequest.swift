import Foundation

/// A pull request as `GitHubServer` keeps it.
struct PullRequest: Sendable {
  let number: Int
  var title: String
  var body: String
  var head: String
  var base: String
  var draft: Bool
  var state = "open"
  var isMerged = false
  var labels: [String] = []
  var reviewers: [String] = []

  /// The keys that the documentation has and the bot reads.
  var json: [String: Any] {
    [
      "number": number, "html_url": "https://git.example.com/acme/infra/pull/\(number)",
      "title": title, "body": body, "base": ["ref": base], "state": state, "draft": draft,
      "merged_at": isMerged ? "2024-01-02T03:04:05Z" as Any : NSNull(),
      "labels": labels.map { ["name": $0] }, "assignees": [] as [Any], "milestone": NSNull(),
    ]
  }
}
