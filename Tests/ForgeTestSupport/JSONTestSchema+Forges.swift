/// What the forges document about the bodies of requests that are about reviews.
extension JSONTestSchema {
  /// The keys of https://docs.github.com/en/rest/pulls/pulls#create-a-pull-request.
  public static let gitHubNewPull = JSONTestSchema(
    required: ["head": .string, "base": .string],
    optional: [
      "title": .string, "body": .string, "draft": .boolean, "maintainer_can_modify": .boolean,
      "head_repo": .string, "issue": .integer,
    ])

  /// The keys of https://docs.github.com/en/rest/pulls/pulls#update-a-pull-request.
  public static let gitHubPullChange = JSONTestSchema(
    optional: [
      "title": .string, "body": .string, "state": .string, "base": .string,
      "maintainer_can_modify": .boolean,
    ])

  /// The keys of https://docs.github.com/en/rest/issues/labels#add-labels-to-an-issue.
  public static let gitHubLabels = JSONTestSchema(required: ["labels": .strings])

  /// The keys of https://docs.gitlab.com/api/merge_requests/#create-mr.
  public static let gitLabNewRequest = JSONTestSchema(
    required: ["source_branch": .string, "target_branch": .string, "title": .string],
    optional: ["description": .string, "labels": .string, "remove_source_branch": .boolean])

  /// The keys of https://docs.gitlab.com/api/merge_requests/#update-mr.
  public static let gitLabRequestChange = JSONTestSchema(
    optional: [
      "title": .string, "description": .string, "target_branch": .string, "state_event": .string,
      "add_labels": .string, "assignee_ids": .integers, "reviewer_ids": .integers,
      "milestone_id": .integer,
    ])

  /// `CreatePullRequestOption` of Gitea's `/swagger.v1.json`.
  public static let giteaNewPull = JSONTestSchema(
    required: ["head": .string, "base": .string, "title": .string],
    optional: [
      "body": .string, "assignees": .strings, "labels": .integers, "milestone": .integer,
    ])

  /// `EditPullRequestOption` of Gitea's `/swagger.v1.json`.
  public static let giteaPullChange = JSONTestSchema(
    optional: [
      "title": .string, "body": .string, "base": .string, "state": .string,
      "assignees": .strings, "labels": .integers, "milestone": .integer,
    ])

  /// `IssueLabelsOption` of Gitea's `/swagger.v1.json`.
  public static let giteaLabels = JSONTestSchema(required: ["labels": .integers])

  /// Those of GitHub and of Gitea's `PullReviewRequestOptions`, which has the same keys.
  public static let requestedReviewers = JSONTestSchema(
    optional: ["reviewers": .strings, "team_reviewers": .strings])
}
