internal import Mustache
internal import Providers
internal import YAML

/// A text that the owner writes, with Mustache tags for what the bot knows.
///
/// Variables, sections, inverted sections and comments
/// (https://mustache.github.io/mustache.5.html) are understood. Nothing is escaped for HTML: what the
/// tags stand for is neutralised already, as the text needs it.
struct MessageTemplate: Sendable {
  /// As the owner wrote it.
  let source: String
  /// The names in its tags.
  let names: Set<String>
  private let template: MustacheTemplate

  /// Makes the text of everything behind it as it is; taken off again where it is parsed.
  private static let plain = "{{% CONTENT_TYPE:TEXT }}\n"

  /// Compiles `source`, which may also name the values of `keys`.
  ///
  /// - Throws: ConfigurationError at `place` for a tag that is malformed, of a kind that is not
  ///   understood, or holds a name that `kind` does not have.
  init(
    _ source: String, for kind: MessageKind, _ keys: ValueKeys = ValueKeys(),
    at place: MessagePlace
  ) throws(ConfigurationError) {
    self.source = source
    do {
      template = try MustacheTemplate(string: MessageTemplate.plain + source)
    } catch {
      throw MessageTemplate.malformed(error, at: place)
    }
    // The parser takes two braces at the very end for nothing.
    guard !source.hasSuffix("{{") else {
      throw MessageTemplate.unfinished(at: TextPosition(of: source.endIndex, in: source), place)
    }
    let tags = MessageTag.all(in: source)
    for tag in tags { try tag.check(for: kind.variables + keys.names, at: place) }
    names = Set(tags.map(\.name))
  }

  /// The text with everything filled in.
  func text(_ values: MessageValues) -> String {
    template.render(values)
  }

  private static func malformed(_ error: any Error, at place: MessagePlace) -> ConfigurationError {
    guard let error = error as? MustacheTemplate.ParserError else {
      return place.error(
        "it is no Mustache template", at: TextPosition(line: 1, column: 1),
        remedy: "see docs/configuration.md for an example")
    }
    let position = TextPosition(
      line: max(error.context.lineNumber - 1, 1), column: max(error.context.columnNumber, 1))
    switch error.error as? MustacheTemplate.Error {
    case .sectionCloseNameIncorrect:
      return place.error(
        "a section is ended that is not the last one begun", at: position,
        remedy: "end each {{#name}} with {{/name}}")
    case .expectedSectionEnd:
      return place.error(
        "a section is not ended", at: position, remedy: "end each {{#name}} with {{/name}}")
    default: return unfinished(at: position, place)
    }
  }

  private static func unfinished(
    at position: TextPosition, _ place: MessagePlace
  ) -> ConfigurationError {
    place.error(
      "a tag is not finished", at: position,
      remedy: "write {{name}}, with a name of docs/configuration.md")
  }
}

extension MessageTemplate: Hashable {
  static func == (left: Self, right: Self) -> Bool { left.source == right.source }

  func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// What a text that the owner writes is for, which decides what it may name.
enum MessageKind: Hashable, Sendable {
  /// The title of the review: one line.
  case title
  /// The body of the review: Markdown.
  case body
  /// The message of a commit.
  case commit

  /// Every name that a tag may hold besides the values', as `docs/configuration.md` lists them.
  var variables: [String] {
    switch self {
    case .title: MessageKind.common
    case .body: MessageKind.common + MessageKind.parts.keys + ["body", "summary", "wayBack"]
    case .commit: MessageKind.common + ["subject", "details", "configMaps"]
    }
  }

  /// The lists of a body by the names under which a template has them.
  static let parts = Dictionary(
    uniqueKeysWithValues: ReviewBody.Part.allCases.map { ("parts.\($0.rawValue)", $0) })

  private static let common =
    [
      "title", "what", "why", "isSetUp", "isTemplateUpdate", "isChange", "isUndo", "base", "branch",
      "count.edits", "count.editedFiles", "count.renamedPaths", "count.files", "count.conflicts",
      "template.url", "template.commit", "template.from",
    ]

  /// With what names begin that mean something in one of the texts.
  static let reserved = Set(
    [title, .body, .commit].flatMap(\.variables).map { String($0.prefix { $0 != "." }) })
}

/// Where a text of the owner's stands, for errors.
struct MessagePlace {
  /// The file that holds it.
  let file: String
  /// The key that it is the value of; nil where it is the whole file.
  let key: String?
  /// Where the value begins; nil where it is the whole file.
  let position: TextPosition?

  /// The error for a mistake at `inner` within the text.
  func error(_ message: String, at inner: TextPosition, remedy: String) -> ConfigurationError {
    guard let key, let position else {
      return ConfigurationError(message, file: file, position: inner, remedy: remedy)
    }
    // What the value's escapes moved is not known, so the value itself is the place.
    let line = inner.line == 1 ? "" : ", in its line \(inner.line)"
    return ConfigurationError(
      "\"\(key)\"\(line): \(message)", file: file, position: position, remedy: remedy)
  }
}

/// A tag of a text that is known to be a well-formed Mustache template.
///
/// The parser keeps what it finds to itself, and a name that nobody set renders as nothing, so the
/// names are read once more here. Tags that could change the delimiters are refused, so that every tag
/// begins with two braces.
struct MessageTag {
  /// What stands behind the braces, such as `#`; empty for a variable.
  let sigil: Substring
  let name: String
  let position: TextPosition

  /// All of them but comments, in their order.
  static func all(in text: String) -> [MessageTag] {
    text.matches(of: /\{\{(?:!.*?|([^\w\s.!]?)\s*(.*?)\s*\}?)\}\}/.dotMatchesNewlines()).compactMap
    {
      guard let name = $0.output.2, let sigil = $0.output.1 else { return nil }
      return MessageTag(
        sigil: sigil, name: String(name),
        position: TextPosition(of: $0.range.lowerBound, in: text))
    }
  }

  /// Makes sure that this is a tag with one of `names`.
  ///
  /// - Throws: ConfigurationError at its place, with the nearest right name.
  func check(for names: [String], at place: MessagePlace) throws(ConfigurationError) {
    guard ["", "{", "&", "#", "^", "/"].contains(sigil) else {
      throw place.error(
        "the tag {{\(sigil)\(name)}} is of a kind that is not understood here", at: position,
        remedy: "write {{name}}, {{#name}} … {{/name}} or {{^name}} … {{/name}}")
    }
    guard name != ".", !names.contains(name) else { return }
    let nearest = nearestSpelling(to: name, among: names)
    throw place.error(
      "unknown variable \"\(name)\"", at: position,
      remedy: nearest.map { "did you mean \"\($0)\"?" }
        ?? "known here: \(names.sorted().joined(separator: ", "))")
  }
}

extension TextPosition {
  /// The position of `index` in `text`.
  init(of index: String.Index, in text: String) {
    let lines = text[..<index].split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    self.init(line: lines.count, column: (lines.last?.unicodeScalars.count ?? 0) + 1)
  }
}
