internal import YAML

/// The fields of a map, for what kustomize decodes without refusing unknown ones.
indirect enum FieldShape: Sendable {
  case fields([String], [String: FieldShape])

  init(_ names: [String], _ inner: [String: FieldShape] = [:]) {
    self = .fields(names, inner)
  }

  /// The names of the fields.
  var names: [String] {
    switch self {
    case .fields(let names, _): names
    }
  }

  /// The value with the names of fields in the case that is known, and without the fields that are not known.
  ///
  /// A list is taken for one whose elements have this shape.
  func canonical(_ value: Value) -> Value {
    if case .list(let elements) = value { return .list(elements.map(canonical)) }
    guard case .map = value, case .fields(let names, let inner) = self else { return value }
    let known = Dictionary(
      names.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    var members: [String: Value] = [:]
    for (key, member) in value.members {
      guard let name = known[key.foldedAsByGo], members[name] == nil || member != .null else {
        continue
      }
      members[name] = inner[name]?.canonical(member) ?? member
    }
    return .map(members)
  }
}

extension String {
  /// The text in lower case as Go's decoder of JSON compares names: to it the long s is an s.
  var foldedAsByGo: String { lowercased().replacing("\u{17F}", with: "s") }
}
