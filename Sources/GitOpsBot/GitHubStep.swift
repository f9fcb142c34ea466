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

  /// Shows a report, with the patch of a plan: the log, the outputs and the summary.
  ///
  /// - Throws: BotError when a file of the step cannot be written.
  func show(
    _ report: Report, patch: [UInt8] = [], _ options: OutputOptions
  ) throws(BotError) {
    Terminal.words(
      GitHubLog(report, patch: patch, verbose: options.verbose, quiet: options.quiet).text)
    try GitHubStep.append(GitHubOutputs(report).text, to: outputFile)
    try GitHubStep.append(GitHubSummary(report, room: summaryRoom).text, to: summaryFile)
  }

  /// Shows an error as annotations, and says in the outputs and the summary that nothing was done.
  func show(_ error: BotError) {
    Terminal.words(GitHubLog(error).text)
    do {
      try GitHubStep.append(GitHubOutputs(error).text, to: outputFile)
      try GitHubStep.append(GitHubSummary(error, room: summaryRoom).text, to: summaryFile)
    } catch {
      Terminal.words(GitHubLog(error).text)
    }
  }

  /// The bytes that the summary's file may still get: other parts of the step may have written there.
  private var summaryRoom: Int {
    let attributes = summaryFile.flatMap { try? FileManager.default.attributesOfItem(atPath: $0) }
    return GitHubSummary.limit - (attributes?[.size] as? Int ?? 0)
  }

  /// Adds `text` to the end of the file at `path`, which is made where it is absent.
  static func append(_ text: String, to path: String?) throws(BotError) {
    guard let path else { return }
    do {
      let url = URL(fileURLWithPath: path)
      if !FileManager.default.fileExists(atPath: path) { try Data().write(to: url) }
      let file = try FileHandle(forWritingTo: url)
      try file.seekToEnd()
      try file.write(contentsOf: Data(text.utf8))
      try file.close()
    } catch {
      throw unwritten(path, error.localizedDescription)
    }
  }

  /// What to say where a file of the step cannot be written.
  static func unwritten(_ path: String, _ reason: String) -> BotError {
    BotError(
      "cannot write a file of the step: \(reason)", file: path,
      remedy: "set GITHUB_OUTPUT and GITHUB_STEP_SUMMARY to files that can be written")
  }
}
