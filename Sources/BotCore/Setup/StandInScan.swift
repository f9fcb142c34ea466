internal import Flux
internal import Rewriter
internal import YAML

/// What in a tree looks like a stand-in.
struct StandInScan {
  /// A text that may stand for a value of the owner's, with the places where it stands.
  struct Candidate {
    let word: StandInWord
    /// Where it is a value or the name of a file: what a rule would rewrite.
    var places: [Place] = []
    /// Where it tells people something: comments, documentation, tests, schemas.
    var mentions: [Place] = []
    /// The paths that have it in their names.
    var paths: [String] = []
    /// Other spellings of it that stand in the files.
    var spellings: Set<Spelling> = []
    /// The keys of the values that hold it.
    var keys: Set<String> = []

    /// Whether it is a stand-in, as far as can be told: a mention alone is none.
    var isLikely: Bool { !places.isEmpty }
    var files: [String] { Set(places.map(\.path)).sorted() }
  }

  struct Place: Hashable {
    let path: String
    let line: Int
    let column: Int
  }

  /// Sorted: the likely ones first, then by how often they stand, then by their text.
  private(set) var candidates: [Candidate] = []
  /// The folders with files that the clusters apply, without those within one another.
  private(set) var appliedFolders: [String] = []
  /// The folders from which clusters begin.
  private(set) var roots: [String] = []
  /// Where the generated ConfigMap goes; nil where nothing refers to one.
  private(set) var configMap: String?
  /// The engine that renders the tree before Flux sees it, by the file that configures it.
  private(set) var engine: String?

  private let tree: any ManifestTree
  private let origin: OwnAddress?
  private var found: [String: Candidate] = [:]

  /// Looks through a tree.
  ///
  /// - Parameters:
  ///   - tree: The files.
  ///   - address: The address of the repository; nil where it is not known.
  init(_ tree: any ManifestTree, address: String?) {
    self.tree = tree
    origin = address.flatMap { OwnAddress($0) }
    let applied = AppliedTree(of: tree, address: address)
    roots = applied.clusters.map(\.root)
    let files = applied.record.files.union(filesOfRoots)
    appliedFolders = Self.outermost(files)
    let names = pathNames()
    var refersToConfigMap = false
    TreeFiles(tree).visitFiles { path, bytes in
      if engine == nil, Self.engines.contains(RepositoryPath.name(of: path)) { engine = path }
      if bytes.withUnsafeBytes({ $0.contains("${infraConfig.") }) { refersToConfigMap = true }
      add(path, bytes, names, isApplied: files.contains(path))
    }
    if refersToConfigMap { configMap = configMapPath(among: applied.record.files) }
    addPaths()
    promoteMarks()
    merge()
    mergeEmails()
    dropWhatNamesShare(names)
    candidates = found.values.sorted(by: Self.isEarlier)
  }

  /// The folders of a tree that is rendered by another program have its expressions.
  private static let engines: Set<String> = [
    "makejinja.toml", "cookiecutter.json", "copier.yml", "copier.yaml",
  ]

  private static func isEarlier(_ left: Candidate, _ right: Candidate) -> Bool {
    (left.isLikely ? 0 : 1, -left.places.count, left.word.text)
      < (right.isLikely ? 0 : 1, -right.places.count, right.word.text)
  }

  /// What stands in the folders of clusters, which Flux reads whatever lists it.
  private var filesOfRoots: Set<String> {
    var files: Set<String> = []
    TreeFiles(tree).visitEntries { path, isFolder in
      let isInRoot = roots.contains { path.isPath(in: $0) } || path.contains("/flux-system/")
      if !isFolder, isInRoot { files.insert(path) }
    }
    return files
  }

