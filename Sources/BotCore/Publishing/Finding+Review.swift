internal import Findings
internal import Providers

extension Finding {
  /// A person closed the review of just this proposal.
  static let declinedReview = Finding(
    .proposalDeclined, .note,
    "its review was closed without being merged, so this proposal is not made again",
    remedy: "nothing to do until the template or a value changes; to have it after all, reopen the "
      + "review")

  /// The forge declined the review, or did not answer, when the branch was pushed already.
  init(refused error: ForgeError) {
    if error.isRefusal {
      self.init(.reviewRefused, .error, error.fullMessage, remedy: error.remedy)
    } else {
      self.init(.reviewFailed, .error, error.fullMessage, remedy: error.remedy)
    }
  }

  /// The review is there, and lacks something that the configuration asks for.
  init(incomplete error: ForgeError) {
    self.init(.reviewIncomplete, .warning, error.fullMessage, remedy: error.remedy)
  }
}

extension ForgeError {
  /// Whether somebody has to give a right or a token; else the forge did not answer, or the bot erred.
  var isRefusal: Bool {
    switch kind {
    // Forges answer so for what a token may not see; the repository was reached through Git.
    case .authentication, .permission, .notFound: true
    case .validation, .rateLimited, .unavailable: false
    }
  }

  fileprivate var fullMessage: String {
    message + (permission.map { " (missing: \"\($0)\")" } ?? "")
  }
}

extension BotError {
  /// What a forge declined before anything was pushed.
  init(_ error: ForgeError) {
    self.init(
      error.isRefusal ? .authentication : .failure, error.fullMessage, remedy: error.remedy)
  }
}
