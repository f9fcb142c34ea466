internal import Mustache
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

  /// Compiles `source`.
  ///
  /// - Throws: ConfigurationError at `place` for a tag that is malformed, of a kind that is not
  ///   understood, or holds a name that `kind` does not have.
  init(_ source: String, for kind: MessageKind, at place: MessagePlace) throws(ConfigurationError) {
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
    for tag in tags { try tag.check(for: kind, at: place) }
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
