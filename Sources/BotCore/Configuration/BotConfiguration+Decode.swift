internal import Flux
internal import Providers
internal import Rewriter
internal import YAML

extension BotConfiguration {
  /// Reads the bytes of `file`, a JSON object.
  ///
  /// - Throws: ConfigurationError with a position for malformed JSON, unknown keys, values of the
  ///   wrong type, an empty `from`, two replacements with one `from`, and more than 10,000.
  static func decode(_ bytes: [UInt8], file: String) throws(ConfigurationError) -> BotConfiguration
  {
    let root = try parsedJSON(bytes, file: file)
    var reader = try ObjectReader(root, file: file, name: "the configuration")
    let values = try ValueKeys.declared(reading: reader.value("values"), file: file)
    reader.keys = ValueKeys(declared: values)
    let items = try reader.list("replacements")
    try checkCount(of: items, file: file)
    let configuration = BotConfiguration(
      file: file,
      baseBranch: try reader.object("repository") { (repository) throws(ConfigurationError) in
        try repository.string("base")
      } ?? nil,
      template: try reader.object("template", Template.init(reading:)),
      include: try reader.patterns("include"),
      exclude: try reader.patterns("exclude"),
      values: values,
      replacements: try replacements(items, file: file),
      fields: try fields(items, file: file),
      perEnvironment: try reader.patterns("perEnvironment"),
      keep: try reader.strings("keep") ?? [],
      patterns: try writtenPatterns(&reader),
      configMap: try reader.object("configMap", ConfigMapPlace.init(reading:)),
      terraformOutputs: try reader.object("sources", terraformOutputs(reading:)) ?? [:],
      wiring: try reader.choice("wiring", of: Wiring.self) ?? .auto,
      conflicts: try reader.choice("conflicts", of: ConflictPolicy.self) ?? .keepMine,
      backup: try reader.choice("backup", of: Backup.self) ?? .none,
      review: try reader.object("review", Review.init(reading:)) ?? Review(),
      forge: try reader.choice("forge", of: ForgeChoice.self),
      author: try reader.object("author", Author.init(reading:)) ?? .fallback,
      commit: try reader.object("commit", Commit.init(reading:)) ?? Commit())
    try reader.finish()
    return configuration
  }

  private static func writtenPatterns(
    _ reader: inout ObjectReader
  ) throws(ConfigurationError) -> [WrittenPattern] {
    var patterns: [WrittenPattern] = []
    for list in ["include", "exclude", "perEnvironment"] {
      for (pattern, item) in zip(try reader.strings(list) ?? [], try reader.list(list)) {
        patterns.append(WrittenPattern(list: list, pattern: pattern, position: item.position))
      }
    }
    return patterns
  }

  private static func terraformOutputs(
    reading reader: inout ObjectReader
  ) throws(ConfigurationError) -> [String: String] {
    try reader.object("terraform") { (outputs) throws(ConfigurationError) in
      var names: [String: String] = [:]
      for key in outputs.keys.all { names[key.name] = try outputs.string(key.name) }
      return names
    } ?? [:]
  }

  /// The most replacements, those of fields among them.
  static let mostReplacements = 10_000

  private static func checkCount(
    of items: [PositionedValue], file: String
  ) throws(ConfigurationError) {
    guard items.count > mostReplacements else { return }
    throw ConfigurationError(
      "there are \(items.count) replacements, and at most \(mostReplacements) are read", file: file,
      position: items[mostReplacements].position,
      remedy: "remove those that no file needs, or use shorter stand-ins that several share")
  }

  private static func replacements(
    _ items: [PositionedValue], file: String
  ) throws(ConfigurationError) -> [Replacement] {
    var replacements: [Replacement] = []
    var places: [String: TextPosition] = [:]
    for (index, item) in items.enumerated() where !isField(item) {
      var reader = try ObjectReader(item, file: file, name: "a replacement")
      let replacement = try Replacement(reading: &reader, place: index + 1)
      try reader.finish()
      if let twin = places.updateValue(replacement.fromPosition, forKey: replacement.from) {
        throw ConfigurationError(
          "two replacements have the same \"from\": \"\(replacement.from)\"",
          file: file, position: replacement.fromPosition,
          remedy: "keep one of them; the other stands in line \(twin.line)")
      }
      replacements.append(replacement)
    }
    return replacements
  }
}

extension BotConfiguration {
  private static func isField(_ item: PositionedValue) -> Bool {
    if case .string("field")? = item.member("kind")?.value.kind { true } else { false }
  }

  private static func fields(
    _ items: [PositionedValue], file: String
  ) throws(ConfigurationError) -> [FieldReplacement] {
    var fields: [FieldReplacement] = []
    for (index, item) in items.enumerated() where isField(item) {
      var reader = try ObjectReader(item, file: file, name: "a replacement")
      fields.append(try FieldReplacement(reading: &reader, place: index + 1))
      try reader.finish()
    }
    return fields
  }
}

