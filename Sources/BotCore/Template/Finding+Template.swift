internal import Findings
internal import YAML

extension Finding {
  /// The template's reference does not contain the commit that the last merged proposal took.
  static func templateRewritten(_ reference: String, _ commit: String, isGone: Bool) -> Finding {
    Finding(
      .templateRewritten, .warning, path: BotFile.lock,
      "the template's \(reference) does not contain \(commit.prefix(12)), which the last proposal "
        + "took\(isGone ? "; that commit has gone" : "")",
      remedy: "look at the diff as a whole: what was taken back there is taken back here")
  }

  /// Paths of the template whose changes stay away.
  static func templateHeld(_ paths: [String]) -> Finding {
    Finding(
      .templateHeld, .note,
      "\(paths.count == 1 ? "a change" : "\(paths.count) changes") of the template held back: "
        + listed(paths),
      remedy: "take over by hand what you want of it")
  }

  /// Programs that an update brings.
  static func templatePrograms(_ paths: [String]) -> Finding {
    Finding(
      .templateExecutable, .warning,
      "the template changes what somebody runs: " + listed(paths),
      remedy: "read these files before you merge")
  }

  /// A value that both the owner and the template changed.
  static func configurationKept(_ kept: MergedConfiguration.Kept, path: String) -> Finding {
    Finding(
      .configurationKept, .note, path: path, line: kept.position.line,
      column: kept.position.column, "the template changes \(kept.key) too; yours was kept",
      remedy: "compare with the template's \(path), and take over what is right")
  }

  /// A configuration file of the template that this version cannot use.
  static func templateConfiguration(_ error: ConfigurationError, path: String) -> Finding {
    let problem = error.problems[0]
    let place = problem.position.map { " in its line \($0.line)" } ?? ""
    return Finding(
      .templateConfiguration, .warning, path: path,
      "the template's \(path) was not merged: \(problem.message)\(place)",
      remedy: "have it corrected in the template, or update gitops-bot")
  }

  /// The repository was made from the template by other means than this bot.
  static func templateAdopted(_ commit: String, _ evidence: String) -> Finding {
    Finding(
      .templateAdopted, .note,
      "taken to be made from the template's commit \(commit.prefix(12)): \(evidence)",
      remedy: "if that is wrong, give the right one with --adopt COMMIT")
  }

  /// No commit of the template is near enough.
  static let templateUnknown = Finding(
    .templateUnknown, .warning,
    "no commit of the template fits the repository, so only stand-ins still present are replaced, "
      + "and its updates count from now on",
    remedy: "if you know the commit it was made from, give it with --adopt COMMIT")

  /// What a script in place of this bot left behind.
  static func scriptRemains(_ paths: [String]) -> Finding {
    Finding(
      .scriptRemains, .note,
      "removed what an earlier script left behind: " + listed(paths),
      remedy: "nothing: the history keeps these files")
  }

  private static func listed(_ paths: [String]) -> String {
    paths.prefix(20).joined(separator: ", ") + (paths.count > 20 ? ", …" : "")
  }
}
