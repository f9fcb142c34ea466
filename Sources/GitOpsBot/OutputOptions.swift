internal import ArgumentParser
internal import BotCore

/// How results and progress are shown.
struct OutputOptions: ParsableArguments {
  /// The form of what goes to standard output.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    /// Workflow commands, outputs and a summary for GitHub Actions.
    case github
  }

  @Option(help: "The form of the result.")
  var output = Form.text

  @Flag(name: .shortAndLong, help: "List every file and replacement.")
  var verbose = false

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  func validate() throws {
    if verbose && quiet {
      throw ValidationError("--verbose and --quiet cannot go together; choose one.")
    }
  }

  /// Whether the body of the review is shown too.
  var describes: Bool { output == .github }

  /// Whether a patch is for people and logs, so that the values of Secrets are left out.
  var withholdsSecrets: Bool { output == .github || Terminal.isShown }

  /// Phases on standard error: not when quiet, and not beside JSON.
  func display() -> PhaseDisplay {
    PhaseDisplay(isSilent: quiet || output == .json, isLog: output == .github)
  }
}
