internal import YAML

/// A value that replacements, `--set` and the environment can name.
struct ValueKey: Hashable, Sendable {
  let name: String
  let kind: ValueKind
  /// What the template says of a value of its own; nil for those that every installation has.
  let declaration: Declaration?

  /// What `bot.config.json` says of a value of its own.
  struct Declaration: Hashable, Sendable {
    var help: String?
    var position: TextPosition
  }

  init(_ name: String, _ kind: ValueKind, _ declaration: Declaration? = nil) {
    self.name = name
    self.kind = kind
    self.declaration = declaration
  }

  /// `GITOPS_BOT_VALUE_CLUSTER_NODE_SIZE` for `cluster.nodeSize`.
  var variable: String {
    var result = ValueKey.variablePrefix
    for character in name {
      if character == "." || character == "-" {
        result.append("_")
      } else {
        if character.isUppercase { result.append("_") }
        result += character.uppercased()
      }
    }
    return result
  }

  static let variablePrefix = "GITOPS_BOT_VALUE_"

  /// The names that lead to the value.
  var parts: [String] { name.split(separator: ".").map(String.init) }

  /// Whether both cannot be declared: one would stand inside the other, or both would have one variable.
  func clashes(with other: ValueKey) -> Bool {
    isWithin(other) || other.isWithin(self) || variable == other.variable
  }

  /// Whether it would stand inside the other, or has the same name.
  fileprivate func isWithin(_ other: ValueKey) -> Bool {
    (name + ".").hasPrefix(other.name + ".")
  }

  /// Whether each environment has one of its own and none is for all.
  var isOfEnvironment: Bool { ["cluster", "environment"].contains(parts[0]) }

  /// Where the value stands in `infrastructure.config.json` when it is written for the environment with
  /// that index; nil for `environment.name`, which is chosen and not set.
  ///
  /// A value of the template's own may stand in an environment, and else at the top of the file.
  func path(environment: Int) -> [String]? {
    let entry = ["environments", String(environment)]
    switch parts[0] {
    case "project": return parts
    case "environment": return name == "environment.name" ? nil : entry + parts.dropFirst()
    default: return entry + parts
    }
  }

  /// Where it may stand, the place that counts first at the front.
  func paths(environment: Int) -> [[String]] {
    [path(environment: environment)].compactMap { $0 } + (declaration == nil ? [] : [parts])
  }
}

extension ValueKey {
  /// What is wrong with `text`, as a problem of `file`; nil for nothing.
  ///
  /// A text that stands in a file of the repository is repeated unless it looks like a credential; one that was
  /// given (`isGiven`) only where it cannot be one.
  func problem(
    with text: String, in file: String, at position: TextPosition? = nil, isGiven: Bool = true
  ) -> ConfigurationError.Problem? {
    if kind.accepts(text) { return nil }
    let isShown = isGiven ? GivenText.isWord(text) : GivenText.isHarmless(text)
    let isGuessed =
      isGiven && !kind.hasDots ? GivenText.isPlain(text) : GivenText.isHarmless(text)
    let meant = isGuessed ? kind.suggestion(for: text) : nil
    return ConfigurationError.Problem(
      isShown ? "\(name) is \"\(text)\", which is not \(kind.noun)" : "\(name) is not \(kind.noun)",
      file: file, position: position, remedy: meant.map { "did you mean \"\($0)\"?" } ?? remedy)
  }

  /// What to do about a value that is not of this kind.
  var remedy: String {
    guard let help = declaration?.help, !help.isEmpty else { return "give \(kind.expected)" }
    return "give \(kind.expected) (\(help))"
  }
}

/// The values of a configuration: those that every installation has, and those that the template declares.
struct ValueKeys: Hashable, Sendable {
  /// In the order in which errors list them.
  let all: [ValueKey]
  /// For each key the stand-ins that replacements turn into exactly its value, which count as missing.
  var standIns: [String: Set<String>] = [:]
  /// Whether values of another kind are mistakes.
  var checksKinds = true

  init(declared: [ValueKey] = []) {
    all = ValueKeys.builtIn + declared
  }

  /// What every installation has.
  static let builtIn = [
    ValueKey("project.name", .label), ValueKey("project.domain", .domain),
    ValueKey("project.email", .email), ValueKey("project.description", .text),
    ValueKey("environment.name", .label), ValueKey("environment.domain", .domain),
    ValueKey("cluster.name", .label), ValueKey("cluster.provider", .text),
    ValueKey("cluster.region", .text), ValueKey("cluster.nodeSize", .text),
    ValueKey("cluster.nodeCount", .count), ValueKey("cluster.minNodes", .count),
    ValueKey("cluster.maxNodes", .count), ValueKey("cluster.haControlPlane", .boolean),
    ValueKey("cluster.version", .text), ValueKey("cluster.nodeCpu", .quantity),
    ValueKey("cluster.nodeMemory", .quantity),
  ]

  /// The names of all.
  var names: [String] { all.map(\.name) }

