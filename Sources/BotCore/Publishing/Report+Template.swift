internal import Git

extension Report {
  /// The template's commit that a proposal is made of, and what it brings.
  public struct Template: Codable, Hashable, Sendable {
    /// A commit of the template that the repository does not have yet.
    public struct Commit: Codable, Hashable, Sendable {
      public var commit: String
      /// The template's own words, which nobody checked.
      public var summary: String
    }

    public var url: String
    /// The branch or the tag, also where the configuration says `latest`.
    public var ref: String
    public var commit: String
    /// Newest first; 50 at most.
    public var commits: [Commit]
    public var hasMoreCommits: Bool
  }
}

extension Report.Template {
  init(_ origin: TemplateOrigin) {
    url = origin.template.url ?? ""
    ref = origin.template.ref ?? ""
    commit = origin.commit.hex
    commits = origin.commits.map { Commit(commit: $0.id.hex, summary: $0.summary) }
    hasMoreCommits = origin.hasMoreCommits
  }
}
