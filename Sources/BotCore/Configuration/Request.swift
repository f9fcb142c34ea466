public import Providers

/// Half of the job: the replacements, or the ConfigMaps.
public enum Part: String, CaseIterable, Codable, Sendable {
  case `static`
  case dynamic
}

/// What the user asked for, as far as all commands share it.
public struct Request: Sendable {
  /// A URL or a path.
  public var repository: String
  /// The folder that relative paths start from.
  public var folder: String
  /// A file of this machine in place of the repository's own `bot.config.json`.
  public var configurationFile: String?
  /// Whether a repository without a `bot.config.json` is none that something can be done with.
  public var needsConfiguration = true
  /// What is looked at in place of the files on the disk or of the base branch: a branch, a tag or a commit.
  public var revision: String?
  /// `key=value` texts of `--set`.
  public var settings: [String] = []
  /// The environment variables of the process.
  public var variables: [String: String]
  public var environment: String?
  public var only: Part?
  /// What live sources gave.
  public var live: [LiveSourceKind: LiveAnswer] = [:]
  /// Whether what was merged is taken back: the half that `only` says, or both.
  public var takesBack = false
  /// Whether every merged proposal is taken back; else the last one.
  public var takesAllBack = false
  /// Whether marks of earlier runs count for nothing, so that everything is looked at.
  public var rechecks = false
  /// Whether changes are proposed that a cluster would answer by deleting something.
  public var allowsReplacing = false
  /// The commit of the template that the repository was made from; nil to find it out.
  public var adopt: String?
  /// Whether a proposal with more errors than its base is made all the same.
  public var isForced = false
  /// The remote of a local repository that is pushed to; nil for `origin`, which may be absent.
  public var remote: String?
  /// A commit of a local repository that a proposal is made against in place of the base branch's.
  public var target: String?
  /// Whether a server may be given anything; else a local repository is only given the branch.
  public var pushes = true
  /// A `known_hosts` file in place of `~/.ssh/known_hosts`.
  public var knownHosts: String?
  /// A private key for ssh in place of the agent's and the usual ones.
  public var sshKey: String?
  /// A file of certificates that are trusted over https beside the system's.
  public var caFile: String?
  /// A folder in which clones are kept between runs; nil to keep none.
  public var cache: String?
  /// One of Git's credential helpers, as `credential.helper` names it.
  public var credentialHelper: String?
  /// What commits are signed with: a file, or a key of the OpenPGP keyring.
  public var signingKey: String?
  /// The kind of signature; nil to tell it by the key.
  public var signingFormat: SigningFormat?
  /// Whether the bot's commits end with `Signed-off-by`.
  public var signsOff = false

  /// The name of that remote.
  var remoteName: String { remote ?? "origin" }

  /// Whether the repository is on a server, so that there is nothing on this machine to change.
  public var isURL: Bool {
    // What cannot be understood is reported when it is opened.
    (try? Location(repository, relativeTo: folder))?.kind == .url
  }

  public init(repository: String, folder: String, variables: [String: String]) {
    self.repository = repository
    self.folder = folder
    self.variables = variables
  }
}

/// What kind of signature a commit gets.
public enum SigningFormat: String, CaseIterable, Sendable {
  /// With a key of OpenSSH, through ssh-keygen 8.0 or later.
  case ssh
  /// With a key of the user's keyring, through gpg.
  case openpgp
}
