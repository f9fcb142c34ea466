internal import Git
internal import Providers

extension Draft {
  /// What a template for `kind` may name, in the form that its text needs.
  func messageValues(for kind: MessageKind) -> MessageValues {
    func inert(_ text: String?) -> String? {
      text.map { kind == .body ? $0.inertMarkdown : $0.inertLine }
    }
    let occasion = ReviewOccasion(self)
    var values = MessageValues()
    values.set("title", inert(occasion.title))
    values.set("what", inert(occasion.what))
    values.set("why", inert(occasion.why(target.name)))
    values["isSetUp"] = .flag(occasion == .setUp)
    values["isChange"] = .flag(occasion == .changedInputs)
    values["isUndo"] = .flag(occasion == .undo)
    values["isTemplateUpdate"] = .flag(false)
    if case .templateUpdate = occasion { values["isTemplateUpdate"] = .flag(true) }
    values.set("base", inert(target.name))
    values.set("branch", inert(target.bot.review.branch))
    values.set("template.url", inert(change.template.url))
    values.set("template.commit", String(change.template.commit.hex.prefix(12)))
    values.set("template.from", target.lock.map { String($0.template.commit.hex.prefix(12)) })
    for (name, number) in counts { values.set("count." + name, String(number)) }
    for (key, value) in commonValues { values.set(key, inert(value)) }
    return values
  }

  /// What the proposal comes to, by the names that templates use.
  private var counts: [String: Int] {
    [
      "edits": files.reduce(0) { $0 + $1.edits.count },
      "editedFiles": files.count { !$0.edits.isEmpty },
      "renamedPaths": files.count { $0.renamedFrom != nil },
      "files": files.count, "conflicts": conflicts.count,
    ]
  }

  /// The values that every environment has alike.
  private var commonValues: [String: String] {
    let all = resolution.values.map(\.values)
    guard let first = all.first else { return [:] }
    return first.filter { key, value in all.allSatisfy { $0[key] == value } }
  }

  /// The message of a commit, with a blank line at its end for the trailers: that of `template`, or
  /// `standard`, which ends so already.
  func message(_ template: MessageTemplate?, standard: String) -> String {
    guard let template else { return standard }
    var values = messageValues(for: .commit)
    let lines = standard.split(separator: "\n", maxSplits: 1)
    values.set("subject", lines.first.map(String.init))
    values.set("details", lines.dropFirst().first.map { String($0).trimmed })
    values["configMaps"] = .list((change.inputs.configMaps ?? []).map(\.path.inertLine))
    let text = template.text(values).printableLines.trimmed
    return text.isEmpty ? standard : text + "\n\n"
  }
}

extension Proposal {
  /// The title of the review, on one line of at most 250 characters, since forges take 255.
  var reviewTitle: String {
    let standard = ReviewOccasion(draft).title
    guard let template = target.bot.review.title else { return standard }
    let text = template.text(draft.messageValues(for: .title)).printableLines
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return text.isEmpty ? standard : String(text.prefix(250))
  }

  /// `body` as Markdown of at most `limit` bytes, in the words of the owner's template where there is one.
  func markdown(_ body: ReviewBody, limit: Int) -> String {
    guard let template = draft.resolved.reviewText else { return body.markdown(limit: limit) }
    func text(room: Int) -> String { template.text(bodyValues(body, template, room: room)) }
    let bound = limit - body.marked("", limit: limit).utf8.count
    var room = bound - text(room: 0).utf8.count
    var result = text(room: max(room, 0))
    // What a template shows twice takes its room twice.
    while result.utf8.count > bound, room > 0 {
      room /= 2
      result = text(room: room)
    }
    return body.marked(result, limit: limit)
  }

  private func bodyValues(
    _ body: ReviewBody, _ template: MessageTemplate, room: Int
  ) -> MessageValues {
    var values = draft.messageValues(for: .body)
    values.set("summary", body.summary)
    values.set("wayBack", body.wayBack)
    let isWhole = template.names.contains("body")
    let named = ReviewBody.Part.allCases.filter { template.names.contains("parts.\($0.rawValue)") }
    let lists = body.lists(isWhole ? ReviewBody.Part.allCases : named, room: room)
    for (part, text) in lists { values.set("parts.\(part.rawValue)", text) }
    let whole = [body.summary + "\n"] + lists.map(\.text) + [body.wayBack]
    values.set("body", isWhole ? whole.filter { !$0.isEmpty }.joined(separator: "\n") : nil)
    return values
  }
}

extension String {
  /// The text without control characters but line ends and tabs: one of them could end a commit's message
  /// before its trailers.
  fileprivate var printableLines: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.filter {
          $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\t"
        }))
  }

  /// The text without white space at its ends.
  fileprivate var trimmed: String {
    var text = drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

extension TargetBranch {
  /// The owner's template for the body of the review; nil for the bot's own words.
  ///
  /// - Throws: BotError where the file is not there or is no template.
  func reviewText(in repository: Repository) throws(BotError) -> MessageTemplate? {
    switch bot.review.body {
    case nil: return nil
    case .template(let template): return template
    case .file(let path, let position):
      guard let bytes = try repository.bytes(at: path, in: tree) else {
        throw BotError(
          "\(name) has no file \(path)", file: bot.file, position: position,
          remedy: "commit the file, or correct its path; a text in place of a path does not end in "
            + ".mustache")
      }
      return try configuration { () throws(ConfigurationError) in
        try MessageTemplate(
          String(decoding: bytes, as: UTF8.self), for: .body, bot.keys,
          at: MessagePlace(file: path, key: nil, position: nil))
      }
    }
  }
}