  /// The top folders of what is applied; the root's own files count as themselves.
  private static func outermost(_ files: Set<String>) -> [String] {
    Set(files.compactMap { $0.split(separator: "/").dropLast().first.map(String.init) })
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Beside a kustomization that is applied and has settings, by its name; else in a cluster's folder.
  private func configMapPath(among applied: Set<String>) -> String? {
    let folders = Set(
      applied.filter(RepositoryPath.isKustomization).map(RepositoryPath.folder(of:)))
    let settings = folders.sorted().first { folder in
      ["config", "settings", "vars", "variables"].contains(RepositoryPath.name(of: folder))
    }
    return (settings ?? roots.first).map { joined($0, "infrastructure-config.yaml") }
  }

  // MARK: Names of paths

  /// Words that a cluster's folder has, or that stand in capitals: they count where texts have them.
  private func pathNames() -> Set<String> {
    var names: Set<String> = []
    TreeFiles(tree).visitEntries { path, isFolder in
      let name = RepositoryPath.name(of: path)
      let stem = String(name.prefix { $0 != "." })
      let isManifest = isFolder || RepositoryPath.isYAML(name)
      if isManifest, StandInWord.isInCapitals(stem), !Self.isTold(path) { names.insert(stem) }
    }
    for root in roots {
      let name = RepositoryPath.name(of: root)
      let first = name.lowercased().prefix { $0 != "-" && $0 != "_" }
      if root.contains("/"), !Self.environments.contains(String(first)), name.utf8.count >= 4 {
        names.insert(name)
      }
    }
    return names
  }

  /// Words that names of clusters begin with the world over, which stand for themselves.
  private static let environments: Set<String> = [
    "production", "prod", "staging", "stage", "stg", "development", "dev", "test", "testing", "qa",
    "uat",
    "preview", "preprod", "main", "base", "common", "shared", "default", "cluster", "clusters",
    "hub",
    "kubernetes", "flux", "apps", "infrastructure", "management", "local", "sandbox",
    "config", "manifests", "deploy", "tenants", "platform", "clusters",
  ]

  /// A cluster's folder is a stand-in only if texts name the cluster too, and not just the folder.
  private mutating func dropWhatNamesShare(_ names: Set<String>) {
    for name in names where found[name]?.word.sign == .folderName && !StandInWord.isInCapitals(name)
    {
      let isShared = found[name]?.keys.contains { $0.lowercased().contains("cluster") } == true
      if !isShared { found[name] = nil }
    }
  }

  private mutating func addPaths() {
    var paths: [String] = []
    TreeFiles(tree).visitEntries { path, _ in paths.append(path) }
    for path in paths where !Self.isTold(path) {
      for part in RepositoryPath.name(of: path).split(separator: ".") {
        let word = found[String(part)]?.word ?? StandInWord.name(String(part))
        guard let word, word.sign != .request else { continue }
        found[word.text, default: Candidate(word: word)].paths.append(path)
        found[word.text]?.places.append(Place(path: path, line: 0, column: 0))
      }
    }
  }

  // MARK: Files

  private mutating func add(_ path: String, _ bytes: [UInt8], _ names: Set<String>, isApplied: Bool)
  {
    guard !Self.isLeftAlone(path),
      bytes.withUnsafeBytes({ RuleSet.skipReason(for: $0) }) == nil
    else { return }
    let isYAML = RepositoryPath.isYAML(path)
    let isSchema = isYAML && bytes.withUnsafeBytes { $0.contains("kind: CustomResourceDefinition") }
    let isTold = isSchema || !isApplied && Self.isTold(path) || Self.isCode(path)
    let text = StandInText(bytes, isYAML: isYAML, origin: origin, names: names)
    let occurrences = text.occurrences(allowsBrackets: !Self.usesBrackets(path))
    let isDefault = isInChart(path)
    guard !occurrences.isEmpty else { return }
    let lines = bytes.withUnsafeBytes { LineIndex($0) }
    for occurrence in occurrences {
      let position = lines.position(of: occurrence.offset)
      let place = Place(path: path, line: position.line, column: position.column)
      let word = occurrence.word
      let isDescription = occurrence.key.map { Self.descriptions.contains($0) } == true
      var candidate = found[word.text] ?? Candidate(word: word)
      if isTold || occurrence.isInComment || isDescription || isDefault && word.sign != .marked {
        candidate.mentions.append(place)
      } else {
        candidate.places.append(place)
        if let key = occurrence.key { candidate.keys.insert(key) }
      }
      found[word.text] = candidate
    }
  }

  /// The keys of texts that explain something.
  private static let descriptions: Set<String> = ["description", "summary", "helpText"]

  /// Whether a file belongs to a Helm chart, whose values are defaults that others set.
  private func isInChart(_ path: String) -> Bool {
    path.foldersAbove.contains { tree.hasFile(named: "Chart.yaml", in: $0) }
  }

  /// Other spellings of a name go to the name, and what a shorter stand-in covers goes to that.
  private mutating func merge() {
    for (text, candidate) in found.sorted(by: { $0.key < $1.key }) {
      if candidate.word.sign == .spokenFor, text.hasSuffix("s"),
        found[String(text.dropLast())]?.isLikely == true
      {
        // `my-clusters` speaks of clusters, and is the name of none.
        found[text]?.mentions += candidate.places
        found[text]?.places = []
        continue
      }
      guard let shorter = covering(candidate.word) else {
        // `my_cnf` is a name of a program's more often than a stand-in.
        if candidate.word.sign == .spokenFor, text.hasPrefix("my_") { found[text] = nil }
        continue
      }
      found[shorter.name]?.places += candidate.places
      found[shorter.name]?.mentions += candidate.mentions
      found[shorter.name]?.paths += candidate.paths
      found[shorter.name]?.keys.formUnion(candidate.keys)
      if let spelling = shorter.spelling { found[shorter.name]?.spellings.insert(spelling) }
      found[text] = nil
    }
  }

  /// In a tree whose stand-ins have marks, those that stand in its documentation alone are meant to be replaced too.
  private mutating func promoteMarks() {
    let marked = found.values.filter { $0.isLikely && Self.isMarkedConstant($0.word) }
    guard marked.count >= 3 else { return }
    for (text, candidate) in found
    where !candidate.isLikely && Self.isMarkedConstant(candidate.word) {
      found[text]?.places = candidate.mentions
      found[text]?.mentions = []
    }
  }

  private static func isMarkedConstant(_ word: StandInWord) -> Bool {
    word.sign == .marked && word.text.hasPrefix("<") && word.text == word.text.uppercased()
      && word.text.contains { $0 == "_" || $0 == "-" }
  }

  private static let contacts: Set<String> = [
    "admin", "administrator", "contact", "email", "info", "me", "mail", "ops", "user", "you",
    "your-email",
  ]

  /// One address is the owner's; others under a reserved domain are addresses of the owner's domain.
  private mutating func mergeEmails() {
    let emails = found.values.filter { $0.isLikely && $0.word.kind == .email }
    func rank(_ candidate: Candidate) -> (Int, Int, String) {
      let local = String(candidate.word.text.prefix { $0 != "@" }).lowercased()
      return (Self.contacts.contains(local) ? 0 : 1, -candidate.places.count, candidate.word.text)
    }
    for email in emails.sorted(by: { rank($0) < rank($1) }).dropFirst() {
      let host = email.word.text.drop { $0 != "@" }.dropFirst()
      guard let domain = StandInWord.domain(String(host)), found[domain.text] != nil else {
        continue
      }
      found[domain.text]?.places += email.places
      found[domain.text]?.mentions += email.mentions
      found[email.word.text] = nil
    }
  }

  private func covering(_ word: StandInWord) -> (name: String, spelling: Spelling?)? {
    if word.kind == .domain {
      let name = word.text.lowercased()
      return name != word.text && found[name] != nil ? (name, nil) : nil
    }
    guard word.sign == .spokenFor else { return nil }
    let words = word.text.split { $0 == "-" || $0 == "_" }.map { $0.lowercased() }
    for count in stride(from: words.count, through: 2, by: -1) {
      let name = words.prefix(count).joined(separator: "-")
      guard name != word.text, let other = found[name], other.isLikely,
        other.word.sign == .spokenFor
      else { continue }
      if word.text.hasPrefix(name) { return (name, nil) }
      return (name, word.text == word.text.uppercased() ? .constant : .snake)
    }
    return nil
  }

  // MARK: Kinds of files

  /// Whether nobody rewrites a file: Flux's own, the bot's, and what programs write.
  private static func isLeftAlone(_ path: String) -> Bool {
    let name = RepositoryPath.name(of: path)
    return BotFile.all.contains(path) || path.isPath(in: BotFile.backups) || path.isPath(in: ".git")
      || path.isPath(in: ".github/workflows") || name == "gotk-components.yaml"
      || name.hasSuffix(".lock")
      || ["package-lock.json", "go.sum", "yarn.lock", "LICENSE", "bot.config.schema.json"].contains(
        name)
  }

  private static let told: Set<String> = [
    "docs", "doc", "tests", "test", "testdata", "fixtures", "e2e", "hack", "examples", ".github",
    "scripts",
    "schemas",
  ]

  /// Whether a file tells people or programs that test something, and no cluster.
  private static func isTold(_ path: String) -> Bool {
    let parts = path.split(separator: "/").map(String.init)
    let name = parts.last?.lowercased() ?? ""
    return parts.count > 1 && told.contains(parts[0].lowercased())
      || [".md", ".adoc", ".rst", ".txt"].contains { name.hasSuffix($0) }
      || name.hasPrefix("readme")
      || name.hasSuffix(".schema.json") || ["codeowners", "dco", "notice"].contains(name)
  }

  private static func hasEnding(_ path: String, of endings: [String]) -> Bool {
    endings.contains { path.hasSuffix("." + $0) }
  }

  private static func isCode(_ path: String) -> Bool {
    hasEnding(
      path,
      of: [
        "go", "js", "jsx", "mjs", "ts", "tsx", "py", "rs", "java", "swift", "css", "svg", "html",
      ])
  }

  /// Whether `<name>` is an element, a type or a word of a usage there.
  private static func usesBrackets(_ path: String) -> Bool {
    isCode(path) || hasEnding(path, of: ["xml", "sh", "bash", "just", "mk"])
      || ["Makefile", "justfile"].contains(RepositoryPath.name(of: path))
  }
}
