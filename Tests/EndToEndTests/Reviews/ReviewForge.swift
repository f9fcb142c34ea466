import Testing

/// A kind of server on which people review.
enum ReviewForge: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case gitHub = "GitHub"
  case gitLab = "GitLab"
  case gitea = "Gitea"

  var testDescription: String { rawValue }

  /// What stands before a review's number there.
  var mark: String { self == .gitLab ? "!" : "#" }

  var api: any ReviewAPI {
    switch self {
    case .gitHub: GitHubReviews()
    case .gitLab: GitLabReviews()
    case .gitea: GiteaReviews()
    }
  }
}