extension BotConfiguration.FieldReplacement {
  fileprivate init(
    reading reader: inout ObjectReader, place: Int
  ) throws(ConfigurationError) {
    _ = reader.value("kind")
    object = try reader.requiredString("object")
    field = try reader.requiredString("field")
    guard let value = reader.value("to") else {
      throw ConfigurationError(
        "\"to\" is missing", file: reader.file, position: reader.position,
        remedy: "add \"to\" to this object")
    }
    to = value.value
    environments = try reader.strings("environments")
    position = value.position
    self.place = place
    do {
      _ = try FieldRule(object: object, field: field, value: to)
    } catch {
      throw ConfigurationError(
        error.message, file: reader.file, position: reader.position, remedy: error.remedy)
    }
  }
}

extension BotConfiguration.Template {
  fileprivate init(reading reader: inout ObjectReader) throws(ConfigurationError) {
    url = try reader.requiredString("url")
    ref = try reader.value("ref") == nil ? nil : reader.requiredString("ref")
    exclude = try reader.patterns("exclude")
    urlPosition = reader.value("url")?.position ?? reader.position
    refPosition = reader.value("ref")?.position ?? reader.position
    // An address that cannot be understood is reported once it is needed.
    if (try? Location(url, relativeTo: "/"))?.password != nil {
      throw ConfigurationError(
        "template.url holds a password, which everybody who reads this file knows",
        file: reader.file, position: urlPosition,
        remedy: "revoke it, remove it, and give another one as GITOPS_BOT_TEMPLATE_TOKEN")
    }
  }
}

extension BotConfiguration.Replacement {
  private enum Boundary: String, CaseIterable {
    case exact
  }

  fileprivate init(
    reading reader: inout ObjectReader, place: Int
  ) throws(ConfigurationError) {
    guard let kind = try reader.choice("kind", of: RuleKind.self) else {
      throw ConfigurationError(
        "a replacement has no \"kind\"", file: reader.file, position: reader.position,
        remedy: "add \"kind\": "
          + RuleKind.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ") + " or \"field\""
      )
    }
    self.kind = kind
    self.place = place
    from = try reader.requiredString("from")
    to = try reader.requiredString("to")
    fromPosition = reader.value("from")?.position ?? reader.position
    toPosition = reader.value("to")?.position ?? reader.position
    paths = try reader.bool("paths") ?? false
    exactBoundary = try reader.choice("boundary", of: Boundary.self) != nil
    spellings = []
    for item in try reader.list("spellings") {
      guard case .string(let text) = item.kind, let spelling = Spelling(rawValue: text) else {
        throw reader.mistyped("spellings", item, "a list of \"snake\" and \"constant\"")
      }
      spellings.insert(spelling)
    }
  }
}

extension BotConfiguration.ConfigMapPlace {
  fileprivate init(reading reader: inout ObjectReader) throws(ConfigurationError) {
    name = try reader.string("name") ?? "infrastructure-config"
    namespace = try reader.string("namespace") ?? "flux-system"
    path = try reader.requiredString("path")
    pathPosition = reader.value("path")?.position ?? reader.position
  }
}

extension BotConfiguration.Review {
  fileprivate init(reading reader: inout ObjectReader) throws(ConfigurationError) {
    branch = try reader.string("branch") ?? branch
    title = try reader.template("title", .title)
    body = try reader.reviewText("body")
    labels = try reader.strings("labels") ?? []
    reviewers = try reader.strings("reviewers") ?? []
    teamReviewers = try reader.strings("teamReviewers") ?? []
    assignees = try reader.strings("assignees") ?? []
    milestone = try reader.value("milestone") == nil ? nil : reader.requiredString("milestone")
    draft = try reader.bool("draft") ?? false
    bots = try reader.strings("bots") ?? []
  }
}

extension BotConfiguration.Author {
  fileprivate init(reading reader: inout ObjectReader) throws(ConfigurationError) {
    name = try reader.requiredString("name")
    email = try reader.requiredString("email")
  }
}

extension ObjectReader {
  /// The path patterns at `key`, each compiled once so that a bad one is reported where it stands.
  fileprivate mutating func patterns(_ key: String) throws(ConfigurationError) -> [String] {
    let patterns = try strings(key) ?? []
    for (pattern, item) in zip(patterns, try list(key)) {
      do {
        _ = try PathPattern(pattern)
      } catch {
        throw mistyped(key, item, "a list of path patterns (\(error))")
      }
    }
    return patterns
  }
}

/// Parses JSON that people write, with comments where they like; `isStrict` allows none.
///
/// - Throws: ConfigurationError with the position of the first mistake.
func parsedJSON(
  _ bytes: [UInt8], file: String, isStrict: Bool = false
) throws(ConfigurationError) -> PositionedValue {
  do {
    return isStrict
      ? try PositionedValue.parse(json: bytes) : try PositionedValue.parse(commentedJSON: bytes)
  } catch {
    throw ConfigurationError(
      error.message, file: file, position: error.position, remedy: error.remedy)
  }
}
