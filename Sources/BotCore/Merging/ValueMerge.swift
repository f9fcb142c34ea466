internal import YAML

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
