public import HTTP

/// Where people review the branches of one repository: GitHub, GitLab, Gitea or Forgejo.
///
/// There is one open review per branch. Every verb asks the forge what there is and sends only what
/// differs, so that each may be repeated.
public struct ReviewHost: Sendable {
  private let forge: any ForgeAPI
  /// The most that the forge takes as a body, in UTF-8 bytes.
  public let bodyLimit: Int

  /// - Parameters:
  ///   - forge: The repository on its server.
  ///   - token: A token of that server, which is sent to `api` alone.
  ///   - api: The address of the server's API, such as `forge.api(variables)`; over HTTPS unless it
  ///     is on this machine or the client allows more.
  ///   - client: What sends the requests.
  /// - Throws: ForgeError when the token belongs to another server, or anybody could read it on its
  ///   way to `api`.
  public init(
    _ forge: Forge, token: ForgeToken, api: String, client: HTTPClient
  ) throws(ForgeError) {
    guard token.origin == forge.origin else {
      throw ForgeError(
        .authentication, "the token is for \(token.origin), not for \(forge.origin)",
        remedy: "give a token of \(forge.origin)")
    }
    guard client.allowsPlainHTTP || HTTPOrigin.isPrivate(address: api) else {
      throw ForgeError(
        .authentication,
        "a token would be sent to \(forge.origin) in the clear, where others can read it",
        remedy:
          "give an address that begins with https://, or set GITOPS_BOT_INSECURE_HTTP=1 where the network "
          + "is your own")
    }
    let headers = forge.server.headers(token: token.secret)
    let session = ForgeSession(forge: forge, api: api, headers: headers, client: client)
    self.forge = try forge.server.reviews(session)
    bodyLimit = forge.kind.bodyLimit
  }

  /// The open review of `branch`; nil when there is none.
  ///
  /// - Throws: ForgeError when the forge declines or does not answer.
  public func openReview(of branch: String) async throws(ForgeError) -> PostedReview? {
    try await forge.openReview(of: branch)
  }

  /// What a person declined by closing the newest review of `branch` unmerged: the digest in its
  /// marker; nil when there is no such review or the bot closed it.
  ///
  /// - Throws: ForgeError when the forge declines or does not answer.
  public func declinedDigest(of branch: String) async throws(ForgeError) -> String? {
    guard let marker = try await forge.closedReview(of: branch)?.marker, !marker.isWithdrawn else {
      return nil
    }
    return marker.digest
  }

  /// Opens the review, or makes the open one of its branch say what it says.
  ///
  /// Texts and base follow `review`. Labels, assignees and a milestone are added where they are
  /// missing, reviewers are asked when the review is opened; nothing of that is taken away. Labels
  /// and milestones must exist. Whether it is a draft is decided when it is opened.
  ///
  /// - Throws: ForgeError when the forge declines the review or does not answer; what could not be
  ///   added to it is a problem of the outcome.
  public func propose(_ review: Review) async throws(ForgeError) -> ReviewOutcome {
    if let posted = try await forge.openReview(of: review.branch) {
      return try await update(posted, to: review)
    }
    do {
      let posted = try await forge.create(review)
      return await add(ReviewAdditions(review), to: posted, operation: .created)
    } catch  where error.kind == .validation {
      // The answer to an earlier try may have been lost, or another run been faster.
      guard let posted = try await forge.openReview(of: review.branch) else { throw error }
      try await change(posted, to: review)
      return await add(ReviewAdditions(review), to: posted, operation: .created)
    }
  }

  /// Closes the open review of `branch`, since nothing is left to propose.
  ///
  /// - Parameters:
  ///   - branch: The branch that holds the change, without `refs/heads/`.
  ///   - deletingBranch: Whether the branch is deleted as well, also where there is no review.
  /// - Returns: Nil when there was no open review.
  /// - Throws: ForgeError when the forge declines or does not answer.
  public func withdraw(
    branch: String, deletingBranch: Bool
  ) async throws(ForgeError) -> ReviewOutcome? {
    let posted = try await forge.openReview(of: branch)
    if let posted {
      let marker = ReviewMarker(digest: posted.marker?.digest ?? "none", isWithdrawn: true)
      try await forge.change(
        posted.number, ReviewChange(body: marker.replacing(in: posted.body), closes: true))
    }
    if deletingBranch { try await forge.deleteBranch(branch) }
    return posted.map { ReviewOutcome(number: $0.number, url: $0.url, operation: .closed) }
  }

  /// Whether the forge takes the signature of a commit that was pushed for good, which depends on whose key
  /// it knows.
  ///
  /// - Parameter commit: The hexadecimal digits of its id.
  /// - Returns: False for a commit without a signature, and for one that the forge cannot judge.
  /// - Throws: ForgeError when the forge declines or does not answer.
  public func isVerified(commit: String) async throws(ForgeError) -> Bool {
    try await forge.isVerified(commit: commit)
  }

  /// Opens an issue, unless an open one has the same marker.
  ///
  /// - Parameters:
  ///   - title: The title.
  ///   - body: Markdown, without a marker.
  ///   - marker: What tells the bot's issues apart, such as `missing-values`; goes to the end of the
  ///     body.
  /// - Returns: The issue, `created` or `unchanged`.
  /// - Throws: ForgeError when the forge declines or does not answer.
  public func report(
    title: String, body: String, marker: String
  ) async throws(ForgeError) -> ReviewOutcome {
    let comment = ReviewMarker(digest: marker).comment
    if let issue = try await forge.openIssue(holding: comment) {
      return ReviewOutcome(number: issue.number, url: issue.url, operation: .unchanged)
    }
    let issue = try await forge.createIssue(title: title, body: body + "\n\n" + comment + "\n")
    return ReviewOutcome(number: issue.number, url: issue.url, operation: .created)
  }

  private func update(
    _ posted: PostedReview, to review: Review
  ) async throws(ForgeError) -> ReviewOutcome {
    let hasChanged = try await change(posted, to: review)
    let additions = ReviewAdditions(review, missingIn: posted)
    return await add(additions, to: posted, operation: hasChanged ? .updated : .unchanged)
  }

  /// - Returns: Whether anything differed.
  @discardableResult private func change(
    _ posted: PostedReview, to review: Review
  ) async throws(ForgeError) -> Bool {
    guard let change = ReviewChange(from: posted, to: review) else { return false }
    try await forge.change(posted.number, change)
    return true
  }

  private func add(
    _ additions: ReviewAdditions, to posted: PostedReview, operation: ReviewOutcome.Operation
  ) async -> ReviewOutcome {
    var outcome = ReviewOutcome(number: posted.number, url: posted.url, operation: operation)
    guard !additions.isEmpty else { return outcome }
    let added = await forge.add(additions, to: posted)
    if added.hasChanged, operation == .unchanged { outcome.operation = .updated }
    outcome.problems = added.problems
    return outcome
  }
}
