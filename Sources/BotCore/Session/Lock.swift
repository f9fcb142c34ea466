internal import Foundation
internal import Git
internal import Rules
internal import YAML

/// `gitops-bot.lock.json`: what the last merged proposal was made from.
///
/// It is read from the base branch only, so it never speaks of a proposal that was not merged.
struct Lock: Codable, Hashable, Sendable {
  /// The format that this engine writes, and the newest that it reads.
  static let currentVersion = 3

  /// The template commit, and where it came from.
  struct Template: Codable, Hashable, Sendable {
    /// Nil when the repository itself is the template.
    var url: String?
    var ref: String?
    /// T.
    var commit: ObjectID
  }

  /// A tree that needs no wiring any more.
  struct Finished: Codable, Hashable, Sendable {
    /// The proposal's without the lock, on `refs/gitops-bot/finished`.
    var tree: ObjectID
    /// The version of the bot that finished it.
    var engine: String
  }

  /// What `undo` goes back to.
  struct Previous: Codable, Hashable, Sendable {
    var template: Template
    var inputs: Inputs
    var rendered: ObjectID
  }

  var version = Lock.currentVersion
  var template: Template
  var inputs: Inputs
  /// The commit of `rendered(T, I)` on `refs/gitops-bot/rendered`.
  var rendered: ObjectID
  /// What was finished with `inputs`, and had nothing to say again; nil where there is no such thing, as with
  /// locks of earlier versions.
  var finished: Finished?
  /// What the bot wired, by cluster, so that what the owner removed is not added again.
  var wired = WiredPieces()
  /// What was changed on both sides and has not been decided since; empty for none.
  var unresolved: [Conflict] = []
  /// The digest of the inputs that `undo` took back: a run with the same ones stays quiet.
  var undone: String?
  /// The template's commit that was taken back with them; nil where the template stayed.
  ///
  /// Another commit is no longer what was undone.
  var undoneTemplate: ObjectID?
  var previous: Previous?

  /// The inputs that values are looked up in, also after they were taken back.
  var knownInputs: Inputs {
    undone == nil ? inputs : previous?.inputs ?? inputs
  }

  /// Decodes the bytes of a lock: each id is read as an id, and each path as one that leads into the
  /// repository.
  ///
  /// - Throws: ConfigurationError for malformed JSON, for a version that is newer than this engine
  ///   and for anything else that a lock cannot hold.
  static func decode(_ bytes: [UInt8]) throws(ConfigurationError) -> Lock {
    let root = try parsedJSON(bytes, file: BotFile.lock, isStrict: true)
    guard case .int(let version)? = root.value[path: ["version"]] else {
      throw ConfigurationError(
        "the lock has no version", file: BotFile.lock, position: root.position,
        remedy: "restore the file from the last merged proposal")
    }
    guard version <= currentVersion else {
      throw ConfigurationError(
        "the lock has version \(version), this gitops-bot knows versions to \(currentVersion)",
        file: BotFile.lock, position: root.position, remedy: "update gitops-bot")
    }
    let lock: Lock
    do {
      let bytes = try migrated(root.value, from: version) ?? bytes
      lock = try JSONDecoder().decode(Lock.self, from: Data(bytes))
    } catch {
      let place = codingPlace(of: error)
      throw unreadable(place.reason, at: place.path, in: root)
    }
    try lock.checkPaths(in: root)
    return lock
  }

  /// Paths of a lock are written to and removed from trees.
  private func checkPaths(in root: PositionedValue) throws(ConfigurationError) {
    for (holder, inputs) in [([], inputs), (["previous"], previous?.inputs)]
      as [([String], Inputs?)]
    {
      for (index, map) in (inputs?.configMaps ?? []).enumerated() where !isSafePath(map.path) {
        throw Lock.unreadable(
          "not a path in the repository",
          at: holder + ["inputs", "configMaps", "\(index)", "path"],
          in: root)
      }
    }
    for (index, conflict) in unresolved.enumerated() where !isSafePath(conflict.path) {
      throw Lock.unreadable(
        "not a path in the repository", at: ["unresolved", "\(index)", "path"], in: root)
    }
  }

