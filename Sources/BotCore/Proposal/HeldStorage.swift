internal import Findings
internal import Flux
internal import Rules
internal import YAML

/// Generated sizes that stay as the lock has them, since objects have them in fields that Kubernetes never changes.
struct HeldStorage {
  /// One of them.
  private struct Size {
    let environment: String
    let path: [String]
    let old: Value
    let new: Value
    let dangers: [DangerousChange]
  }

  private let sizes: [Size]

  /// Finds the sizes that are to blame for dangers of a proposal; nil where none is.
  ///
  /// - Parameters:
  ///   - dangers: what is dangerous about the proposal.
  ///   - inputs: what it is made from.
  ///   - locked: what the last merged one was made from.
  init?(_ dangers: [DangerousChange], from inputs: Inputs, after locked: Inputs?) {
    let dangers = dangers.filter { $0.code == .immutable }
    guard !dangers.isEmpty, let locked else { return nil }
    var sizes: [Size] = []
    for configMap in inputs.configMaps ?? [] {
      let before = locked.configMaps?.first { $0.environment == configMap.environment }
      for path in Self.paths(in: configMap.values) {
        guard let old = before?.values[path: path], let new = configMap.values[path: path],
          old != new
        else { continue }
        let found = dangers.filter { Self.isBlamed(path, old, new, for: $0) }
        guard !found.isEmpty else { continue }
        sizes.append(
          Size(
            environment: configMap.environment, path: path, old: old, new: new, dangers: found))
      }
    }
    guard !sizes.isEmpty else { return nil }
    self.sizes = sizes
  }

  /// Where sizes stand in generated values.
  private static func paths(in values: Value) -> [[String]] {
    ["storage", "applications"].flatMap { section in
      (values[section]?.members ?? []).map { [section, $0.key, "size"] }
    }
  }

  /// Whether a change is that of the size, through its own variable or one whose value that is.
  private static func isBlamed(
    _ path: [String], _ old: Value, _ new: Value, for danger: DangerousChange
  ) -> Bool {
    guard let expression = danger.expression, expression.contains("$"),
      danger.old == old.plainText, danger.new == new.plainText,
      let name = flatName(ofReference: (["infraConfig"] + path).joined(separator: "."))
    else { return false }
    return expression.contains(name) || !expression.contains("infraConfig")
  }

  /// Inputs with the sizes of before.
  func applied(to inputs: Inputs) -> Inputs {
    var inputs = inputs
    for size in sizes {
      let number = inputs.configMaps?.firstIndex { $0.environment == size.environment }
      guard let number, let values = inputs.configMaps?[number].values else { continue }
      inputs.configMaps?[number].values = values.setting(size.path, to: size.old)
    }
    return inputs
  }

  /// What a person has to do to have the new sizes.
  var findings: [Finding] {
    sizes.flatMap { size in
      size.dangers.map { danger in
        let (old, new) = (size.old.plainText ?? "", size.new.plainText ?? "")
        let name = size.path.dropLast().joined(separator: ".")
        return Finding(
          .storageHeld, .warning, path: danger.path, position: danger.position,
          "\(name).size stays at \(old) instead of \(new): \(danger.object) has it in "
            + "\(danger.field ?? "a field"), which Kubernetes never changes",
          remedy: Self.remedy(danger, new))
      }
    }
  }

  private static func remedy(_ danger: DangerousChange, _ size: String) -> String {
    let name = danger.object.split(separator: "/").last.map(String.init) ?? danger.object
    guard danger.object.hasPrefix("StatefulSet/") else {
      return "nothing; or \(danger.remedy)"
    }
    return
      "nothing; or, for the larger size, raise each claim of it with kubectl patch pvc CLAIM -p "
      + "'{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"\(size)\"}}}}', run again with "
      + "--allow-replace, merge, and run kubectl delete statefulset \(name) --cascade=orphan: Flux "
      + "creates it anew around its pods and claims"
  }
}

extension Value {
  /// The same with another value at a path of keys.
  fileprivate func setting(_ path: [String], to value: Value) -> Value {
    guard let key = path.first else { return value }
    guard case .map(var members) = self else { return self }
    members[key] = (members[key] ?? .map([:])).setting(Array(path.dropFirst()), to: value)
    return .map(members)
  }
}
