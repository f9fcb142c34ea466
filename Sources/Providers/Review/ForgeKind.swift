/// The software of servers on which people review branches, by its name in `bot.config.json`.
///
/// This is the one list of them: what each is like stands in its folder.
public enum ForgeKind: String, CaseIterable, Hashable, Sendable {
  case gitHub = "github"
  case gitLab = "gitlab"
  case gitea

  var server: any ReviewServer {
    switch self {
    case .gitHub: GitHub()
    case .gitLab: GitLab()
    case .gitea: Gitea()
    }
  }
}

extension ForgeKind {
  /// How people write the review or issue with `number` at `url`: `#7`, or `!7` for a merge request of
  /// GitLab's.
  public static func name(ofReview number: Int, at url: String) -> String {
    let marks = allCases.compactMap(\.server.reviewMark)
    return (marks.first { url.contains($0.path) }?.mark ?? "#") + String(number)
  }

  /// The most that the server takes as a body, in UTF-8 bytes.
  public var bodyLimit: Int { server.bodyLimit }

  /// The variable by which people name a server of their own; nil where none is in use.
  public var serverVariable: String? { server.serverVariable }
}

/// What the configuration says about the server on which people review, where its address does not
/// tell.
public enum ForgeChoice: RawRepresentable, CaseIterable, Hashable, Sendable {
  case server(ForgeKind)
  /// The branch is pushed, and people open the review.
  case noReviews

  public static let allCases = ForgeKind.allCases.map(ForgeChoice.server) + [.noReviews]

  public init?(rawValue: String) {
    guard let choice = ForgeChoice.allCases.first(where: { $0.rawValue == rawValue }) else {
      return nil
    }
    self = choice
  }

  public var rawValue: String {
    switch self {
    case .server(let kind): kind.rawValue
    case .noReviews: "none"
    }
  }
}
