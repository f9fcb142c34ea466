import Testing

/// A kind of server on which people review.
enum ReviewForge: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case gitHub = "GitHub"
  case gitLab = "GitLab"
  case gitea = "Gitea"

  var testDescription: String { rawValue }

  var api: any ReviewAPI {
    switch self {
    case .gitHub: GitHubReviews()
    case .gitLab: GitLabReviews()
    case .gitea: GiteaReviews()
    }
  }
}