  private static func unreadable(
    _ reason: String, at path: [String], in root: PositionedValue
  ) -> ConfigurationError {
    var (value, name) = (root, "")
    for key in path {
      if let index = Int(key), case .list(let items) = value.kind, items.indices.contains(index) {
        (value, name) = (items[index], "\(name)[\(index)]")
      } else {
        name += name.isEmpty ? key : ".\(key)"
        guard let member = value.member(key) else { break }
        value = member.value
      }
    }
    return ConfigurationError(
      "the lock cannot be read (\(name.isEmpty ? "" : "at \(name): ")\(reason))",
      file: BotFile.lock,
      position: value.position, remedy: "restore the file from the last merged proposal")
  }

  /// The lock of an older engine in today's format; nil when it is that already.
  private static func migrated(
    _ lock: Value, from version: Int
  ) throws(ConfigurationError) -> [UInt8]? {
    guard version < currentVersion, case .map(var members) = lock else { return nil }
    // Version 1 had no list of conflicts: libgit2's merge kept our side and forgot them.
    members["unresolved"] = members["unresolved"] ?? .list([])
    // Version 2 had one list for all clusters.
    if case .list(let list)? = members["wired"] { members["wired"] = wired(list, of: lock) }
    members["version"] = .int(currentVersion)
    return try stableJSON(Value.map(members), file: BotFile.lock)
  }

  /// What one list for all clusters says of each environment's.
  private static func wired(_ list: [Value], of lock: Value) -> Value {
    var environments: [(name: String, path: String)] = []
    if case .list(let configMaps)? = lock["inputs", "configMaps"] {
      environments = configMaps.compactMap { configMap in
        guard let name = configMap["environment"]?.plainText,
          let path = configMap["path"]?.plainText
        else { return nil }
        return (name, path)
      }
    }
    return WiredPieces(list: list.compactMap(\.plainText), environments: environments).value
  }

  /// The bytes of the file: stable order, ends with a newline.
  func encoded() throws(ConfigurationError) -> [UInt8] {
    try stableJSON(self, file: BotFile.lock) + Array("\n".utf8)
  }
}

/// Something that both the owner and the proposal changed, where the owner's side was kept.
///
/// It stands in the lock until it is resolved, so it holds no more than a person needs to decide.
struct Conflict: Codable, Hashable, Sendable {
  /// What was changed on both sides.
  enum Kind: String, Codable, Sendable {
    /// Lines, a scalar or a key of a file.
    case content
    /// The proposal removes a file that the owner changed.
    case removed
    /// A file that is merged as a whole: binary, encrypted, a link.
    case file
    /// Both renamed one file.
    case name
  }

  /// In the merged tree.
  var path: String
  var kind: Kind
  /// In the merged file, counted from 1; nil for whole files.
  var line: Int?
  /// The keys that lead to the value in a generated ConfigMap; nil for text.
  var key: [String]?
  /// The owner's text; nil for whole files, and in a Secret.
  var ours: String?
  /// The text that the proposal has in its place; for renames its path.
  var theirs: String?
  /// The blob that was kept, for whole files.
  var kept: String?
}

extension Conflict {
  /// Whether both texts are left out since they are a Secret's.
  var isWithheld: Bool { kind == .content && ours == nil }
}

extension Conflict: Comparable {
  static func < (left: Conflict, right: Conflict) -> Bool {
    left.path.isSameText(as: right.path)
      ? left.line ?? 0 < right.line ?? 0 : left.path.isEarlier(than: right.path)
  }
}

extension WiredPieces {
  /// These pieces as a lock has them.
  fileprivate var value: Value {
    func list(_ texts: [String]) -> Value { .list(texts.map(Value.string)) }
    return .map([
      "shared": list(shared),
      "clusters": .list(
        clusters.map { cluster in
          var members = ["environment": Value.string(cluster.environment)]
          members["folder"] = cluster.folder.map(Value.string)
          members["variables"] = cluster.variables.map(Value.string)
          members["pieces"] = list(cluster.pieces)
          return .map(members)
        }),
    ])
  }
}
