internal import Findings
internal import Flux
internal import Git
internal import Rewriter
internal import YAML

/// Looks for what is wrong with a template before anybody has made a repository from it: a first run, a second
/// and the way back are gone through with canary values, and nothing is written.
struct TemplateCheck {
  private let workspace: Workspace
  /// The template as a branch that nothing was merged into yet.
  private let start: TargetBranch
  private let request: Request
  private let address: String?

  private var repository: Repository { workspace.repository }

  /// - Throws: BotError where there is no configuration, and when an object cannot be made.
  init(
    of tree: ObjectID, _ request: Request, address: String?, in workspace: Workspace
  ) throws(BotError) {
    self.workspace = workspace
    self.address = address
    start = try TargetBranch(template: tree, request, in: workspace.repository)
    guard start.isConfigured else {
      throw BotError(
        "there is no \(BotFile.configuration)", file: "--template",
        remedy: "run gitops-bot init --write, and look at what it wrote")
    }
    let canaries = CanaryValues(for: start.bot, sizes: start.bot.configMap != nil)
    var own = request
    own.settings = canaries.settings + request.settings
    own.allowsReplacing = true
    own.environment = try configuration { [start] () throws(ConfigurationError) in
      try InfrastructureConfiguration.firstEnvironment(in: start.infrastructure)
    }
    self.request = own
  }

  /// Everything that is wrong, sorted by place.
  ///
  /// - Throws: BotError when an object cannot be read.
  func findings(_ progress: Progress) throws(BotError) -> [Finding] {
    var findings = try patternFindings()
    let proposal: Proposal
    do throws(BotError) {
      proposal = try Proposal.make(for: start, from: nil, request, in: workspace, progress)
    } catch {
      return (findings + error.problems.map { Finding(.templateBroken, $0) }).sorted()
    }
    findings += try ruleFindings(proposal)
    findings += try standIns(leftIn: proposal)
    findings += try errors(in: proposal)
    findings += try wayBack(from: proposal, progress)
    return findings.sorted()
  }

  // MARK: Rules and patterns

  private var paths: [(path: String, isFolder: Bool)] {
    var paths: [(path: String, isFolder: Bool)] = []
    TreeFiles(GitTree(start.tree, in: repository)).visitEntries { paths.append(($0, $1)) }
    return paths
  }

  private func patternFindings() throws(BotError) -> [Finding] {
    let files = paths.filter { !$0.isFolder }.map(\.path)
    let lists = [("include", start.bot.include), ("perEnvironment", start.bot.perEnvironment)]
    return lists.flatMap { name, patterns in
      patterns.filter { glob in
        // A malformed one was refused where it stands.
        guard let pattern = try? PathPattern(glob) else { return false }
        return !files.contains { pattern.matches($0) }
      }.map { glob in
        Finding(
          .includeUnmatched, .error, path: BotFile.configuration,
          "\(name) has \"\(glob)\", which names no file",
          remedy: nearestSpelling(to: glob, among: folders(of: files)).map {
            "did you mean \"\($0)\"?"
          }
            ?? "correct it, or remove it")
      }
    }
  }

  private func folders(of files: [String]) -> [String] {
    Set(files.flatMap(\.foldersAbove)).sorted().map { $0 + "/**" }
  }

  private func ruleFindings(_ proposal: Proposal) throws(BotError) -> [Finding] {
    let rendering = proposal.change.rendering
    let used = Set(rendering.files.flatMap(\.edits).compactMap(\.rule))
    let unused = start.bot.replacements.filter { rule in
      !used.contains(rule.place) && !(rule.paths && renames(rule))
    }
    let fields = rendering.missingFields.map(Finding.init(missing:))
    return fields
      + unused.map { rule in
        Finding(
          .ruleUnmatched, .error, path: BotFile.configuration, position: rule.fromPosition,
          "nothing that may be rewritten holds \"\(rule.from)\"",
          remedy: "correct \"from\", extend include, or remove the rule")
      }
  }

  private func renames(_ rule: BotConfiguration.Replacement) -> Bool {
    let alone = Rule(kind: rule.kind, from: rule.from, to: "canary", renamesPaths: true)
    guard let rules = try? RuleSet([alone]) else { return false }
    return paths.contains { rules.renamed(RepositoryPath.name(of: $0.path)) != nil }
  }

  // MARK: Stand-ins

  /// What still looks like a stand-in once every rule was applied.
  private func standIns(leftIn proposal: Proposal) throws(BotError) -> [Finding] {
    let tree = GitTree(proposal.change.rendering.tree, in: repository)
    let scan = StandInScan(tree, address: address)
    try tree.throwError()
    let names = originalNames(of: proposal)
    let keep = Set(start.bot.keep)
    let ruled = Set(start.bot.replacements.map { $0.from.lowercased() })
    let left = scan.candidates.filter { candidate in
      // What speaks of many clusters is the name of none.
      let isPlural =
        candidate.word.text.hasSuffix("s")
        && ruled.contains(candidate.word.text.dropLast().lowercased())
      return !isPlural && candidate.isLikely && !ProposedRules.isCredential(candidate)
        && !keep.contains(candidate.word.text)
        && !request.settings.contains { $0.hasSuffix("=\(candidate.word.text)") }
    }
    return left.compactMap { candidate in
      candidate.places.first.map { place in
        let text = candidate.word.text
        let others = candidate.places.count - 1
        let isRuled = ruled.contains(text.lowercased())
        return Finding(
          .standInUnruled, .error, path: names[place.path] ?? place.path,
          line: place.line == 0 ? nil : place.line, column: place.line == 0 ? nil : place.column,
          "\"\(text)\" \(isRuled ? "has a rule that does not reach this place" : "has no rule")"
            + (others > 0 ? ", here and in \(others) more place\(others == 1 ? "" : "s")" : ""),
          remedy: isRuled
            ? "extend include, or add \"\(text)\" to keep"
            : "add a rule for it, or add it to keep where it is meant to stay")
      }
    } + unknownKept(keep)
  }

