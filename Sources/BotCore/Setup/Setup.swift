internal import Flux
internal import Rewriter

/// What `init` proposes for a repository, in the form in which it is shown.
public struct Setup: Encodable, Sendable {
  /// A rule as `replacements` has it.
  public struct Rule: Encodable, Sendable {
    public let kind: String
    public let from: String
    public let to: String
    public let paths: Bool
    public let spellings: [String]
  }

  /// Where a stand-in stands; without a line in the name of a path.
  public struct Place: Encodable, Sendable {
    public let path: String
    public let line: Int?
    public let column: Int?
  }

  /// A text that looks like a stand-in.
  public struct StandIn: Encodable, Sendable {
    public let token: String
    /// How it is known: `reserved-domain`, `request`, and so on.
    public let sign: String
    /// In values and names of paths.
    public let count: Int
    /// In comments, documentation and tests.
    public let mentions: Int
    public let files: [String]
    public let places: [Place]
    /// Nil where a person has to write one.
    public let rule: Rule?
  }

  /// A value that the rules ask for.
  public struct Value: Encodable, Sendable {
    public let key: String
    public let kind: String
    public let help: String
    /// What was found in the repository; nil where nothing was.
    public internal(set) var value: String?
    /// Where.
    public internal(set) var source: String?
  }

  /// A file that `--write` writes.
  public struct File: Encodable, Sendable {
    public enum State: String, Encodable, Sendable {
      /// It would be written.
      case proposed
      case written
      /// It is there already, and was left as it is.
      case present
    }

    public let path: String
    public internal(set) var state: State
    public internal(set) var text: String
  }

  /// What was read, as people call it.
  public let source: String
  public let standIns: [StandIn]
  /// Texts that only comments, documentation and tests have.
  public let mentioned: [StandIn]
  public let include: [String]
  public internal(set) var values: [Value]
  public internal(set) var files: [File]
  /// What a person should know.
  public let notes: [String]
  /// What the files are made from; nil where only values are asked.
  private var made: SetupFiles

  private enum CodingKeys: CodingKey {
    case source, standIns, mentioned, include, values, files, notes
  }
}

extension Setup {
  /// Takes a person's answer for a value.
  ///
  /// - Parameters:
  ///   - text: The answer.
  ///   - key: The value's.
  /// - Returns: What is wrong with it, and then it is not taken; nil where nothing is.
  public mutating func answer(_ text: String, for key: String) -> String? {
    guard let index = values.firstIndex(where: { $0.key == key }) else { return nil }
    let kind = ValueKind.named.first { $0.name == values[index].kind }?.kind ?? .text
    if let mistake = ValueKey(key, kind).problem(with: text, in: "") {
      return "\(mistake.message); \(mistake.remedy)"
    }
    values[index].value = text
    values[index].source = "your answer"
    made.values[key] = text
    let texts = Dictionary(made.all.map { ($0.path, $0.text) }) { first, _ in first }
    for index in files.indices { files[index].text = texts[files[index].path] ?? files[index].text }
    return nil
  }
}

extension Setup {
  /// What is proposed for a tree.
  ///
  /// - Parameters:
  ///   - tree: The files.
  ///   - source: What they are, for people.
  ///   - address: The repository's, where it is known.
  ///   - known: What is known of values, with where it was found.
  init(
    of tree: any ManifestTree, _ source: String, address: String?,
    known: [String: (value: String, source: String)]
  ) {
    let scan = StandInScan(tree, address: address)
    let proposed = ProposedRules(scan.candidates, origin: address.flatMap { OwnAddress($0) })
    let rules = Dictionary(proposed.rules.map { ($0.from, $0) }) { first, _ in first }
    self.source = source
    standIns = scan.candidates.filter(\.isLikely).map { StandIn($0, rules[$0.word.text]) }
    mentioned = scan.candidates.filter { !$0.isLikely }.map { StandIn($0, nil) }
    include = scan.include
    var seen: Set<String> = []
    let asked = proposed.rules.flatMap(\.values).filter { seen.insert($0.key).inserted }
    values = asked.map { asked in
      let found = known[asked.key]
      return Value(
        key: asked.key, kind: asked.kind, help: asked.help, value: found?.value,
        source: found?.source)
    }
    // What is known here is the author's: written down, it would become that of everybody who makes a
    // repository from the template.
    made = SetupFiles(
      rules: proposed.rules, include: include, configMap: scan.configMap, values: [:])
    files = made.all.map { file in
      File(path: file.path, state: tree.hasFile(file.path) ? .present : .proposed, text: file.text)
    }
    notes = Self.notes(on: scan, proposed)
  }

