internal import Providers

/// What a text that the owner writes is for, which decides what it may name.
enum MessageKind: Hashable, Sendable {
  /// The title of the review: one line.
  case title
  /// The body of the review: Markdown.
  case body
  /// The message of a commit.
  case commit

  /// Every name that a tag may hold, as `docs/configuration.md` lists them.
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
    ] + ValueKey.all.map(\.name)
}
