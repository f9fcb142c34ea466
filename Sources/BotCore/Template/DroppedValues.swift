internal import Findings
internal import Git
internal import YAML

extension Sides {
  /// The names of the values that the template declared and no longer does.
  ///
  /// Without those beside which something that it declares now could not stand.
  ///
  /// - Throws: BotError when an object cannot be read.
  func droppedValues(in repository: Repository) throws(BotError) -> [String] {
    func declared(in tree: ObjectID) throws(BotError) -> [String]? {
      let bytes = try repository.bytes(at: BotFile.configuration, in: tree)
      let root = bytes.flatMap { try? PositionedValue.parse(commentedJSON: $0).value }
      return root.map { $0["values"]?.members.map(\.key) ?? [] }
    }
    guard let old = try declared(in: base), let new = try declared(in: theirs) else { return [] }
    let present = new.map { ValueKey($0, .text) }
    return old.filter { name in
      !name.hasPrefix("$") && !new.contains(name)
        && !present.contains(where: ValueKey(name, .text).clashes)
    }.sorted()
  }
}

extension TargetBranch {
  /// The file with the owner's template for the body of the review; empty where there is none.
  ///
  /// - Throws: BotError when an object cannot be read.
  func reviewFile(in repository: Repository) throws(BotError) -> String {
    guard case .file(let path, _) = bot.review.body,
      let bytes = try repository.bytes(at: path, in: tree)
    else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What an owner's side asks for of the values that a template no longer declares.
///
/// An owner who gave a value did nothing wrong, so it must not become an unknown key: its declaration stays.
struct OwnersNeeds {
  /// With everything declared still.
  private let bot: BotConfiguration
  private let values: PositionedValue?
  private let request: Request?
  private let reviewText: String

  /// - Parameters:
  ///   - bot: The merged configuration, in which everything is declared still.
  ///   - infrastructure: The merged bytes of `infrastructure.config.json`.
  ///   - request: What may give values too.
  ///   - reviewText: The owner's template for the body of the review where it stands in a file.
  init(
    _ bot: BotConfiguration, _ infrastructure: [UInt8]?, _ request: Request?, reviewText: String
  ) {
    (self.bot, self.request, self.reviewText) = (bot, request, reviewText)
    values = infrastructure.flatMap { try? PositionedValue.parse(commentedJSON: $0) }
  }

  /// Those of `dropped` that something uses or gives.
  func kept(of dropped: [String]) -> [ValueKey] {
    var (kept, rest) = ([ValueKey](), bot.values)
    for key in bot.values where dropped.contains(key.name) {
      let others = rest.filter { $0 != key }
      if isUsed(key) || isGiven(key) || mistakes(declaring: others) > mistakes(declaring: rest) {
        kept.append(key)
      } else {
        rest = others
      }
    }
    return kept
  }

  /// What a report says of one that was kept.
  func finding(_ key: ValueKey) -> Finding {
    let place = position(of: key)
    let declaration = key.declaration?.position
    if isUsed(key) {
      return Finding(
        .configurationKept, .note, path: bot.file, line: declaration?.line,
        column: declaration?.column,
        "the template no longer declares \(key.name), which your configuration still uses; "
          + "the declaration was kept",
        remedy: "keep it, or remove it together with what uses it")
    }
    return Finding(
      .valueUnused, .note, path: place == nil ? bot.file : BotFile.infrastructure,
      line: (place ?? declaration)?.line, column: (place ?? declaration)?.column,
      "the template no longer declares \(key.name), and nothing uses its value; "
        + "value and declaration were kept",
      remedy: "if you do not need it, remove the value, and then its declaration in \(bot.file)")
  }

  private func isUsed(_ key: ValueKey) -> Bool {
    bot.usedKeys.contains(key.name) || reviewText.contains(key.name)
  }

  /// Whether something besides `infrastructure.config.json` gives it, or says where it comes from.
  private func isGiven(_ key: ValueKey) -> Bool {
    bot.terraformOutputs[key.name] != nil
      || request?.settings.contains { $0.hasPrefix(key.name + "=") } == true
      || request?.variables[key.variable].map { !$0.isEmpty } == true
  }

  /// How much of `infrastructure.config.json` is wrong where these values are declared.
  private func mistakes(declaring keys: [ValueKey]) -> Int {
    guard let values else { return 0 }
    var known = ValueKeys(declared: keys)
    known.checksKinds = false
    let read = try? InfrastructureConfiguration.read(
      values, file: BotFile.infrastructure, keys: known)
    return read?.1.count ?? 0
  }

  /// Where `infrastructure.config.json` gives it; nil where it does not.
  private func position(of key: ValueKey) -> TextPosition? {
    guard let values else { return nil }
    var holders = [values]
    if case .list(let environments)? = values.member("environments")?.value.kind {
      holders += environments
    }
    return holders.lazy.compactMap { holder in
      key.parts.dropLast().reduce(holder) { $0?.member($1)?.value }?
        .member(key.parts[key.parts.count - 1])?.keyPosition
    }.first
  }
}
