/// A line of a file, with an identity that both sides of a history share.
struct ModelLine: Sendable {
  /// What may be done to a line.
  enum Role: Sendable {
    /// It holds the file together and stays.
    case fixed
    /// It holds nothing but a comment.
    case comment
    /// `key: value` without a stand-in.
    case plain
    /// `key: 1.2.3`, of a chart or an image.
    case version
    /// It holds a stand-in.
    case value
    /// It ends in the domain, below a subdomain of its own.
    case host
    /// An entry of a kustomization, for the file or folder of that name.
    case entry(String)
  }

  let id: Int

  /// An entry's role changes with the name of what it is for.
  var role: Role

  /// With stand-ins where the line follows the values.
  var text: String

  /// Whether stand-ins in it become values; the owner's own lines stay as they are.
  var follows = true

  /// Whether the owner wrote it, or changed it.
  var isOwners = false

  /// What stands behind its `#`; empty for a line without a comment.
  var comment = ""

  /// Whether the owner wrote or changed the comment.
  var isCommentOwners = false

  /// Whether the wiring translated the references in it.
  var isTranslated = false

  /// Whether the wiring added it: the template's own files do not have it.
  var isWiring = false

  /// Whether it refers to a generated value.
  var isReference: Bool { text.contains("${infraConfig") }

  /// A text with the flat names of the values that it refers to.
  static func translated(_ text: String) -> String {
    text.replacing(/\$\{infraConfig\.([A-Za-z.]+)\}/) {
      "${infraConfig_" + $0.output.1.replacing(".", with: "_") + "}"
    }
  }

  /// The line with its comment; a line of spaces has it to itself.
  func commented(_ text: String) -> String {
    if comment.isEmpty { return text }
    return text.allSatisfy { $0 == " " } ? "\(text)# \(comment)" : "\(text)  # \(comment)"
  }

  /// Whether the line holds a stand-in.
  var holdsValue: Bool {
    switch role {
    case .value, .host: true
    case .fixed, .comment, .plain, .version, .entry: false
    }
  }

  /// Whether it is `key: value` without a stand-in.
  var isPlain: Bool { if case .plain = role { true } else { false } }

  /// Whether it ends in the domain.
  var isHost: Bool { if case .host = role { true } else { false } }

  /// Whether it is a version.
  var isVersion: Bool { if case .version = role { true } else { false } }

  /// Whether a line may be inserted behind it, when the next has the same indentation.
  var isInMap: Bool { isPlain || isVersion || holdsValue }

  /// The spaces at its start.
  var indentation: Int { text.prefix { $0 == " " }.count }

  /// The line with another value behind its key.
  func text(settingValue value: String) -> String {
    let key = text.prefix { $0 != ":" && $0 != "=" }
    return text.contains(":") ? "\(key): \(value)" : "\(key)=\(value)"
  }

  /// What stands behind its key.
  var value: Substring { text.split(separator: " ").last ?? "" }
}
