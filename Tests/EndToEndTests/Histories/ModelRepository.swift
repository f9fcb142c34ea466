/// Both sides of a history as the specification has them, written without a merge.
///
/// Every line has an identity, so each operation is done to exactly the lines that it is about, and
/// what has to come of a history is known without comparing texts.
struct ModelRepository: Sendable {
  /// The template's files by id.
  var template: [Int: ModelFile] = [:]

  /// The owner's files by id, as they are after the next sync.
  var owner: [Int: ModelFile] = [:]

  /// What the next sync writes for stand-ins.
  var values: ModelValues

  /// What the files that are out of scope show, by the file's id.
  var frozen: [Int: ModelValues] = [:]

  var infrastructure = ModelInfrastructure()

  /// The largest factor of memory of all merged proposals, by environment.
  var largestFactors: [String: Int] = [:]

  /// What the owner set in the generated values by hand, by dotted key.
  var handSet: [String: String] = [:]

  /// Path patterns that are left out.
  var excluded: [String] = []

  /// Rules of the kind `field`, as the configuration has them.
  var fieldRules: [String] = []

  /// Folders that the owner renamed: old path and new path.
  var renamedFolders: [(from: String, to: String)] = []

  /// The template's apps of one layout.
  var twins: [ModelTwin] = []

  /// The ids of links that may be moved.
  var links: [Int] = []

  /// Whether the bot wires what the cluster applies.
  var isWired = false

  /// Whether the cluster's folder is rendered for each environment.
  var hasEnvironments = false

  /// Kustomizations of the cluster from which the owner took the wiring.
  var unwired: Set<String> = []

  /// Where an upstream template is; nil when the repository is its own.
  var templateURL: String?

  private var lastID = 0

  init(values: ModelValues) { self.values = values }

  /// An id that no file and no line has.
  mutating func newID() -> Int {
    lastID += 1
    return lastID
  }

  /// The ids of the owner's files, in a stable order.
  var files: [ModelFile] { owner.keys.sorted().compactMap { owner[$0] } }

  /// What the files of an environment are written with.
  func values(of environment: String?) -> ModelValues {
    guard let environment, let name = infrastructure.joined[environment] else { return values }
    var values = values
    values["my-cluster"] = name
    return values
  }

  /// What a file's lines are written with.
  func values(of file: ModelFile) -> ModelValues {
    frozen[file.id] ?? values(of: file.environment)
  }

  /// Whether a file is in the folder that is rendered for each environment.
  func isPerEnvironment(_ file: ModelFile) -> Bool {
    hasEnvironments && file.path.hasPrefix(Self.cluster + "/")
  }

  /// Whether the bot rewrites a file.
  func isInScope(_ file: ModelFile) -> Bool { frozen[file.id] == nil && !file.isOwners }

  /// Adds a file to one or both sides.
  ///
  /// - Returns: Its id.
  @discardableResult
  mutating func add(
    _ path: String, _ lines: [(role: ModelLine.Role, text: String)], lineEnd: String = "\n",
    mode: String = "100644"
  ) -> Int {
    let made = lines.map { ModelLine(id: newID(), role: $0.role, text: $0.text) }
    return add(path, made, lineEnd: lineEnd, mode: mode)
  }

  /// Adds a file of these lines to both sides.
  ///
  /// - Returns: Its id.
  mutating func add(
    _ path: String, _ lines: [ModelLine], lineEnd: String = "\n", mode: String = "100644"
  ) -> Int {
    var file = ModelFile(id: newID(), path: path, lines: lines, lineEnd: lineEnd, mode: mode)
    template[file.id] = file
    file.path = ownersPath(path)
    owner[file.id] = file
    return file.id
  }

  /// Where a file of the template goes, with the owner's renames of folders.
  func ownersPath(_ path: String) -> String {
    renamedFolders.reduce(path) { path, renamed in
      path.hasPrefix(renamed.from + "/") ? renamed.to + path.dropFirst(renamed.from.count) : path
    }
  }

  /// The kustomization entry for `name` in `folder`, on one side.
  func entry(_ name: String, in folder: String, of side: [Int: ModelFile]) -> ModelPlace? {
    for id in side.keys.sorted() {
      guard let file = side[id], file.isKustomization, file.folder == folder else { continue }
      for line in file.lines {
        if case .entry(name) = line.role { return ModelPlace(file: id, line: line.id) }
      }
    }
    return nil
  }
}