  /// Entries of `keep` that nothing in the template has.
  private func unknownKept(_ keep: Set<String>) -> [Finding] {
    var missing = keep
    TreeFiles(GitTree(start.tree, in: repository)).visitFiles { path, bytes in
      if BotFile.all.contains(path) { return }
      for text in missing where bytes.withUnsafeBytes({ $0.contains(Array(text.utf8)) }) {
        missing.remove(text)
      }
    }
    return missing.sorted().map { text in
      Finding(
        .ruleUnmatched, .warning, path: BotFile.configuration,
        "keep has \"\(text)\", which stands nowhere", remedy: "correct it, or remove it")
    }
  }

  private func originalNames(of proposal: Proposal) -> [String: String] {
    var names: [String: String] = [:]
    for file in proposal.change.rendering.files { names[file.path] = file.renamedFrom }
    return names
  }

  // MARK: The result

  /// What Flux would not apply of what an owner gets.
  private func errors(in proposal: Proposal) throws(BotError) -> [Finding] {
    let checking = Checking(inputs: proposal.change.inputs, lock: nil, repository: repository)
    let names = originalNames(of: proposal)
    return try checking.findings(in: proposal.tree).filter { $0.severity == .error }.map {
      finding in
      var finding = finding
      if let path = finding.path { finding.path = names[path] ?? path }
      return finding
    }
  }

  /// What a second run would still propose, and what `undo` would not bring back.
  private func wayBack(from proposal: Proposal, _ progress: Progress) throws(BotError) -> [Finding]
  {
    guard !proposal.isEmpty else { return [] }
    let merged = try start.merged(proposal, in: repository)
    var findings: [Finding] = []
    do throws(BotError) {
      let second = try Proposal.make(for: merged, from: nil, request, in: workspace, progress)
      findings +=
        try second.isEmpty
        ? [] : notSettled(merged.tree, second.tree, "a second run would change it again")
      var back = request
      back.takesBack = true
      let undone = try Proposal.undoing(
        for: merged, tip: nil, back, in: workspace, progress)
      findings += try notSettled(start.tree, undone.tree, "undo does not give it back as it was")
    } catch {
      findings += error.problems.map { Finding(.templateBroken, $0) }
    }
    return findings
  }

  /// The files of others than the bot that differ between two trees.
  private func notSettled(
    _ expected: ObjectID, _ actual: ObjectID, _ message: String
  ) throws(BotError) -> [Finding] {
    let comparison = try TreeComparison(from: expected, to: actual, in: repository)
    return comparison.changes.keys.filter { !BotFile.all.contains($0) }.map { path in
      Finding(
        .templateBroken, .error, path: path, message,
        remedy: "look for rules that write what another one replaces")
    }
  }
}

extension TargetBranch {
  /// A template's tree as a branch of one commit, which stands in memory alone.
  ///
  /// - Throws: BotError for anything wrong in the configuration, and when the commit cannot be made.
  init(template tree: ObjectID, _ request: Request, in repository: Repository) throws(BotError) {
    var bytes = try repository.bytes(at: BotFile.configuration, in: tree)
    if let path = request.configurationFile {
      bytes = try localFile(path, relativeTo: request.folder, option: "--config")
    }
    let isConfigured = bytes != nil
    let text = bytes ?? Self.noConfiguration
    let bot = try configuration { () throws(ConfigurationError) in
      try BotConfiguration.decode(text, file: request.configurationFile ?? BotFile.configuration)
    }
    self.init(
      reference: BotReference.rendered, commit: try repository.commit(of: tree, after: nil),
      tree: tree, bot: bot,
      infrastructure: try repository.bytes(at: BotFile.infrastructure, in: tree),
      lock: nil, findings: [], isConfigured: isConfigured)
  }

  /// The same branch once `proposal` was merged.
  ///
  /// - Throws: BotError when an object cannot be read or made.
  fileprivate func merged(
    _ proposal: Proposal, in repository: Repository
  ) throws(BotError) -> TargetBranch {
    let tree = proposal.tree
    let bytes = try repository.bytes(at: BotFile.lock, in: tree) ?? []
    return TargetBranch(
      reference: reference, commit: try repository.commit(of: tree, after: commit), tree: tree,
      bot: bot, infrastructure: try repository.bytes(at: BotFile.infrastructure, in: tree),
      lock: try configuration { () throws(ConfigurationError) in try Lock.decode(bytes) },
      findings: [], isConfigured: true)
  }
}

extension Repository {
  fileprivate func commit(of tree: ObjectID, after parent: ObjectID?) throws(BotError) -> ObjectID {
    let author = BotConfiguration.Author.fallback
    return try git("making a commit") { () throws(GitError) in
      let signature = Signature(name: author.name, email: author.email, time: 0)
      return try createCommit(
        tree: tree, parents: parent.map { [$0] } ?? [], author: signature, committer: signature,
        message: "Check the template\n")
    }
  }
}

extension InfrastructureConfiguration {
  /// The environment that a check works on: the first, where there are several.
  fileprivate static func firstEnvironment(
    in bytes: [UInt8]?
  ) throws(ConfigurationError) -> String? {
    guard let bytes else { return nil }
    let root = try parsedJSON(bytes, file: BotFile.infrastructure).value
    guard case .list(let environments)? = root["environments"], environments.count > 1 else {
      return nil
    }
    return environments.first?["name"]?.plainText
  }
}
