internal import BotCore
internal import Foundation
internal import Providers

/// The step of a GitHub Actions job that this process runs in.
///
/// It reads workflow commands from both streams, outputs from the file that `GITHUB_OUTPUT` names, and
/// Markdown from the one that `GITHUB_STEP_SUMMARY` names. Source: "Workflow commands for GitHub
/// Actions" in GitHub's documentation.
struct GitHubStep {
  /// The file that takes outputs; nil outside of a job.
  let outputFile: String?
  /// The file that takes the summary; nil outside of a job.
  let summaryFile: String?

  init(variables: [String: String] = ProcessInfo.processInfo.environment) {
    outputFile = variables["GITHUB_OUTPUT"].flatMap { $0.isEmpty ? nil : $0 }
    summaryFile = variables["GITHUB_STEP_SUMMARY"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Shows a report, with the patch of a plan: a headline, groups, an annotation for each finding,
  /// the outputs and the summary.
  ///
  /// - Throws: BotError when a file of the step cannot be written.
  func show(
    _ report: Report, patch: [UInt8] = [], _ options: OutputOptions
  ) throws(BotError) {
    if !options.quiet {
      let lines = ReportText.lines(report, verbose: options.verbose)
      Terminal.line(lines.first ?? "", isLog: true)
      group("Details", Array(lines.dropFirst()))
      let shown = VisibleText.of(patch, keeping: .layout)
      group("Diff", shown.split(whereSeparator: \.isNewline).map(String.init))
    }
    annotate(report.findings + report.conflicts.map(Finding.init))
    annotate((report.refusal?.problems ?? []).map(Finding.init))
    try append(GitHubOutputs(report).text, to: outputFile)
    try append(GitHubSummary(report, room: summaryRoom).text, to: summaryFile)
  }

  /// Shows an error as annotations, and says in the outputs and the summary that nothing was done.
  func show(_ error: BotError) {
    annotate(error.problems.map(Finding.init))
    do {
      try append(GitHubOutputs(error).text, to: outputFile)
      try append(GitHubSummary(error, room: summaryRoom).text, to: summaryFile)
    } catch {
      annotate(error.problems.map(Finding.init))
    }
  }

  private func group(_ title: String, _ lines: [String]) {
    guard !lines.isEmpty else { return }
    Terminal.command("::group::\(title)")
    for line in lines { Terminal.line(line, keeping: .layout, isLog: true) }
    Terminal.command("::endgroup::")
  }

  private func annotate(_ findings: [Finding]) {
    for finding in findings { Terminal.command(finding.workflowCommand) }
  }

  /// The bytes that the summary's file may still get: other parts of the step may have written there.
  private var summaryRoom: Int {
    let attributes = summaryFile.flatMap { try? FileManager.default.attributesOfItem(atPath: $0) }
    return GitHubSummary.limit - (attributes?[.size] as? Int ?? 0)
  }

  private func append(_ text: String, to path: String?) throws(BotError) {
    guard let path else { return }
    do {
      let url = URL(fileURLWithPath: path)
      if !FileManager.default.fileExists(atPath: path) { try Data().write(to: url) }
      let file = try FileHandle(forWritingTo: url)
      try file.seekToEnd()
      try file.write(contentsOf: Data(text.utf8))
      try file.close()
    } catch {
      throw BotError(
        "the file cannot be written: \(error.localizedDescription)", file: path,
        remedy: "let GITHUB_OUTPUT and GITHUB_STEP_SUMMARY name files that can be")
    }
  }
}

extension Finding {
  /// A conflict as an annotation beside the line where it is.
  fileprivate init(_ conflict: Report.Conflict) {
    self.init(
      "conflict", .warning, path: conflict.path, line: conflict.line,
      "your side was kept against the proposed one", remedy: "edit the line on the branch, or merge"
    )
  }

  /// An error as an annotation, beside its line where it has one.
  fileprivate init(_ problem: ConfigurationError.Problem) {
    self.init(
      "gitops-bot", .error, path: problem.file, line: problem.line, column: problem.column,
      problem.message, remedy: problem.remedy)
  }
}
