extension Report {
  /// What the forge declined, or did not answer, when the branch was pushed already; nil when it did
  /// what it was asked for.
  public var refusal: BotError? {
    guard let exit = review?.exit else { return nil }
    let reasons = findings.filter { $0.severity == .error && $0.code.hasPrefix("review-") }
    return BotError(exit, reasons.map(ConfigurationError.Problem.init))
  }
}

extension Report.Review {
  /// Whether people have it before them now.
  var isOpen: Bool { number != nil && !isClosed }
  /// Whether it was closed by this run.
  var isClosed: Bool { operation == "closed" }

  /// The exit code of a run whose review the forge declined; nil for every other.
  fileprivate var exit: BotError.Exit? {
    switch operation {
    case "refused": .authentication
    case "failed": .failure
    default: nil
    }
  }
}
