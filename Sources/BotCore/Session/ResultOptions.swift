internal import Foundation
internal import Git
internal import Providers

/// Everything besides the repository and the template that decides what a run proposes: options, variables,
/// and the files that they name.
///
/// It is digested whole (`digest`), so a field that is added here counts by itself.
struct ResultOptions: Hashable, Codable {
  /// Of the program that decides.
  var engine = GitOpsBot.version
  var environment: String?
  var only: Part?
  /// The `key=value` texts of `--set`, in their order.
  var settings: [String]
  /// The environment variables that set values.
  var values: [String: String]
  var isForced: Bool
  var adopt: String?
  var allowsReplacing: Bool
  var takesBack: Bool
  var takesAllBack: Bool
  /// The content of the file that stands in for the repository's own configuration.
  var configuration: ObjectID?
  /// What live sources gave, by their names; nil without any.
  var live: [String: Live]?

  /// What a live source gave: its texts, and which cluster is meant.
  struct Live: Hashable, Codable {
    var texts: [ObjectID]
    var cluster: String?
  }

  /// - Throws: BotError when a file that an option names cannot be read.
  init(_ request: Request) throws(BotError) {
    environment = request.environment
    only = request.only
    settings = request.settings
    values = request.variables.filter { $0.key.hasPrefix(ValueKey.variablePrefix) }
    isForced = request.isForced
    adopt = request.adopt
    allowsReplacing = request.allowsReplacing
    takesBack = request.takesBack
    takesAllBack = request.takesAllBack
    configuration = try request.configurationFile.map { path throws(BotError) in
      let bytes = try localFile(path, relativeTo: request.folder, option: "--config")
      return try ResultOptions.name(of: bytes)
    }
    for (kind, answer) in request.live {
      let texts = try answer.texts.map { text throws(BotError) in
        try ResultOptions.name(of: text)
      }
      live = live ?? [:]
      live?[kind.rawValue] = Live(texts: texts, cluster: answer.cluster)
    }
  }

  /// A name of these options in 40 hexadecimal digits, the same for equal ones.
  ///
  /// - Throws: BotError when libgit2 cannot be started.
  func digest() throws(BotError) -> ObjectID {
    let bytes = try BotCore.configuration { () throws(ConfigurationError) in
      try stableJSON(self, file: "the options")
    }
    return try ResultOptions.name(of: bytes)
  }

  private static func name(of bytes: [UInt8]) throws(BotError) -> ObjectID {
    try git("naming the options") { () throws(GitError) in try ObjectID(hashing: bytes) }
  }
}
