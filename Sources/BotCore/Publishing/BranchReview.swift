internal import Findings
internal import Git
internal import HTTP
internal import Providers

/// The review of the bot's branch, on the forge that the repository is on.
struct BranchReview {
  /// Nil without a token, and where the configuration wants no reviews: then people open them.
  let host: ReviewHost?
  private let forge: Forge
  private let base: String
  private let branch: String

  /// Finds the forge that `base` is on; nil for a repository on this machine and where none is known.
  ///
  /// - Throws: BotError when the token cannot be sent to the forge.
  init?(
    for target: TargetBranch, in workspace: Workspace, _ request: Request
  ) throws(BotError) {
    guard case .remote(let location, _) = workspace.target,
      let forge = Forge(
        at: location.address.text, target.bot.forge, variables: request.variables)
    else { return nil }
    self.forge = forge
    self.base = target.name
    branch = target.bot.review.branch
    host =
      if target.bot.forge != .noReviews, let token = ForgeToken(for: forge, in: request.variables) {
        try BranchReview.host(forge, token, request.variables)
      } else {
        nil
      }
  }

  private static func host(
    _ forge: Forge, _ token: ForgeToken, _ variables: [String: String]
  ) throws(BotError) -> ReviewHost {
    let client = try HTTPClient(variables)
    do {
      return try ReviewHost(forge, token: token, api: forge.api(variables), client: client)
    } catch {
      throw BotError(error)
    }
  }

  /// Whether a person closed the review of the proposal with this digest, unmerged.
  ///
  /// Where the forge refuses to tell the answer is no: the branch can be pushed all the same, and the
  /// refusal is reported when the review is opened.
  ///
  /// - Throws: BotError when the forge does not answer.
  func isDeclined(_ digest: String) async throws(BotError) -> Bool {
    guard let host else { return false }
    do {
      guard try await host.declinedDigest(of: branch) == digest else { return false }
      return try await host.openReview(of: branch) == nil
    } catch {
      guard error.isRefusal else { throw BotError(error) }
      return false
    }
  }

  /// What a review of this branch came to, with what a person should know of it.
  typealias Result = (review: Report.Review, findings: [Finding])

  /// Opens the review of `proposal`, or brings the open one up to date.
  ///
  /// A forge that declines is no error, since the branch is pushed: the result says so.
  func propose(_ proposal: Proposal, in workspace: Workspace) async -> Result {
    guard let host else { return (page("none"), []) }
    let review = proposal.review(limit: host.bodyLimit, in: workspace.repository)
    do {
      let outcome = try await host.propose(review)
      return (Report.Review(outcome), outcome.problems.map(Finding.init(incomplete:)))
    } catch {
      return refused(error)
    }
  }

  /// What the forge makes of the signature of `commit`; nil where it cannot be asked.
  func verification(of commit: String) async -> (isVerified: Bool?, findings: [Finding]) {
    do {
      return (try await host?.isVerified(commit: commit), [])
    } catch {
      return (nil, [Finding(incomplete: error)])
    }
  }

  /// Closes the open review, since nothing is left to propose.
  ///
  /// - Returns: Nil when none is open, or nobody can be asked.
  func withdraw() async -> Result? {
    do {
      // The branch is deleted with Git, which makes sure that nobody has moved it meanwhile.
      let outcome = try await host?.withdraw(branch: branch, deletingBranch: false)
      return outcome.map { (Report.Review($0), []) }
    } catch {
      return refused(error)
    }
  }

  /// The error of a push that was declined, with the permission that is missing where the server tells.
  func explained(_ error: BotError) -> BotError {
    guard let problem = error.problems.first else { return error }
    // libgit2 gives a status as text alone (`handle_response` in its `transports/http.c`).
    let isForbidden = problem.message.hasSuffix("status code: 403")
    let missing =
      forge.missing(forPushTo: branch, saying: problem.message)
      ?? (isForbidden ? forge.pushPermission : nil)
    return missing.map {
      BotError(
        .authentication, problem.message + " (missing: \"\($0.name)\")", remedy: $0.remedy)
    } ?? error
  }

  private func refused(_ error: ForgeError) -> Result {
    (page(error.isRefusal ? "refused" : "failed"), [Finding(refused: error)])
  }

  /// The page where a person opens a review of the pushed branch.
  private func page(_ operation: String) -> Report.Review {
    Report.Review(
      number: nil, url: forge.compareURL(base: base, branch: branch), operation: operation)
  }
}

extension Forge {
  /// The forge that the remote at `address` is on: the one that the configuration names, or one that
  /// is recognised.
  fileprivate init?(
    at address: String, _ choice: ForgeChoice?, variables: [String: String]
  ) {
    guard case .server(let kind) = choice else {
      self.init(address: address, variables: variables)
      return
    }
    // The server's own CI knows its address better than that of a remote over ssh does.
    if let forge = Forge(address: address, variables: variables), forge.kind == kind {
      self = forge
    } else {
      self.init(kind: kind, address: address)
    }
  }
}

extension Report.Review {
  fileprivate init(_ outcome: ReviewOutcome) {
    self.init(
      number: outcome.number, url: outcome.url, operation: outcome.operation.rawValue)
  }
}
