internal import Git

extension TargetBranch {
  /// What counts where there is no configuration.
  static let noConfiguration = Array("{}".utf8)

  /// The files of a checkout on this machine with what they say of the bot; there may be no configuration.
  ///
  /// - Throws: BotError for anything wrong in the files.
  init(reading checkout: Checkout, _ request: Request) throws(BotError) {
    let repository = checkout.repository
    let head = try git("reading HEAD") { () throws(GitError) in try repository.headBranch() }
    let commit = try head.flatMap { head throws(BotError) in
      try git("reading \(head)") { () throws(GitError) in try repository.reference(head) }
    }
    let bytes = try checkout.bytes(BotFile.configuration)
    var lock: Lock?
    if let bytes = try checkout.bytes(BotFile.lock) {
      lock = try configuration { () throws(ConfigurationError) in try Lock.decode(bytes) }
    }
    let bot = try configuration { () throws(ConfigurationError) in
      try BotConfiguration.decode(bytes ?? Self.noConfiguration, file: BotFile.configuration)
    }
    self.init(
      reference: head ?? BotReference.rendered, commit: commit ?? checkout.root,
      tree: checkout.root, bot: bot, infrastructure: try checkout.bytes(BotFile.infrastructure),
      lock: lock, findings: [], isConfigured: bytes != nil)
    if let path = request.configurationFile {
      let bytes = try localFile(path, relativeTo: request.folder, option: "--config")
      self.bot = try configuration { () throws(ConfigurationError) in
        try BotConfiguration.decode(bytes, file: path)
      }
      isConfigured = true
    }
  }
}
