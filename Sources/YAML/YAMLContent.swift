/// What a YAML file says: its scalars with the keys that lead to them, whatever their order.
///
/// Items of a list are not told apart, nor are documents of one kind; of a block, and of a text
/// with line breaks, the words count.
public struct YAMLContent {
  /// Numbers for the ways to scalars, shared by contents that are compared: a long way is one number.
  public final class Ways {
    private struct Step: Hashable {
      let outer: Int
      let key: [UInt8]
    }

    private var numbers: [Step: Int] = [:]

    public init() {}

    /// The way that goes on from `outer`, 0 being the file, with a key.
    fileprivate func way(from outer: Int, over key: [UInt8]) -> Int {
      let step = Step(outer: outer, key: key)
      if let number = numbers[step] { return number }
      numbers[step] = numbers.count + 1
      return numbers.count
    }
  }

  private struct Entry: Hashable {
    /// The way to it.
    var way: Int
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

  /// What stands for the items of a list in a way.
  private static let item = Array("[]".utf8)

  /// Every entry, and what it is after the change of values.
  private var entries: [Entry: Entry] = [:]
  private let ways: Ways

  /// Reads a file; nil where it is no YAML or a map has a key twice.
  ///
  /// `changingValues` makes of a text what it would be if only values had changed; contents that are
  /// compared have the same `ways`.
  public init?(_ bytes: [UInt8], ways: Ways, changingValues: ([UInt8]) -> [UInt8]) {
    guard let stream = try? YAMLStream(bytes) else { return nil }
    self.ways = ways
    for document in stream.documents {
      let kind = Array((document["kind"]?.text ?? "").utf8)
      add(document, at: ways.way(from: 0, over: kind), changingValues)
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
    _ node: YAMLNode, at way: Int, _ changingValues: ([UInt8]) -> [UInt8]
  ) {
    switch node.kind {
    case .scalar(let scalar): add(scalar, at: way, changingValues)
    case .alias(let number): insert(Array(String(number).utf8), at: way, .alias)
    case .list(let elements):
      if elements.isEmpty { insert([], at: way, .emptyList) }
      let inner = ways.way(from: way, over: Self.item)
      for element in elements { add(element, at: inner, changingValues) }
    case .map(let members):
      if members.isEmpty { insert([], at: way, .emptyMap) }
      for (key, value) in members {
        // The value may stand in the key, as in a map of hosts.
        let key = changingValues(Array((key.scalar?.text ?? "").utf8))
        add(value, at: ways.way(from: way, over: key), changingValues)
      }
    }
  }

  private mutating func add(
    _ scalar: YAMLNode.Scalar, at way: Int, _ changingValues: ([UInt8]) -> [UInt8]
  ) {
    let text = Array(scalar.text.utf8)
    guard text.contains(.lineFeed) || scalar.style.isBlock else {
      return insert(
        text, changed: changingValues(text), at: way, .scalar(scalar.valueKind))
    }
    for word in text.split(whereSeparator: \.isJSONSpace) {
      insert(Array(word), changed: changingValues(Array(word)), at: way, .word)
    }
  }

  private mutating func insert(
    _ text: [UInt8], changed: [UInt8]? = nil, at way: Int, _ kind: Entry.Kind
  ) {
    entries[Entry(way: way, text: text, kind: kind)] =
      Entry(way: way, text: changed ?? text, kind: kind)
  }
}
