/// A part of a YAML document that knows where its text stands.
///
/// A constant; a class, since lists and maps hold many, and copying one would count up four references.
public final class YAMLNode: Sendable {
  /// How a scalar is written.
  public enum Style: Hashable, Sendable {
    case plain
    case single
    case double
    case literal
    case folded

    /// Whether this is `|` or `>`.
    public var isBlock: Bool { self == .literal || self == .folded }

    /// Whether this is one of the two kinds of quotes.
    public var isQuoted: Bool { self == .single || self == .double }
  }

  /// A scalar: the text it stands for and how it is written.
  public struct Scalar: Sendable {
    public let text: String
    public let style: Style
    /// Nil where the text is empty and plain, or could not be found again.
    public let extent: ScalarExtent?

    /// Makes a scalar from its parts.
    public init(text: String, style: Style, extent: ScalarExtent?) {
      self.text = text
      self.style = style
      self.extent = extent
    }
  }

  /// What a node is.
  public enum Kind: Sendable {
    case scalar(Scalar)
    case list([YAMLNode])
    case map([(key: YAMLNode, value: YAMLNode)])
    /// A reference to the anchored node of that number, counted through the stream.
    case alias(Int)
  }

  public let kind: Kind
  /// Where the node starts: its anchor or tag, else its text.
  public let position: TextPosition
  /// The offset of `position`; of an alias, that of its target.
  public let start: Int
  /// The offset of its text, behind anchor and tag.
  public let textStart: Int
  /// The tag's full name; `tag:yaml.org,2002:str` for every scalar without one.
  public let tag: String
  /// Whether a tag is written.
  public let hasTag: Bool
  public let anchor: String?
  /// Whether it stands between brackets or braces.
  public let inFlow: Bool

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
  public var scalar: Scalar? {
    if case .scalar(let scalar) = kind { scalar } else { nil }
  }

  /// The members of a map, or nil.
  public var members: [(key: YAMLNode, value: YAMLNode)]? {
    if case .map(let members) = kind { members } else { nil }
  }

  /// The elements of a list, or nil.
  public var elements: [YAMLNode]? {
    if case .list(let elements) = kind { elements } else { nil }
  }

  var isAlias: Bool {
    if case .alias = kind { true } else { false }
  }

  /// Whether go-yaml takes this key for a merge key: a plain `<<`, or one with the tag of merge keys.
  public var isMergeKey: Bool {
    guard let scalar, scalar.text == "<<" else { return false }
    return hasTag ? tag == "tag:yaml.org,2002:merge" : scalar.style == .plain
  }

  /// Whether this is nothing: an empty plain scalar, `~` or `null`.
  public var isNull: Bool {
    guard let scalar, scalar.style == .plain else { return false }
    return PlainScalar.kind(of: scalar.text) == .null
  }

  /// The value of the member whose key has that text, or nil.
  public subscript(_ key: String) -> YAMLNode? { member(key)?.value }

  /// The member whose key has that text, or nil.
  public func member(_ key: String) -> (key: YAMLNode, value: YAMLNode)? {
    members?.first { $0.key.scalar?.text.isSameText(as: key) == true }
  }
}

extension YAMLNode {
  /// The node found by going down keys, or nil.
  public func node(_ keys: String...) -> YAMLNode? {
    var node = self
    for key in keys {
      guard let next = node[key] else { return nil }
      node = next
    }
    return node
  }

  /// The text of this scalar; nil for other nodes and for null.
  public var text: String? { isNull ? nil : scalar?.text }

  /// The texts of the scalars of a map by their keys.
  public var texts: [String: String] {
    var texts: [String: String] = [:]
    for (key, value) in members ?? [] {
      if let key = key.text, let value = value.text { texts[key] = value }
    }
    return texts
  }

  /// Calls `body` with each scalar, keys included, in the order of the text.
  ///
  /// - Parameters:
  ///   - skip: whether a member, given by the keys that lead to it, is left out.
  ///   - body: what is called.
  public func forEachScalar(
    skipping skip: ([String]) -> Bool = { _ in false }, _ body: (YAMLNode, Scalar) -> Void
  ) {
    forEachPlacedScalar(at: [], skipping: skip) { _, node, scalar in body(node, scalar) }
  }

  /// The same with the keys that lead to each scalar; `[]` stands for an element of a list.
  public func forEachPlacedScalar(
    at path: [String] = [], skipping skip: ([String]) -> Bool = { _ in false },
    _ body: ([String], YAMLNode, Scalar) -> Void
  ) {
    switch kind {
    case .scalar(let scalar): body(path, self, scalar)
    case .list(let elements):
      for element in elements {
        element.forEachPlacedScalar(at: path + ["[]"], skipping: skip, body)
      }
    case .map(let members):
      for (key, value) in members {
        let inner = path + [key.scalar?.text ?? ""]
        guard !skip(inner) else { continue }
        key.forEachPlacedScalar(at: path, skipping: skip, body)
        value.forEachPlacedScalar(at: inner, skipping: skip, body)
      }
    case .alias: break
    }
  }
}

extension YAMLNode {
  /// Whether both are the same but for their places: kinds, texts, tags, anchors and order.
  public func hasSameContent(as other: YAMLNode) -> Bool {
    guard tag == other.tag, anchor == other.anchor else { return false }
    switch (kind, other.kind) {
    case (.scalar(let left), .scalar(let right)):
      return left.text.isSameText(as: right.text) && left.style == right.style
    case (.alias(let left), .alias(let right)): return left == right
    case (.list(let left), .list(let right)):
      return left.elementsEqual(right) { $0.hasSameContent(as: $1) }
    case (.map(let left), .map(let right)): return Self.areSame(left[...], right[...])
    default: return false
    }
  }

  /// Whether both maps are the same but for the member of that key.
  public func hasSameMembers(as other: YAMLNode, except key: String) -> Bool {
    guard let left = members, let right = other.members, tag == other.tag, anchor == other.anchor
    else { return false }
    func isOther(_ member: (key: YAMLNode, value: YAMLNode)) -> Bool {
      member.key.scalar?.text.isSameText(as: key) != true
    }
    return Self.areSame(left.filter(isOther)[...], right.filter(isOther)[...])
  }

  private static func areSame(
    _ left: ArraySlice<(key: YAMLNode, value: YAMLNode)>,
    _ right: ArraySlice<(key: YAMLNode, value: YAMLNode)>
  ) -> Bool {
    left.elementsEqual(right) {
      $0.key.hasSameContent(as: $1.key) && $0.value.hasSameContent(as: $1.value)
    }
  }
}
