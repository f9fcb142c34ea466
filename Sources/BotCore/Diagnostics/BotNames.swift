internal import Git

/// The files of a repository that are the bot's own, by their paths.
enum BotFile {
  /// What the owner asks for.
  static let configuration = "bot.config.json"
  /// What the owner knows of the cluster.
  static let infrastructure = "infrastructure.config.json"
  /// What the last merged proposal was made from.
  static let lock = "gitops-bot.lock.json"
  /// The findings that a repository has come to terms with.
  static let baseline = ".gitops-bot-baseline.json"
  /// The folder with the originals of changed files, for those who ask for them.
  static let backups = ".backups"

  /// What editors know the two configuration files by.
  static let schemas = ["bot.config.schema.json", "infrastructure.config.schema.json"]

  /// Those that stand at the root, which no replacement touches.
  static let all = [configuration, infrastructure, lock, baseline]
}

/// The references on the server that are the bot's own.
enum BotReference {
  /// Leads to what the last proposal was rendered to.
  static let rendered: ReferenceName = "refs/gitops-bot/rendered"
  /// Leads to the tree that the last proposal had finished.
  static let finished: ReferenceName = "refs/gitops-bot/finished"
  /// Below it stands a mark for each state that a run has decided about.
  static let settled: StaticString = "refs/gitops-bot/settled/"
  /// Below it stands each proposal that somebody did not want.
  static let declined: StaticString = "refs/gitops-bot/declined/"
}

/// The trailers of the bot's commits.
enum Trailer {
  /// Names the template's commit, as `URL@commit`.
  static let template = "GitOps-Bot-Template"
  /// Present in each commit that the bot makes: the digest of the inputs.
  static let inputs = "GitOps-Bot-Inputs"
  /// Present in each commit of a proposal: the tip that the base branch had then.
  static let base = "GitOps-Bot-Base"
  /// Present in each commit of a proposal that takes something back: the digest of what was undone.
  static let undone = "GitOps-Bot-Undone"
  /// Present in each recorded rendering: the version of the bot that made it.
  static let engine = "GitOps-Bot-Engine"

  /// The value of the last trailer `name` in `message`.
  static func value(of name: String, in message: String) -> String? {
    message.split(separator: "\n").last { $0.hasPrefix(name + ": ") }
      .map { String($0.dropFirst(name.count + 2)) }
  }
}