  /// The values that a repository with a configuration still lacks.
  init(
    of bot: BotConfiguration, in tree: any ManifestTree, _ source: String,
    known: [String: (value: String, source: String)]
  ) {
    let keys = ValueKeys(declared: bot.values)
    let names = bot.replacements.flatMap { Placeholder.keys(in: $0.to) } + bot.values.map(\.name)
    var seen: Set<String> = ["environment.name"]
    values = names.filter { seen.insert($0).inserted }.compactMap { keys.named($0) }.map { key in
      let kind = ValueKind.named.first { $0.kind == key.kind }?.name ?? "text"
      return Value(
        key: key.name, kind: kind, help: key.declaration?.help ?? key.kind.expected,
        value: known[key.name]?.value, source: known[key.name]?.source)
    }
    made = SetupFiles(
      rules: [], include: [], configMap: nil,
      values: known.filter { seen.contains($0.key) }.mapValues(\.value))
    files = [
      File(
        path: BotFile.infrastructure,
        state: tree.hasFile(BotFile.infrastructure) ? .present : .proposed,
        text: made.infrastructure)
    ]
    self.source = source
    (standIns, mentioned, include) = ([], [], [])
    notes = ["\(BotFile.configuration) is there, so only values are asked"]
  }

  private static func notes(on scan: StandInScan, _ proposed: ProposedRules) -> [String] {
    var notes: [String] = []
    if let engine = scan.engine {
      notes.append(
        "\(engine) renders this repository before Flux reads it: the rules work on its sources, "
          + "and expressions stay as they are")
    }
    if scan.roots.isEmpty {
      notes.append("no Flux Kustomization was recognised, so include is left to you")
    }
    for candidate in proposed.credentials {
      let place = candidate.places.first.map { "\($0.path):\($0.line)" } ?? ""
      notes.append(
        "\(candidate.word.text) (\(place)) stands for a credential and gets no rule, since values are "
          + "committed: keep it in a Secret that is encrypted or made outside of Git")
    }
    for candidate in proposed.ambiguous {
      let place = candidate.places.first.map { "\($0.path):\($0.line)" } ?? ""
      notes.append(
        "\(candidate.word.text) stands for several things (\(place) and elsewhere): give each place a "
          + "name of its own, or a rule of the kind field")
    }
    return notes
  }
}

extension Setup.StandIn {
  init(_ candidate: StandInScan.Candidate, _ rule: ProposedRule?) {
    token = candidate.word.text
    sign = candidate.word.sign.rawValue
    count = candidate.places.count
    mentions = candidate.mentions.count
    files = candidate.files
    places = (candidate.places.isEmpty ? candidate.mentions : candidate.places).map { place in
      Setup.Place(
        path: place.path, line: place.line == 0 ? nil : place.line,
        column: place.line == 0 ? nil : place.column)
    }
    self.rule = rule.map { rule in
      Setup.Rule(
        kind: rule.kind.rawValue, from: rule.from, to: rule.to, paths: rule.paths,
        spellings: rule.spellings.map(\.rawValue).sorted())
    }
  }
}

extension StandInScan {
  /// Patterns of what the rules rewrite: the folders that clusters apply, and those beside them with stand-ins that
  /// are values.
  var include: [String] {
    guard !roots.isEmpty else { return [] }
    let folders = candidates.filter(\.isLikely).flatMap(\.files).map { path in
      path.split(separator: "/").count > 1
        ? String(path.prefix { $0 != "/" }) + "/**" : path
    }
    return Set(folders + appliedFolders.map { $0 + "/**" }).sorted()
  }
}
