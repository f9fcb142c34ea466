internal import BotCore
internal import Findings
internal import Foundation
internal import Providers

/// A report in the form that the options ask for.
enum ReportText {
  static func show(_ report: Report, _ options: OutputOptions) throws {
    switch options.output {
    case .json: try Terminal.json(report)
    case .github: try GitHubStep().show(report, options)
    case .text where !options.quiet:
      Terminal.report(lines(report, verbose: options.verbose) + next(report))
    // Who wants to hear of errors alone is to hear of this one.
    case .text: report.refusal.map(Terminal.show)
    }
  }

  /// The report with the patch: before it on a terminal, where people read what stands last, and behind it elsewhere.
  static func show(_ plan: GitOpsBot.Plan, _ options: OutputOptions) async throws {
    switch options.output {
    case .json: try Terminal.json(plan.report)
    case .github: try GitHubStep().show(plan.report, patch: plan.patch, options)
    case .text where Terminal.destination == .terminal:
      let patch = options.full ? plan.patch : folded(plan)
      let shown = PatchStatistics(plan.files).text(width: Terminal.style.width ?? 80)
      let statistics = options.quiet ? [] : Array("\(shown)\n".utf8)
      if !patch.isEmpty {
        if options.noPager {
          Terminal.patch(statistics + patch)
        } else {
          await Terminal.page(statistics + patch)
        }
      }
      try show(plan.report, options)
    case .text:
      try show(plan.report, options)
      if plan.patch.isEmpty { return }
      if !options.quiet { Terminal.contents(Array("\n\(plan.statistics)\n".utf8)) }
      Terminal.patch(plan.patch)
    }
  }

  /// The patch with one line for each file that the bot alone writes.
  static func folded(_ plan: GitOpsBot.Plan) -> [UInt8] {
    plan.files.flatMap { file in
      if !file.isGenerated { return file.patch }
      let (added, removed) = file.counts
      return Array(
        "# \(file.path): written by the bot, +\(added) -\(removed); --full shows it\n".utf8)
    }
  }

  /// What a person does next; nothing where nothing has to be done.
  static func next(_ report: Report) -> [String] {
    let branch = report.branch ?? "the branch"
    let decide =
      report.conflicts.isEmpty
      ? ""
      : "decide the \(report.conflicts.count.counted("conflict")): change each place on \(branch) to what is "
        + "right, or leave your side; then "
    switch (report.outcome, report.review) {
    case (.unchanged, _): return []
    case (.planned, _):
      let place =
        report.conflicts.isEmpty ? "" : "; your side stays in each conflict, which is decided there"
      return ["next: gitops-bot run pushes this as \(branch) for review\(place)"]
    case (.proposed, let review?):
      let url = review.url ?? branch
      return [
        review.number == nil
          ? "next: \(decide)open the review at \(url), and merge it"
          : "next: \(decide)review \(url), and merge it"
      ]
    case (.proposed, nil): return ["next: \(decide)merge \(branch) into \(report.base.branch)"]
    }
  }

  /// The headline, then a line for each thing to know.
  static func lines(_ report: Report, verbose: Bool) -> [String] {
    var lines = [headline(report)]
    lines += read(report)
    if report.outcome != .unchanged { lines.append("  " + counts(report)) }
    if let template = report.template, report.outcome != .unchanged || verbose {
      lines += brought(template)
    }
    for value in report.values where report.outcome != .unchanged || verbose {
      let environment = value.environment.map { " of \($0)" } ?? ""
      lines.append("  value \(value.key)\(environment) = \(value.value) (\(value.source))")
    }
    if verbose { lines += report.files.flatMap(details) }
    lines += skipped(report, verbose: verbose)
    lines += report.conflicts.flatMap(kept)
    lines += report.findings.map(line)
    if verbose { lines += (report.phases ?? []).map { "  phase \($0.name): \($0.text)" } }
    if let review = report.review { lines.append("  review: " + text(review)) }
    return lines
  }

