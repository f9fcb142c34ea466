internal import ArgumentParser
internal import BotCore

/// `gitops-bot init`.
struct InitCommand: RepositoryCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Find stand-ins, and propose the configuration and the workflow.",
    usage: "gitops-bot init [OPTIONS] [REPOSITORY]",
    discussion: """
      Reads the files of a checkout as they stand on the disk, and writes nothing without --write.
      """)

  /// What is done with the proposal.
  struct Writing: ParsableArguments {
    @Flag(help: "Write the files into the working tree; a file that is there is left as it is.")
    var write = false

    @Option(help: ArgumentHelp("Look at the branch, tag or commit REF instead.", valueName: "REF"))
    var ref: String?
  }

  /// How the proposal is shown.
  struct Output: ParsableArguments {
    enum Form: String, ExpressibleByArgument, CaseIterable {
      case text
      case json
    }

    @Option(help: ArgumentHelp("The output format.", valueName: "FORMAT"))
    var output = Form.text

    @Flag(
      name: .shortAndLong,
      help: "List every place, and texts that only comments and documentation have.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Print no progress, only the result and errors.")
    var quiet = false
  }

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup(title: AccessOptions.title) var writing: Writing
  @OptionGroup(title: OutputOptions.title) var output: Output

  func request() async throws(BotError) -> Request {
    var request = try await repository.request()
    request.revision = writing.ref
    return request
  }

  func run() async throws {
    try await reportingErrors(as: output.output == .json ? .json : .text) {
      let request = try await request()
      let display = PhaseDisplay(isSilent: output.quiet || output.output == .json)
      defer { display.finish() }
      var setup = try await GitOpsBot.setup(request, display.progress)
      display.finish()
      if output.output == .text {
        // Whoever is asked knows then what for.
        Terminal.report(SetupText.found(setup, verbose: output.verbose))
        if writing.write, Terminal.canAsk { ask(&setup) }
      }
      if writing.write { setup = try GitOpsBot.write(setup, request) }
      switch output.output {
      case .json: try Terminal.json(setup)
      case .text: Terminal.report(SetupText.outcome(setup))
      }
      return 0
    }
  }
}

extension InitCommand {
  /// Asks for each value, with what was found as the answer of an empty line; one that has neither stays open.
  ///
  /// What a template's author leaves open is asked of whoever makes a repository from it.
  private func ask(_ setup: inout Setup) {
    Terminal.line("An empty line takes what stands in brackets; - leaves the value open.")
    for value in setup.values {
      while true {
        let known = value.value.map { " [\($0)]" } ?? ""
        Terminal.question("\(value.key), \(value.help)\(known): ")
        guard let line = readLine() else { return }
        let answer = line.isEmpty ? value.value ?? "-" : line
        guard answer != "-" else { break }
        guard let mistake = setup.answer(answer, for: value.key) else { break }
        Terminal.line(mistake)
      }
    }
  }
}

/// A proposal of `init` as lines for people.
enum SetupText {
  /// What was found, and the values that it asks for.
  static func found(_ setup: Setup, verbose: Bool) -> [String] {
    let isConfigured = setup.standIns.isEmpty && setup.files.count == 1
    var lines = [
      setup.source
        + (isConfigured ? "" : ": \(setup.standIns.count.counted("stand-in"))")
    ]
    lines += setup.standIns.flatMap { Self.lines($0, verbose: verbose) }
    if !setup.mentioned.isEmpty {
      let count = setup.mentioned.count
      lines.append("  only in comments, documentation and tests: \(count.counted("text"))")
      if verbose {
        lines += setup.mentioned.map { "    \($0.token) (\($0.mentions.counted("place")))" }
      }
    }
    if !setup.include.isEmpty { lines.append("include: " + setup.include.joined(separator: ", ")) }
    if !setup.values.isEmpty { lines.append("values:") }
    lines += setup.values.map { value in
      let found = value.value.map { " = \($0) (\(value.source ?? ""))" } ?? ""
      return "  \(value.key)\(found): \(value.help)"
    }
    return lines + setup.notes.map { "note: \($0)" }
  }

  /// What became of the files, and what comes next.
  static func outcome(_ setup: Setup) -> [String] { setup.files.map(Self.line) + next(setup) }

  private static func lines(_ standIn: Setup.StandIn, verbose: Bool) -> [String] {
    let files = standIn.files
    let others = files.count > 1 ? " and \((files.count - 1).counted("other file"))" : ""
    let head =
      "  \(standIn.token)  \(standIn.count.counted("place")) in \(files.first ?? "")\(others)"
    let rule = standIn.rule.map { rule in
      "    → \(rule.kind) \(rule.to)" + (rule.paths ? ", paths too" : "")
        + (rule.spellings.isEmpty ? "" : ", also as \(rule.spellings.joined(separator: " and "))")
    }
    let places = standIn.places.map { place in
      "      " + place.path + (place.line.map { ":\($0):\(place.column ?? 1)" } ?? " (its name)")
    }
    return [head] + [rule].compactMap(\.self) + (verbose ? places : [])
  }

  private static func line(_ file: Setup.File) -> String {
    switch file.state {
    case .proposed: "would write \(file.path)"
    case .written: "wrote \(file.path)"
    case .present: "left \(file.path), which is there already"
    }
  }

  private static func next(_ setup: Setup) -> [String] {
    if setup.files.contains(where: { $0.state == .written }) {
      return ["next: look at the files, commit and push them, then run gitops-bot plan"]
    }
    if setup.files.allSatisfy({ $0.state == .present }) {
      let open = setup.values.filter { $0.value == nil }.map { " --set \($0.key)=…" }
      return ["next: gitops-bot plan" + open.joined()]
    }
    return setup.files.contains { $0.state == .proposed } ? ["next: gitops-bot init --write"] : []
  }
}
