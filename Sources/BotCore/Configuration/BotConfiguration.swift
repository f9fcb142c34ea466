internal import Providers
internal import Rewriter
internal import YAML

/// What `bot.config.json` says: how to rewrite, and what the bot may do.
public struct BotConfiguration: Sendable {
  /// The template that the repository was made from.
  public struct Template: Hashable, Sendable {
    /// Without a password.
    public var url: String
    /// A branch, a tag or `latest`; nil means the template's default branch.
    public var ref: String?
    /// Patterns of paths whose changes are not taken over.
    public var exclude: [String]
    var urlPosition: TextPosition
    var refPosition: TextPosition
  }

  /// One entry of `replacements`, with its place for errors that are found only later.
  struct Replacement: Sendable {
    var kind: RuleKind
    var from: String
    /// The replacement text with `{{key}}` placeholders.
    var to: String
    var paths: Bool
    var exactBoundary: Bool
    var spellings: Set<Spelling>
    var fromPosition: TextPosition
    var toPosition: TextPosition
    /// Its place in `replacements`, counted from 1.
    var place: Int
  }

  /// An entry of `replacements` of the kind `field`.
  struct FieldReplacement: Sendable {
    var object: String
    var field: String
    /// The value, a string with `{{key}}` placeholders.
    var to: Value
    /// The environments it is for; nil for all.
    var environments: [String]?
    var position: TextPosition
    /// Its place in `replacements`, counted from 1.
    var place: Int
  }

  /// A path pattern with its place.
  struct WrittenPattern: Hashable, Sendable {
    /// `include`, `exclude` or `perEnvironment`.
    var list: String
    var pattern: String
    var position: TextPosition
  }

  /// Where the generated ConfigMap goes.
  struct ConfigMapPlace: Sendable {
    var name: String
    var namespace: String
    /// Relative to the root of the repository, with `{{environment.name}}` for several environments.
    var path: String
    var pathPosition: TextPosition
  }

  /// How the proposal is handed over for review.
  public struct Review: Hashable, Sendable {
    /// The bot's branch, without `refs/heads/`.
    public var branch = "gitops-bot/sync"
    /// Nil for one that says what the proposal is for.
    var title: MessageTemplate?
    /// Nil for the bot's own words.
    var body: ReviewText?
    public var labels: [String] = []
    public var reviewers: [String] = []
    /// Names of teams of the organisation.
    public var teamReviewers: [String] = []
    public var assignees: [String] = []
    /// The title of an open milestone.
    public var milestone: String?
    public var draft = false
    /// Names or e-mail addresses of authors whose commits on the branch may be replaced.
    public var bots: [String] = []
  }

  /// The identity that the bot's commits carry.
  public struct Author: Hashable, Sendable {
    public var name: String
    public var email: String

    /// Used when the configuration names nobody.
    ///
    /// The top-level domain is reserved (RFC 2606), so the address can never belong to a person.
    static let fallback = Author(name: "gitops-bot", email: "gitops-bot@noreply.invalid")
  }

  /// Whether manifests are connected to the generated ConfigMap.
  public enum Wiring: String, CaseIterable, Sendable {
    case auto
    case none
  }

  /// What becomes of the original of a changed file, besides Git's history.
  public enum Backup: String, CaseIterable, Sendable {
    case none
    /// `.backups/PATH.orig` holds it.
    case directory
  }

  /// What happens to a hunk that both the owner and the bot changed.
  public enum ConflictPolicy: String, CaseIterable, Sendable {
    /// The owner's side stays, and the report lists the place.
    case keepMine = "keep-mine"
    /// Both sides stand in the file between markers, for a person to choose.
    case markers
    /// Nothing is proposed.
    case fail
  }

  /// The name of the file, for errors.
  var file: String
  var baseBranch: String?
  var template: Template?
  var include: [String]
  var exclude: [String]
  /// What the template declares besides the values that every installation has.
  var values: [ValueKey]
  var replacements: [Replacement]
  var fields: [FieldReplacement]
  var perEnvironment: [String]
  /// Texts that look like stand-ins and are meant to stay.
  var keep: [String]
  /// The patterns of the three lists, where they stand.
  var patterns: [WrittenPattern]
  var configMap: ConfigMapPlace?
  /// The names of Terraform's outputs by key; empty for the usual names.
  var terraformOutputs: [String: String]
  var wiring: Wiring
  var conflicts: ConflictPolicy
  var backup: Backup
  var review: Review
  /// Nil to recognise it by the remote's host.
  var forge: ForgeChoice?
  var author: Author
  var commit: Commit
}
