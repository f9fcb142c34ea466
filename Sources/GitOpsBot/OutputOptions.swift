internal import ArgumentParser
internal import BotCore

/// How results and progress are shown.
struct OutputOptions: ParsableArguments {
  static let title = "Output"

  /// The form of what goes to standard output.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    /// Workflow commands, outputs and a summary for GitHub Actions.
    case github
  }

  @Option(help: ArgumentHelp("The output format.", valueName: "FORMAT"))
  var output = Form.text

  @Flag(
    name: .shortAndLong,
    help: "List every file and replacement, and how long each phase took.")
  var verbose = false

  @Flag(name: .shortAndLong, help: "Print only errors, and the diff of a plan.")
  var quiet = false

  @Flag(help: "Show generated files in the diff of a plan on a terminal too.")
  var full = false

  @Flag(help: "Show the diff of a plan on a terminal without the pager of GIT_PAGER or PAGER.")
  var noPager = false

  func validate() throws {
    if verbose && quiet {
      throw ValidationError("--verbose and --quiet cannot be used together; choose one")
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

/// How a command shows its progress that has one form of result.
struct QuietOption: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Print no progress, only the result and errors.")
  var quiet = false

  /// Each phase as a line on standard error, unless quiet.
  var progress: Progress {
    Progress(phase: { [quiet] phase in
      if !quiet { Terminal.error(phase + " …") }
    })
  }
}
