internal import BotCore
internal import Findings
internal import Foundation

/// The outputs of a step: always the same names, with an empty value where there is nothing to say.
///
/// What is about the review is named as the action `peter-evans/create-pull-request` names it.
struct GitHubOutputs {
  private var entries: [(name: String, value: String)]

  /// The outputs of a run or a plan.
  init(_ report: Report) {
    self.init(
      outcome: report.outcome.rawValue, report: report, count: FindingCount(report.findings))
  }

  /// The outputs of a run that ended with an error.
  init(_ error: BotError) {
    self.init(
      outcome: "failed", report: nil, count: FindingCount([]),
      missing: error.problems.flatMap(\.missingKeys))
  }

  private init(
    outcome: String, report: Report?, count: FindingCount, missing: [String] = []
  ) {
    let review = report?.review
    let isOpen = review?.number != nil
    let operations: Set = ["created", "updated", "closed"]
    let operation = review.flatMap { operations.contains($0.operation) ? $0.operation : nil }
    entries = [
      ("pull-request-number", review?.number.map(String.init) ?? ""),
      ("pull-request-url", isOpen ? review?.url ?? "" : ""),
      ("pull-request-operation", operation ?? "none"),
      ("pull-request-head-sha", report?.commit ?? ""),
      ("pull-request-branch", report?.branch ?? ""),
      ("pull-request-commits-verified", String(review?.commitsVerified == true)),
      ("outcome", outcome),
      ("base", report?.base.branch ?? ""),
      ("base-sha", report?.base.commit ?? ""),
      ("compare-url", isOpen ? "" : review?.url ?? ""),
      ("files", String(report?.files.count ?? 0)),
      ("conflicts", String(report?.conflicts.count ?? 0)),
      ("errors", String(count.errors)),
      ("warnings", String(count.warnings)),
      ("missing-values", missing.joined(separator: "\n")),
    ]
  }

  /// The lines of the file that `GITHUB_OUTPUT` names.
  ///
  /// The delimiter is a new random one each time, so that no value can end itself and begin
  /// another output.
  var text: String {
    let delimiter = "delimiter-\(UUID().uuidString)"
    return entries.map { "\($0.name)<<\(delimiter)\n\($0.value)\n\(delimiter)\n" }.joined()
  }
}
