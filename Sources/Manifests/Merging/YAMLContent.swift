/// What a YAML file says: its scalars with the keys that lead to them, whatever their order.
///
/// Items of a list are not told apart, nor are documents of one kind; of a block, and of a text
/// with line breaks, the words count.
public struct YAMLContent {
  private struct Entry: Hashable {
    var path: [String]
    var text: [UInt8]
    var kind: Kind

    enum Kind: Hashable {
      case scalar(PlainScalar.Kind)
      /// A word of a block, whose lines a merge may take from both sides.
      case word
      case alias
      case emptyMap
      case emptyList
    }

    /// Whether this is a key without a value.
    var isNothing: Bool { [.scalar(.null), .emptyMap, .emptyList].contains(kind) }
  }

  /// Every entry, and what it is after the change of values.
  private var entries: [Entry: Entry] = [:]

  /// Reads a file; nil where it is no YAML or a map has a key twice.
  ///
  /// `changingValues` makes of a text what it would be if only values had changed.
  public init?(_ bytes: [UInt8], changingValues: ([UInt8]) -> [UInt8]) {
    guard let stream = try? YAMLStream(bytes) else { return nil }
    for document in stream.documents {
      add(document, at: [document["kind"]?.text ?? ""], changingValues)
    }
  }

  /// Whether this can be the merge of three files.
  ///
  /// Everything in it must stand in `ours` or `theirs` at the same place, and everything that `ours`
  /// has beyond the base must be there, as it was or with changed values. So a line is found that a
  /// merge of texts put below another parent.
  public func isMerge(base: YAMLContent, ours: YAMLContent, theirs: YAMLContent) -> Bool {
    let changed = Set(ours.entries.values)
    let isKnown = entries.keys.allSatisfy {
      // Where each side removed a part, nothing may be left.
      ours.entries[$0] != nil || theirs.entries[$0] != nil || changed.contains($0) || $0.isNothing
    }
    return isKnown
      && ours.entries.allSatisfy { old, new in
        // Theirs may have filled what ours left empty.
        base.entries[old] != nil || entries[old] != nil || entries[new] != nil || old.isNothing
      }
  }

  private mutating func add(
    _ node: YAMLNode, at path: [String], _ changingValues: ([UInt8]) -> [UInt8]
  ) {
    switch node.kind {
    case .scalar(let scalar): add(scalar, at: path, changingValues)
    case .alias(let number): insert(Array(String(number).utf8), at: path, .alias)
    case .list(let elements):
      if elements.isEmpty { insert([], at: path, .emptyList) }
      for element in elements { add(element, at: path + ["[]"], changingValues) }
    case .map(let members):
      if members.isEmpty { insert([], at: path, .emptyMap) }
      for (key, value) in members {
        // The value may stand in the key, as in a map of hosts.
        let key = changingValues(Array((key.scalar?.text ?? "").utf8))
        add(value, at: path + [String(decoding: key, as: UTF8.self)], changingValues)
      }
    }
  }

  private mutating func add(
    _ scalar: YAMLNode.Scalar, at path: [String], _ changingValues: ([UInt8]) -> [UInt8]
  ) {
    let text = Array(scalar.text.utf8)
    guard text.contains(.lineFeed) || scalar.style.isBlock else {
      return insert(
        text, changed: changingValues(text), at: path, .scalar(scalar.valueKind))
    }
    for word in text.split(whereSeparator: \.isJSONSpace) {
      insert(Array(word), changed: changingValues(Array(word)), at: path, .word)
    }
  }

  private mutating func insert(
    _ text: [UInt8], changed: [UInt8]? = nil, at path: [String], _ kind: Entry.Kind
  ) {
    entries[Entry(path: path, text: text, kind: kind)] =
      Entry(path: path, text: changed ?? text, kind: kind)
  }
}