  /// What was kept in a conflict, with both sides.
  private static func kept(_ conflict: Report.Conflict) -> [String] {
    let place = conflict.path + (conflict.line.map { ":\($0)" } ?? "")
    let secret = conflict.isWithheld ? " (in a Secret, whose values are not shown)" : ""
    let sides = [("yours", conflict.ours), ("proposed", conflict.theirs)].flatMap { side, text in
      (text ?? "").split(whereSeparator: \.isNewline).map { "    \(side): \($0)" }
    }
    return ["  conflict in \(place): your side was kept\(secret)"] + sides
  }

  private static func text(_ review: Report.Review) -> String {
    let url = review.url ?? ""
    guard let number = review.number else { return "open one at \(url)" }
    let name = ForgeKind.name(ofReview: number, at: url)
    return review.operation == "unchanged"
      ? "\(name) is up to date, \(url)" : "\(name) was \(review.operation), \(url)"
  }

  private static func headline(_ report: Report) -> String {
    let branch = report.branch ?? ""
    switch report.outcome {
    case .proposed:
      let commit = report.commit?.prefix(12) ?? ""
      return "proposed: \(branch) is at \(commit), made against \(report.base.branch)"
    case .planned:
      return "planned: run would propose this on \(branch), against \(report.base.branch)"
    case .unchanged:
      // A branch that was merged without a commit of its own is no proposal any more.
      return report.commit == nil || report.commit == report.base.commit
        ? "unchanged: \(report.base.branch) is up to date"
        : "unchanged: the open proposal on \(branch) is up to date"
    }
  }

  /// What was read of a clone on this machine, and what was not.
  private static func read(_ report: Report) -> [String] {
    guard let read = report.read else { return [] }
    let line = "  read: \(read.source) at \(report.base.commit.prefix(12))"
    if read.unread.isEmpty { return [line] }
    return [line, "  not read: " + read.unread.joined(separator: ", ")]
  }

  private static func counts(_ report: Report) -> String {
    let edits = report.files.reduce(0) { $0 + $1.edits.count }
    let edited = report.files.filter { !$0.edits.isEmpty }.count
    let renamed = report.files.filter { $0.renamedFrom != nil }.count
    let generated = report.files.count { $0.generated && !$0.wired }
    let wired = report.files.count(where: \.wired)
    return "\(edits.counted("replacement")) in \(edited.counted("file")), "
      + "\(renamed.counted("path")) renamed, \(generated) generated"
      + (wired == 0 ? "" : ", \(wired) wired")
  }

  /// Where the template is, and what it brings.
  private static func brought(_ template: Report.Template) -> [String] {
    ["  template \(template.url) \(template.ref) at \(template.commit.prefix(12))"]
      + template.commits.map { "    \($0.commit.prefix(12)) \($0.summary)" }
      + (template.hasMoreCommits ? ["    … and earlier ones"] : [])
  }

  private static func details(_ file: Report.File) -> [String] {
    let renamed = file.renamedFrom.map { " (was \($0))" } ?? ""
    let edits = file.edits.map { "    \($0.line):\($0.column) \($0.old) → \($0.new)" }
    let kind = file.wired ? " (wired)" : file.generated ? " (generated)" : ""
    return ["  \(file.path)\(renamed)\(kind)"] + edits
  }

  /// Every skipped file when asked for details, else their number for each reason.
  private static func skipped(_ report: Report, verbose: Bool) -> [String] {
    if verbose { return report.skipped.map { "  skipped \($0.path): \($0.reason)" } }
    let reasons = Dictionary(grouping: report.skipped, by: \.reason)
    return reasons.keys.sorted().map { reason in
      let paths = reasons[reason, default: []].map(\.path)
      let names = paths.prefix(3).joined(separator: ", ")
      return "  skipped \(paths.count) (\(reason)): \(names)\(paths.count > 3 ? ", …" : "")"
    }
  }

  private static func line(_ finding: Finding) -> String {
    var place = finding.path ?? ""
    if let line = finding.line { place += ":\(line):\(finding.column ?? 1)" }
    let parts = [finding.message, place, finding.remedy].filter { !$0.isEmpty }
    return "  \(finding.severity.rawValue) \(finding.code): " + parts.joined(separator: ", ")
  }
}
