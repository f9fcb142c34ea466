internal import YAML

/// The outcome of `mergedConfiguration`.
struct MergedConfiguration: Hashable {
  var bytes: [UInt8]
  /// The values that both sides changed; the owner's stayed.
  var kept: [Kept] = []

  /// One of them.
  struct Kept: Hashable {
    /// The keys that lead to it, such as `replacements[example.com].to`.
    var key: String
    /// Where it stands in the merged file.
    var position: TextPosition
  }
}

/// A configuration file with what changed from `base` to `theirs` done to `ours`, key by key.
///
/// The owner's bytes stay wherever their values do. Lists of texts are taken for sets, lists of
/// objects are told apart by `from`, `name`, or object and field; what is new comes last. A key that
/// the owner removed stays away. At the top only keys that `isShared` accepts are looked at. What `values` declares
/// under a name of `dropped` stays although `theirs` no longer has it.
///
/// - Throws: ParseError when one of the files is no JSON.
func mergedConfiguration(
  base: [UInt8], ours: [UInt8], theirs: [UInt8], declaring dropped: [String] = [],
  isShared: (String) -> Bool = { _ in true }
) throws(ParseError) -> MergedConfiguration {
  var merge = ConfigurationMerge(bytes: ours, ours: try PositionedValue.parse(commentedJSON: ours))
  let old = try PositionedValue.parse(commentedJSON: base).value
  let new = try PositionedValue.parse(commentedJSON: theirs).value
    .declaring(dropped, of: old)
  for key in Set((old.members + new.members).map(\.key)).sorted() where isShared(key) {
    try merge.merge([.key(key)], base: old[key], theirs: new[key])
  }
  let root = try PositionedValue.parse(commentedJSON: merge.bytes)
  let kept = merge.kept.map { steps in
    MergedConfiguration.Kept(
      key: ConfigurationMerge.text(of: steps),
      position: merge.path(of: steps, in: root).found?.position ?? root.position)
  }
  return MergedConfiguration(bytes: merge.bytes, kept: kept)
}

/// A merge of JSON values on its way, one edit after the other.
private struct ConfigurationMerge {
  /// One step from a value to a part of it.
  enum Step: Hashable {
    case key(String)
    /// The element of a list with that identity, which keeps it when others come and go.
    case element(String)
  }

  /// The owner's file with the edits so far.
  var bytes: [UInt8]
  let ours: PositionedValue
  var kept: [[Step]] = []

  init(bytes: [UInt8], ours: PositionedValue) {
    self.bytes = bytes
    self.ours = ours
  }

  mutating func merge(_ steps: [Step], base: Value?, theirs: Value?) throws(ParseError) {
    if base == theirs { return }
    let own = path(of: steps, in: ours).found?.value
    if own == theirs { return }
    if case .map? = theirs, case .map? = own, base == nil || base?.isMap == true {
      for key in Set(((base?.members ?? []) + (theirs?.members ?? [])).map(\.key)).sorted() {
        try merge(steps + [.key(key)], base: base?[key], theirs: theirs?[key])
      }
    } else if let parts = ConfigurationMerge.identified(base ?? .list([])),
      let new = theirs.flatMap(ConfigurationMerge.identified),
      own.flatMap(ConfigurationMerge.identified) != nil
    {
      let values = Dictionary(parts + new, uniquingKeysWith: { first, _ in first }).keys
      let order = new.map(\.0) + values.filter { id in !new.contains { $0.0 == id } }.sorted()
      for id in order {
        try merge(
          steps + [.element(id)], base: parts.first { $0.0 == id }?.1,
          theirs: new.first { $0.0 == id }?.1)
      }
    } else if own == base {
      try replace(steps, with: theirs)
    } else if own != nil {
      kept.append(steps)
    }
  }

  private mutating func replace(_ steps: [Step], with value: Value?) throws(ParseError) {
    let path = path(of: steps, in: try PositionedValue.parse(commentedJSON: bytes)).names
    bytes =
      if let value { try settingJSON(bytes, path: path, to: value) } else {
        try removingJSON(bytes, path: path)
      }
  }

  /// The names that lead along `steps`; the place behind the last element for one that is absent.
  func path(
    of steps: [Step], in root: PositionedValue
  ) -> (names: [String], found: PositionedValue?) {
    var names: [String] = []
    var value: PositionedValue? = root
    for step in steps {
      switch step {
      case .key(let key): names.append(key)
      case .element(let id):
        let parts = value.flatMap { ConfigurationMerge.identified($0.value) } ?? []
        names.append(String(parts.firstIndex { $0.0 == id } ?? parts.count))
      }
      value = value?.child(names[names.count - 1])
    }
    return (names, value)
  }

  static func text(of steps: [Step]) -> String {
    steps.reduce(into: "") { text, step in
      switch step {
      case .key(let key): text += (text.isEmpty ? "" : ".") + key
      case .element(let id): text += "[\(id)]"
      }
    }
  }

  /// The elements of a list with what tells them apart; nil for anything else, and where two are
  /// alike.
  private static func identified(_ value: Value) -> [(String, Value)]? {
    guard case .list(let elements) = value else { return nil }
    let parts = elements.compactMap { element in identity(of: element).map { ($0, element) } }
    guard parts.count == elements.count, Set(parts.map(\.0)).count == parts.count else {
      return nil
    }
    return parts
  }

  private static func identity(of element: Value) -> String? {
    switch element {
    case .string(let text): text
    case .map:
      if case .string(let text)? = element["from"] ?? element["name"] {
        text
      } else if let object = element["object"], let field = element["field"] {
        "\(object) \(field) \(element["environments"] ?? .null)"
      } else {
        nil
      }
    default: nil
    }
  }
}

extension Value {
  fileprivate var isMap: Bool {
    if case .map = self { true } else { false }
  }

  /// A configuration that declares values as `other` does.
  fileprivate func declaring(_ names: [String], of other: Value) -> Value {
    guard !names.isEmpty, case .map(var members) = self else { return self }
    var declared = Dictionary(
      uniqueKeysWithValues: (members["values"]?.members ?? []).map { ($0.key, $0.value) })
    for name in names where declared[name] == nil { declared[name] = other["values"]?[name] }
    members["values"] = .map(declared)
    return .map(members)
  }
}
