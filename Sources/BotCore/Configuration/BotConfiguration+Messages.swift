internal import Git
internal import YAML

extension BotConfiguration {
  /// The body of the review as the owner writes it.
  enum ReviewText: Hashable, Sendable {
    /// In the configuration itself.
    case template(MessageTemplate)
    /// In a file of the base branch, which the value at this position names.
    case file(String, TextPosition)
  }

  /// What the bot's commits say; nil for its own words.
  struct Commit: Sendable {
    /// Of the commit that holds the rewritten files.
    var statics: MessageTemplate?
    /// Of the commit that holds the generated ConfigMaps.
    var dynamics: MessageTemplate?
  }
}

extension BotConfiguration.Commit {
  init(reading reader: inout ObjectReader) throws(ConfigurationError) {
    statics = try reader.template("static", .commit)
    dynamics = try reader.template("dynamic", .commit)
  }
}

extension ObjectReader {
  /// The template at `key`; nil when absent.
  mutating func template(
    _ key: String, _ kind: MessageKind
  ) throws(ConfigurationError) -> MessageTemplate? {
    guard let value = value(key) else { return nil }
    return try MessageTemplate(
      try requiredString(key), for: kind, keys,
      at: MessagePlace(file: file, key: key, position: value.position))
  }

  /// The template at `key`, or the file that the value names by ending in `.mustache`; nil when absent.
  mutating func reviewText(
    _ key: String
  ) throws(ConfigurationError) -> BotConfiguration.ReviewText? {
    guard let value = value(key) else { return nil }
    let text = try requiredString(key)
    guard text.hasSuffix(".mustache"), !text.contains(where: \.isNewline) else {
      return try template(key, .body).map(BotConfiguration.ReviewText.template)
    }
    guard isSafePath(text) else {
      throw mistyped(
        key, value, "a path within the repository, such as \".github/review.mustache\"")
    }
    return .file(text, value.position)
  }
}
