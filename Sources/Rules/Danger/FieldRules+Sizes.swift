import YAML

extension FieldRules {
  /// Sizes of volumes that become smaller: in claims, in values of Helm, in specs of databases.
  func sizeChanges(_ pair: ObjectMatching.Pair) -> [FieldDanger] {
    // The templates of a StatefulSet do not change at all.
    guard !pair.before.key.isKind("apps", "StatefulSet") else { return [] }
    var old: [[String]: String] = [:]
    Self.collectSizes(pair.before.value, at: [], names: []) { old[$1] = $2 }
    var changes: [FieldDanger] = []
    Self.collectSizes(pair.after.value, at: [], names: []) { path, names, new in
      guard let old = old[names], let order = order(new, old), order < 0,
        let difference = ValueDifference(.string(old), .string(new), at: path, self.order)
      else { return }
      changes.append(
        FieldDanger(
          code: .shrink, difference: difference,
          effect: "a volume cannot become smaller, so the change is refused, or the volume lost "
            + "where it is made anew",
          remedy: "keep the size; or move the data to a new, smaller volume by hand, and give "
            + "--allow-replace"))
    }
    return changes
  }

  /// Calls `found` with each size: where it is, the same with elements by their names, and the text.
  private static func collectSizes(
    _ value: Value, at path: [String], names: [String],
    _ found: (_ path: [String], _ names: [String], _ text: String) -> Void
  ) {
    switch value {
    case .map:
      for (key, inner) in value.members {
        collectSizes(inner, at: path + [key], names: names + [key], found)
      }
    case .list(let elements):
      for (index, element) in elements.enumerated() {
        let name = element["name"]?.plainText ?? element["metadata", "name"]?.plainText
        collectSizes(
          element, at: path + [String(index)], names: names + [name ?? String(index)], found)
      }
    default:
      if isSize(path), let text = value.plainText { found(path, names, text) }
    }
  }

  /// Whether a field by that path is the size of a volume.
  private static func isSize(_ path: [String]) -> Bool {
    let words = path.map { $0.lowercased() }
    guard let last = words.last else { return false }
    let parents = words.dropLast()
    switch last {
    case "storagesize", "volumesize", "disksize", "pvcsize": return true
    case "storage": return parents.last == "requests"
    case "size":
      let places = ["persist", "storage", "volume", "pvc", "disk"]
      return parents.contains { parent in places.contains { parent.contains($0) } }
    default: return false
    }
  }
}
