extension Forge {
  /// The page on which a person opens a review that brings `branch` into `base`, both without
  /// `refs/heads/`.
  public func compareURL(base: String, branch: String) -> String {
    let (base, branch) = (base.percentEncoded, branch.percentEncoded)
    switch kind {
    case .gitHub:
      // https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/proposing-changes-to-your-work-with-pull-requests/using-query-parameters-to-create-a-pull-request
      return "\(origin)/\(path)/compare/\(base)...\(branch)?expand=1"
    case .gitLab:
      // https://docs.gitlab.com/user/project/merge_requests/creating_merge_requests/
      return "\(origin)/\(path)/-/merge_requests/new?merge_request%5Bsource_branch%5D=\(branch)"
        + "&merge_request%5Btarget_branch%5D=\(base)"
    case .gitea:
      return "\(origin)/\(path)/compare/\(base)...\(branch)"
    }
  }
}
