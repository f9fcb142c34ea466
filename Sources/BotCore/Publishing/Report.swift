public import Findings
internal import Git
internal import Rewriter
internal import YAML

/// What a run or a plan came to, in the form of `--output json` (documented in `docs/output.md`).
public struct Report: Codable, Hashable, Sendable {
  /// How it ended.
  public enum Outcome: String, Codable, Sendable {
    case proposed
    case planned
    case unchanged
  }

  /// The branch that the proposal is made against.
  public struct Base: Codable, Hashable, Sendable {
    public var branch: String
    public var commit: String
  }

  /// A file that the proposal changes.
  public struct File: Codable, Hashable, Sendable {
    public var path: String
    public var renamedFrom: String?
    public var edits: [Edit]
    public var generated: Bool
    /// Whether the bot connected it to the generated values.
    public var wired = false
  }

  /// One replacement.
  public struct Edit: Codable, Hashable, Sendable {
    public var line: Int
    public var column: Int
    /// The rule's place in `replacements`, counted from 1; nil for a symbolic link that followed.
    public var rule: Int?
    public var old: String
    public var new: String
  }

  /// A file that was left as it is, and why.
  public struct Skipped: Codable, Hashable, Sendable {
    public var path: String
    public var reason: String
  }

  /// A place where the owner's side was kept against the bot's.
  public struct Conflict: Codable, Hashable, Sendable {
    public var path: String
    /// In the proposed file, counted from 1; nil for a whole file.
    public var line: Int?
    /// The text that was kept; nil for a whole file, and in a Secret.
    public var ours: String?
    /// The text that the proposal has in its place; nil in a Secret.
    public var theirs: String?

    /// Whether both texts are left out since they are a Secret's.
    public var isWithheld: Bool { line != nil && ours == nil }
  }

  /// A value, and where it came from.
  public struct Value: Codable, Hashable, Sendable {
    public var key: String
    public var value: String
    public var source: String
    /// Nil when the configuration has one environment.
    public var environment: String?
  }

  /// The body of the review, whether or not there is one.
  public struct Body: Hashable, Sendable {
    /// Markdown, of at most 65,536 bytes.
    public var markdown: String
    /// How many of the report's findings, from the first, are in it.
    public var findings: Int
  }

  /// The review that the proposal is in, or the page where one can be opened.
  public struct Review: Codable, Hashable, Sendable {
    public var number: Int?
    public var url: String?
    /// `created`, `updated`, `unchanged` or `closed`; `none` where a person has to open it, `refused`
    /// where the forge did not permit it, `failed` where it did not answer.
    public var operation: String
    /// Whether the forge takes the signature of the proposal's last commit for good; nil where the bot
    /// did not sign, or the forge could not be asked.
    public var commitsVerified: Bool?
  }

  /// A part of the work, with how long it took.
  public struct Phase: Codable, Hashable, Sendable {
    /// In words, as it was shown.
    public var name: String
    public var seconds: Double

    public init(name: String, seconds: Double) {
      self.name = name
      self.seconds = seconds
    }
  }

  public var outcome: Outcome
  public var base: Base
  /// The bot's branch; nil when it is not there and nothing had to be looked at.
  public var branch: String?
  /// The proposal's last commit; nil when there is none.
  public var commit: String?
  public var files: [File]
  public var skipped: [Skipped]
  public var conflicts: [Conflict]
  public var findings: [Finding]
  public var values: [Value]
  public var review: Review?
  /// Nil where the configuration names no template.
  public var template: Template?
  /// Nil where nothing but the base branch could have been meant.
  public var read: Reading?
  /// In the order in which they came; nil where nobody measured.
  public var phases: [Phase]?
  /// What a reviewer reads; nil where nothing is proposed, or nobody asked.
  ///
  /// Not a part of the JSON.
  public var body: Body?

  private enum CodingKeys: String, CodingKey {
    case outcome, base, branch, commit, files, skipped, conflicts, findings, values, review,
      template, read, phases
  }

  /// The exit code of a run that ended so.
  public var exitCode: Int32 {
    if let refusal { return refusal.exit.rawValue }
    if !conflicts.isEmpty { return BotError.Exit.conflicts.rawValue }
    return outcome == .planned ? 2 : 0
  }
}

extension Report {
  init(
    _ outcome: Outcome, _ proposal: Proposal, commit: ObjectID?, findings: [Finding] = [],
    review: Review? = nil
  ) {
    self.outcome = outcome
    base = Base(branch: proposal.target.name, commit: proposal.target.commit.hex)
    branch = proposal.target.bot.review.branch
    self.commit = commit?.hex
    files = outcome == .unchanged ? [] : proposal.files.map(File.init)
    skipped = proposal.change.rendering.skipped.map {
      Skipped(path: $0.path, reason: $0.reason.rawValue)
    }
    conflicts = proposal.conflicts.map {
      Conflict(path: $0.path, line: $0.line, ours: $0.ours, theirs: $0.theirs)
    }
    self.findings = proposal.findings + findings
    values = Report.values(proposal.resolution)
    self.review = review
    template = proposal.change.origin.map(Template.init)
  }

  /// What a run comes to that saw its mark.
  init(settled state: Settled.State, _ references: RemoteReferences, _ findings: [Finding]) {
    outcome = .unchanged
    base = Base(
      branch: state.base.short, commit: references.ids[state.base]?.hex ?? "")
    branch = state.branch?.short
    commit = state.branch.flatMap { references.ids[$0]?.hex }
    (files, skipped, conflicts, values) = ([], [], [], [])
    self.findings = findings
    review = nil
  }

  private static func values(_ resolution: InputResolution.Result) -> [Value] {
    let replacements = resolution.inputs.replacements
    let texts =
      (replacements?.rules ?? []).map(\.to)
      + (replacements?.fields ?? []).compactMap(\.to.plainText)
    var used = Set(texts.flatMap(Placeholder.keys(in:)))
    // The ConfigMap is sized by all that is known of the cluster.
    if resolution.inputs.configMaps?.isEmpty == false {
      used.formUnion(ValueKeys().names.filter { $0.hasPrefix("cluster.") })
    }
    let several = resolution.values.count > 1
    return resolution.values.flatMap { environment in
      environment.values.keys.sorted().filter(used.contains).map { key in
        Value(
          key: key, value: environment.values[key] ?? "",
          source: environment.sources[key] ?? "",
          environment: several ? environment.environment : nil)
      }
    }
  }
}

extension Report.File {
  init(_ file: Rendering.File) {
    path = file.path
    renamedFrom = file.renamedFrom
    generated = file.isGenerated
    wired = file.isWired
    edits = file.edits.map { edit in
      Report.Edit(
        line: edit.line, column: edit.column, rule: edit.rule, old: edit.old, new: edit.new)
    }
  }
}

extension Report {
  /// What the forge declined, or did not answer, when the branch was pushed already; nil when it did
  /// what it was asked for.
  public var refusal: BotError? {
    guard let exit = review?.exit else { return nil }
    let reasons = findings.filter {
      $0.severity == .error && [.reviewRefused, .reviewFailed, .reviewIncomplete].contains($0.code)
    }
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
