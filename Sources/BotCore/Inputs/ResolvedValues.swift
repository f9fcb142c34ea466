/// The values of every known key for one environment, each with where it came from.
struct ResolvedValues: Sendable {
  /// The environment of a configuration that names none.
  static let defaultEnvironment = "production"

  var environment: String
  var values: [String: String] = [:]
  var sources: [String: String] = [:]

  /// Looks up every key in the file (where overrides stand by now), then in the lock, then in what
  /// the repository itself tells.
  ///
  /// - Parameters:
  ///   - file: What the installation is.
  ///   - index: The environment's place in the file; 0 when the file names none.
  ///   - overrides: What options and variables gave, to name as a source.
  ///   - live: What live sources told, without what the overrides gave.
  ///   - keys: Every key, with the stand-ins that count as missing.
  ///   - locked: What the lock recorded for this environment.
  ///   - repositoryName: The last part of the repository's location.
  init(
    _ file: InfrastructureFile, environment index: Int, overrides: Overrides,
    live: LiveFacts?, keys: ValueKeys, locked: [String: String],
    repositoryName: String?
  ) {
    let environments = file.configuration.environments
    environment =
      environments.indices.contains(index)
      ? environments[index].name : ResolvedValues.defaultEnvironment
    let given = Dictionary(
      overrides.entries.map { ($0.key.name, $0.source) }, uniquingKeysWith: { first, _ in first })
    func take(_ key: String, _ value: String?, from source: String) {
      guard let value, !value.isEmpty, values[key] == nil, !keys.isStandIn(value, of: key) else {
        return
      }
      values[key] = value
      sources[key] = source
    }
    for (key, value) in live?.values ?? [:] {
      take(key, value, from: live?.sources[key] ?? "")
    }
    for key in keys.all {
      let source = given[key.name] ?? BotFile.infrastructure
      take(key.name, file.text(of: key, environment: index), from: source)
    }
    // What is derived goes before the lock, so that a renamed project renames its cluster.
    func derive() {
      take("environment.domain", values["project.domain"], from: "project.domain")
      let project = values["project.name"].map { "\($0)-\(environment)" }
      take("cluster.name", project, from: "project and environment")
    }
    derive()
    for key in keys.all { take(key.name, locked[key.name], from: BotFile.lock) }
    take("environment.name", environment, from: "the environment")
    // Names of repositories hold capital letters and dots, which no cluster's name may have.
    take("project.name", repositoryName?.asLabel, from: "the repository's name")
    derive()
  }
}

/// A piece of a text with `{{key}}` placeholders.
enum Placeholder: Hashable {
  case literal(String)
  case key(String)

  /// Splits `text`; an unclosed `{{` stays literal text.
  static func split(_ text: String) -> [Placeholder] {
    var pieces: [Placeholder] = []
    var rest = Substring(text)
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      if open.lowerBound > rest.startIndex {
        pieces.append(.literal(String(rest[..<open.lowerBound])))
      }
      let key = rest[open.upperBound..<close.lowerBound]
      pieces.append(.key(String(key.filter { !$0.isWhitespace })))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { pieces.append(.literal(String(rest))) }
    return pieces
  }

  /// A key between single braces, or behind braces that are not closed, which stays as it is written.
  ///
  /// `names` are the keys that there are; what is near to none of them is somebody's own text.
  static func halfWritten(
    in text: String, among names: [String]
  ) -> (written: String, key: String)? {
    for case .literal(let literal) in split(text) {
      for match in literal.matches(of: /[$]?\{+\s*([A-Za-z][\w-]*(?:\.[\w-]+)*)\s*\}*/) {
        let word = String(match.1)
        let isKey = names.contains(word)
        guard isKey || word.contains("."),
          let key = isKey ? word : nearestSpelling(to: word, among: names)
        else { continue }
        return (String(match.0), key)
      }
    }
    return nil
  }

  /// The keys that `text` asks for, in order of appearance.
  static func keys(in text: String) -> [String] {
    split(text).compactMap { piece in
      if case .key(let key) = piece { key } else { nil }
    }
  }

  /// `text` with each placeholder replaced; nil when `values` lacks one of its keys.
  static func expand(_ text: String, with values: [String: String]) -> String? {
    var result = ""
    for piece in split(text) {
      switch piece {
      case .literal(let literal): result += literal
      case .key(let key):
        guard let value = values[key] else { return nil }
        result += value
      }
    }
    return result
  }
}