  /// Those that the template declares.
  var declared: [ValueKey] { all.filter { $0.declaration != nil } }

  func named(_ name: String) -> ValueKey? { all.first { $0.name == name } }

  /// Whether a text is only the template's stand-in of that key.
  func isStandIn(_ text: String, of key: String) -> Bool {
    standIns[key]?.contains(text) == true
  }
}

extension ValueKeys {
  /// The first parts of names that mean something else in one of the files, or in a text of the owner's.
  private static let reserved: Set = [
    "project", "environment", "environments", "cluster", "name", "domain", "resourceProfiles",
    "storage", "nodeSelectors", "networking", "applications",
  ]

  /// Reads the object `values` of a configuration.
  ///
  /// - Throws: ConfigurationError with every mistake: a name that cannot be one or that another value has, an
  ///   unknown kind, a pattern that is none.
  static func declared(
    reading value: PositionedValue?, file: String
  ) throws(ConfigurationError) -> [ValueKey] {
    guard let value else { return [] }
    let reader = try ObjectReader(value, file: file, name: "\"values\"")
    var keys: [ValueKey] = []
    var problems: [ConfigurationError.Problem] = []
    for member in reader.all() where !member.key.hasPrefix("$") {
      do throws(ConfigurationError) {
        let key = try ValueKey(reading: member, file: file)
        try check(key, besides: builtIn + keys, file: file, at: member.keyPosition)
        keys.append(key)
      } catch {
        problems += error.problems
      }
    }
    if !problems.isEmpty { throw ConfigurationError(problems) }
    return keys
  }

  private static func check(
    _ key: ValueKey, besides others: [ValueKey], file: String, at position: TextPosition
  ) throws(ConfigurationError) {
    func error(_ message: String, _ remedy: String) -> ConfigurationError {
      ConfigurationError(message, file: file, position: position, remedy: remedy)
    }
    let isName = key.name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
      $0.first?.isLetter == true && $0.utf8.allSatisfy { isNamePart($0) }
    }
    guard isName, key.name.utf8.count <= 100 else {
      throw error(
        "the value \"\(key.name)\" cannot have this name",
        "use letters, digits, - and _, with a letter first, and dots between the parts")
    }
    if builtIn.contains(where: { $0.name == key.name }) {
      throw error(
        "\(key.name) is a value that every installation has", "leave it out, or use another name")
    }
    if reserved.union(MessageKind.reserved).contains(key.parts[0]) {
      throw error(
        "a value's name cannot begin with \"\(key.parts[0])\", which has a meaning of its own",
        "begin it with another word, such as platform.\(key.name)")
    }
    for other in others {
      if key.isWithin(other) || other.isWithin(key) {
        throw error(
          "one of \(key.name) and \(other.name) would stand inside the other", "rename one of them")
      }
      if key.variable == other.variable {
        throw error(
          "\(key.name) and \(other.name) would have the same variable \(key.variable)",
          "rename one of them")
      }
    }
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    let scalar = Unicode.Scalar(byte)
    return scalar.isASCIILetterOrDigit || scalar == "-" || scalar == "_"
  }
}

extension ValueKey {
  fileprivate init(
    reading member: PositionedValue.Member, file: String
  ) throws(ConfigurationError) {
    var reader = try ObjectReader(member.value, file: file, name: "the value \"\(member.key)\"")
    let kind = try ValueKind(reading: &reader)
    let help = try reader.string("help")
    try reader.finish()
    self.init(member.key, kind, Declaration(help: help, position: member.keyPosition))
  }
}

extension ValueKind {
  fileprivate init(reading reader: inout ObjectReader) throws(ConfigurationError) {
    let pattern = try reader.value("pattern") == nil ? nil : reader.requiredString("pattern")
    let name = try reader.string("kind")
    if let pattern {
      guard name == nil || name == "text" else {
        throw ConfigurationError(
          "a value has a \"kind\" or a \"pattern\"", file: reader.file,
          position: reader.value("pattern")?.position, remedy: "leave out one of the two")
      }
      do {
        self = .pattern(try ValuePattern(pattern))
      } catch {
        throw ConfigurationError(
          "\"pattern\" is not a regular expression that is understood: \(error.reason)",
          file: reader.file, position: reader.value("pattern")?.position,
          remedy: "correct it; see docs/configuration.md for what is understood")
      }
      return
    }
    let names = ValueKind.named.map(\.name)
    guard let found = ValueKind.named.first(where: { $0.name == name }) else {
      let nearest = name.flatMap { nearestSpelling(to: $0, among: names) }
      throw ConfigurationError(
        name.map { "there is no kind \"\($0)\"" } ?? "a value has no \"kind\" and no \"pattern\"",
        file: reader.file, position: reader.value("kind")?.position ?? reader.position,
        remedy: nearest.map { "did you mean \"\($0)\"?" }
          ?? "add \"kind\": one of \(names.joined(separator: ", "))")
    }
    self = found.kind
  }
}
