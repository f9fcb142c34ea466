extension YAMLNode {
  /// Whether both are the same but for their places: kinds, texts, tags, anchors and order.
  func hasSameContent(as other: YAMLNode) -> Bool {
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
  func hasSameMembers(as other: YAMLNode, except key: String) -> Bool {
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
