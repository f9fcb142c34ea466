extension ResourceList {
  /// Sets `labels` one after the other, and then `commonLabels`.
  ///
  /// - Parameters:
  ///   - labels: the elements of `labels`.
  ///   - common: `commonLabels`.
  ///   - fields: the fields of the transformer configuration.
  ///   - place: where the labels come from.
  /// - Throws: `BuildError` for specs in conflict, and where a field is no map.
  public mutating func setLabels(
    _ labels: [LabelArguments], common: [String: String], in fields: LabelFields,
    place: ManifestNode.Place = .none
  ) throws(BuildError) {
    var changes: [(texts: [String: String], fields: [FieldSpec])] = []
    for label in labels { changes.append((label.pairs, try fields.fields(of: label))) }
    changes.append((common, fields.common))
    for (texts, fields) in changes { try setStrings(texts, in: fields, place: place) }
  }

  /// Sets `commonAnnotations`.
  ///
  /// - Parameters:
  ///   - annotations: the texts by their keys.
  ///   - fields: `commonAnnotations` of the transformer configuration.
  ///   - place: where the annotations come from.
  /// - Throws: `BuildError` where a field is no map.
  public mutating func setAnnotations(
    _ annotations: [String: String], in fields: [FieldSpec], place: ManifestNode.Place = .none
  ) throws(BuildError) {
    try setStrings(annotations, in: fields, place: place)
  }

  /// Source: `api/filters/labels`, `api/filters/annotations`.
  private mutating func setStrings(
    _ texts: [String: String], in fields: [FieldSpec], place: ManifestNode.Place
  ) throws(BuildError) {
    guard !texts.isEmpty else { return }
    let pairs = texts.sortedByBytes
    for (key, text) in pairs {
      try key.requireGoYAML()
      try text.requireGoYAML()
    }
    var fieldsByType: [ResourceType: [FieldSpec]] = [:]
    for index in resources.indices {
      let type = resources[index].type
      let own = fieldsByType[type] ?? fields.filter { type.isSelected(by: $0.type) }
      fieldsByType[type] = own
      for (key, text) in pairs {
        try resources[index].node.visit(own, creating: .emptyMap) { node throws(BuildError) in
          try node.setString(key, text, place: place)
        }
      }
    }
  }
}
