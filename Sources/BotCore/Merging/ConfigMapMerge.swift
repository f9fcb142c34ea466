internal import Flux
internal import YAML

/// The merge of a file that holds a generated ConfigMap: its values are merged key by key, the rest
/// as text.
///
/// A value that both sides changed stays ours and is listed with its keys; there are no markers in
/// values, which programs read.
struct ConfigMapMerge {
  var file: FileMerge
  /// The ConfigMap's `metadata.name`.
  var name: String

  /// The merged file; one without readable values is merged as any other.
  ///
  /// - Throws: BotError when libgit2 cannot compare the texts.
  func merged() throws(BotError) -> MergedFile {
    if let merged = file.mergedWhole { return merged }
    guard let values = try mergedValues(), let sides = withValues(values.text) else {
      return try file.merged()
    }
    var merged = try sides.merged()
    // A conflict around the values may have brought another form of them; the text decides.
    if let set = inserting(values.text, into: merged.bytes) { merged.bytes = set }
    merged.conflicts += values.conflicts.map { conflict(of: $0, in: merged.bytes) }
    merged.conflicts.sort { ($0.line ?? 0) < ($1.line ?? 0) }
    return merged
  }

  /// The values of one side.
  private struct Values {
    var text = ""
    var value = Value.map([:])
  }

  private func mergedValues() throws(BotError) -> (text: String, conflicts: [ValueMerge.Conflict])?
  {
    guard let ours = values(of: file.ours), let theirs = values(of: file.theirs),
      let base = file.base.map(values) ?? Values()
    else { return nil }
    let merge = FileMerge(
      path: ConfigMap.valuesKey, base: file.base == nil ? nil : Array(base.text.utf8),
      ours: Array(ours.text.utf8), theirs: Array(theirs.text.utf8),
      changingValues: file.changingValues, style: .keepMine)
    var byKey = ValueMerge { [changing = file.changingValues] text in
      String(validating: changing(Array(text.utf8)), as: UTF8.self) ?? text
    }
    let value = byKey.merged(base: base.value, ours: ours.value, theirs: theirs.value) ?? .map([:])
    // Texts that people may have written are better than one made anew: they have comments.
    let byLine = String(decoding: try merge.merged().bytes, as: UTF8.self)
    let text = [byLine, ours.text, theirs.text].first {
      (try? Value(yaml: Array($0.utf8))) == value
    }
    return (text ?? YAML.yaml(of: value), byKey.conflicts)
  }

  /// The values in a manifest; nil where it has none or they are no map.
  private func values(of bytes: [UInt8]) -> Values? {
    guard
      let text = try? ConfigMap.text(of: ConfigMap.valuesKey, in: bytes, name: name),
      let value = try? Value(yaml: Array(text.utf8))
    else { return nil }
    if case .null = value { return Values(text: text) }
    guard case .map = value else { return nil }
    return Values(text: text, value: value)
  }

  /// The file with the same values on all sides; nil where they cannot be set alone.
  private func withValues(_ text: String) -> FileMerge? {
    var sides = file
    if let base = file.base {
      guard let set = inserting(text, into: base) else { return nil }
      sides.base = set
    }
    guard let ours = inserting(text, into: file.ours),
      let theirs = inserting(text, into: file.theirs)
    else { return nil }
    sides.ours = ours
    sides.theirs = theirs
    return sides
  }

  private func inserting(_ text: String, into bytes: [UInt8]) -> [UInt8]? {
    try? ConfigMap.inserting(
      intoExisting: bytes, key: ConfigMap.valuesKey, text: text, name: name)
  }

  private func conflict(of conflict: ValueMerge.Conflict, in bytes: [UInt8]) -> TextConflict {
    let key = conflict.path.joined(separator: ".")
    func text(_ value: Value?) -> String { ConfigMapMerge.text(of: key, value) }
    var result = TextConflict(
      line: ConfigMap.line(
        of: conflict.path, under: ConfigMap.valuesKey, in: bytes, name: name),
      base: text(conflict.base), ours: text(conflict.ours), theirs: text(conflict.theirs))
    result.key = conflict.path
    return result
  }

  /// A value as a conflict names it.
  static func text(of key: String, _ value: Value?) -> String {
    value.map { "\(key): \($0)" } ?? "\(key) (not there)"
  }
}

/// The merge of nested values: maps key by key; lists and scalars are whole.
struct ValueMerge {
  /// A value that both sides changed.
  struct Conflict: Equatable {
    /// The keys that lead to it.
    var path: [String]
    /// Nil where a side does not have it.
    var base: Value?
    var ours: Value?
    var theirs: Value?
  }

  private let changingValues: (String) -> String
  /// In the order of the keys; our side stays.
  private(set) var conflicts: [Conflict] = []

  /// `changingValues` makes of a text of the base what theirs would have if only values had changed.
  init(changingValues: @escaping (String) -> String) {
    self.changingValues = changingValues
  }

  /// What changed from the base to theirs, done to ours; nil for no value.
  ///
  /// What only our side has stays. A map that theirs removed loses what our side did not change.
  mutating func merged(
    base: Value?, ours: Value?, theirs: Value?, at path: [String] = []
  ) -> Value? {
    if ours == theirs || theirs == base { return ours }
    if ours == base { return theirs }
    if case .map(let our) = ours {
      if case .map(let their) = theirs {
        return .map(members(base: base?.asMap ?? [:], ours: our, theirs: their, at: path))
      }
      if theirs == nil, let old = base?.asMap {
        let rest = members(base: old, ours: our, theirs: [:], at: path)
        return rest.isEmpty ? nil : .map(rest)
      }
    }
    if ours == nil, let base, let theirs, theirs.isPart(of: base) { return nil }
    if let base, let theirs, changed(base) == theirs { return ours.map(changed) }
    if let ours, changed(ours) == theirs { return theirs }
    conflicts.append(Conflict(path: path, base: base, ours: ours, theirs: theirs))
    return ours
  }

  private mutating func members(
    base: [String: Value], ours: [String: Value], theirs: [String: Value], at path: [String]
  ) -> [String: Value] {
    var result: [String: Value] = [:]
    for key in Set(base.keys).union(ours.keys).union(theirs.keys).sorted() {
      result[key] = merged(
        base: base[key], ours: ours[key], theirs: theirs[key], at: path + [key])
    }
    return result
  }

  /// A value with every text in it changed.
  private func changed(_ value: Value) -> Value {
    switch value {
    case .string(let text): .string(changingValues(text))
    case .list(let list): .list(list.map(changed))
    case .map(let map): .map(map.mapValues(changed))
    case .null, .bool, .int, .double: value
    }
  }
}

extension Value {
  /// Whether this is what remains of `other` without some members of its maps.
  fileprivate func isPart(of other: Value) -> Bool {
    guard case .map(let members) = self, case .map(let all) = other else { return self == other }
    return members.allSatisfy { key, value in all[key].map(value.isPart) ?? false }
  }

  fileprivate var asMap: [String: Value]? {
    if case .map(let map) = self { map } else { nil }
  }
}
