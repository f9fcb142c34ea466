/// A part of a YAML document that knows where its text stands.
///
/// A constant; a class, since lists and maps hold many, and copying one would count up four references.
final class YAMLNode: Sendable {
  /// How a scalar is written.
  enum Style: Hashable, Sendable {
    case plain
    case single
    case double
    case literal
    case folded

    /// Whether this is `|` or `>`.
    var isBlock: Bool { self == .literal || self == .folded }

    /// Whether this is one of the two kinds of quotes.
    var isQuoted: Bool { self == .single || self == .double }
  }

  /// A scalar: the text it stands for and how it is written.
  struct Scalar: Sendable {
    let text: String
    let style: Style
    /// Nil where the text is empty and plain, or could not be found again.
    let extent: ScalarExtent?
  }

  /// What a node is.
  enum Kind: Sendable {
    case scalar(Scalar)
    case list([YAMLNode])
    case map([(key: YAMLNode, value: YAMLNode)])
    /// A reference to the anchored node of that number, counted through the stream.
    case alias(Int)
  }

  let kind: Kind
  /// Where the node starts: its anchor or tag, else its text.
  let position: TextPosition
  /// The offset of `position`; of an alias, that of its target.
  let start: Int
  /// The offset of its text, behind anchor and tag.
  let textStart: Int
  /// The tag's full name; `tag:yaml.org,2002:str` for every scalar without one.
  let tag: String
  /// Whether a tag is written.
  let hasTag: Bool
  let anchor: String?
  /// Whether it stands between brackets or braces.
  let inFlow: Bool

  init(
    kind: Kind, position: TextPosition, start: Int, textStart: Int, tag: String, hasTag: Bool,
    anchor: String?, inFlow: Bool
  ) {
    self.kind = kind
    self.position = position
    self.start = start
    self.textStart = textStart
    self.tag = tag
    self.hasTag = hasTag
    self.anchor = anchor
    self.inFlow = inFlow
  }

  /// The scalar, or nil.
  var scalar: Scalar? {
    if case .scalar(let scalar) = kind { scalar } else { nil }
  }

  /// The members of a map, or nil.
  var members: [(key: YAMLNode, value: YAMLNode)]? {
    if case .map(let members) = kind { members } else { nil }
  }

  /// The elements of a list, or nil.
  var elements: [YAMLNode]? {
    if case .list(let elements) = kind { elements } else { nil }
  }

  /// Whether this is nothing: an empty plain scalar, `~` or `null`.
  var isNull: Bool {
    guard let scalar, scalar.style == .plain else { return false }
    return PlainScalar.kind(of: scalar.text) == .null
  }

  /// The value of the member whose key has that text, or nil.
  subscript(_ key: String) -> YAMLNode? { member(key)?.value }

  /// The member whose key has that text, or nil.
  func member(_ key: String) -> (key: YAMLNode, value: YAMLNode)? {
    members?.first { $0.key.scalar?.text.isSameText(as: key) == true }
  }
}
