internal import YAML

/// What of a resource its substitution concerns.
///
/// Flux writes a resource as text, replaces in it, and reads it again. For most resources nothing comes of that, and
/// for nearly all others it concerns some texts alone; then only those are written and read, with the maps and lists
/// around them.
enum SubstitutionReach {
  /// The resource without what comes back as it is; nil where all of it does.
  ///
  /// Elements of lists keep their places: those that come back are 0 here.
  static func concerned(_ value: Value) -> Value? {
    switch value {
    case .null, .bool, .int: return nil
    case .double: return value
    case .string(let text): return text.comesBack ? nil : value
    case .list(let elements):
      var isConcerned = false
      let kept = elements.map { element -> Value in
        guard let found = concerned(element) else { return .int(0) }
        isConcerned = true
        return found
      }
      return isConcerned ? .list(kept) : nil
    case .map(let members):
      // A key may become another one, and so meet its neighbours.
      guard members.keys.allSatisfy(\.comesBackAsKey) else { return value }
      var kept: [String: Value] = [:]
      for (key, member) in members {
        if let found = concerned(member) { kept[key] = found }
      }
      return kept.isEmpty ? nil : .map(kept)
    }
  }

  /// The resource with the parts that `concerned` gave as they came back.
  static func merging(_ result: Value, of concerned: Value, into value: Value) -> Value {
    switch (result, concerned, value) {
    case (.map(let new), .map(let old), .map(var members))
    where old.count < members.count || old.keys == new.keys:
      guard members.keys.allSatisfy(\.comesBackAsKey) else { return result }
      for (key, concerned) in old {
        guard let came = new[key] else {
          members[key] = nil
          continue
        }
        members[key] = merging(came, of: concerned, into: members[key] ?? .null)
      }
      return .map(members)
    case (.list(let new), .list(let old), .list(let elements))
    where new.count == elements.count && old.count == elements.count:
      return .list(
        elements.indices.map { index in
          old[index] == .int(0) && elements[index] != .int(0)
            ? elements[index] : merging(new[index], of: old[index], into: elements[index])
        })
    default: return result
    }
  }

  /// Whether no text that takes the place of one with variables reaches into what stands beside it.
  ///
  /// A quote, a brace or a `#` in it might.
  static func isLocal(_ concerned: Value, _ envsubst: Envsubst) -> Bool {
    switch concerned {
    case .null, .bool, .int, .double: return true
    case .list(let elements): return elements.allSatisfy { isLocal($0, envsubst) }
    case .map(let members): return members.values.allSatisfy { isLocal($0, envsubst) }
    case .string(let text):
      guard text.utf8.contains(UInt8(ascii: "$")) else { return true }
      guard !text.utf8.contains(where: \.isLineFeed), let result = try? envsubst.evaluated(text)
      else { return false }
      return result.allSatisfy(\.isHarmless)
    }
  }
}

extension String {
  /// Whether writing this as YAML and reading it gives it back: nothing is replaced in it, and no rule of Go's writer
  /// or reader for odd characters concerns it.
  fileprivate var comesBack: Bool {
    utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "$") }
  }

  /// The same for a key; `<<` would be a merge, and `=` is of YAML 1.1.
  fileprivate var comesBackAsKey: Bool { comesBack && self != "<<" && self != "=" && !isEmpty }
}

extension UInt8 {
  fileprivate var isLineFeed: Bool { self == 0x0A || self == 0x0D }

  /// Whether the byte means the same in every place of every kind of scalar.
  fileprivate var isHarmless: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ":"), UInt8(ascii: "@"),
      UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "~"), UInt8(ascii: " "):
      true
    default: false
    }
  }
}
