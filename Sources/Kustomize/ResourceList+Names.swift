extension ResourceList {
  /// Puts a prefix before names: `namePrefix`.
  ///
  /// Source: `api/internal/builtins/PrefixTransformer.go` of kustomize 5.8.
  /// - Parameters:
  ///   - prefix: the text; empty changes nothing.
  ///   - specs: the fields, `namePrefix` of the configuration; `metadata/name` counts as the name.
  /// - Throws: `BuildError` where a field is a list or a map.
  public mutating func addPrefix(
    _ prefix: String, _ specs: [FieldSpec]
  ) throws(BuildError) {
    try changeNames(specs, { $0.prefixes.appendParts(of: prefix) }, isEmpty: prefix.isEmpty) {
      prefix + $0
    }
  }

  /// Puts a suffix behind names: `nameSuffix`.
  ///
  /// Source: `api/internal/builtins/SuffixTransformer.go` of kustomize 5.8.
  /// - Parameters:
  ///   - suffix: the text; empty changes nothing.
  ///   - specs: the fields, `nameSuffix` of the configuration; `metadata/name` counts as the name.
  /// - Throws: `BuildError` where a field is a list or a map.
  public mutating func addSuffix(
    _ suffix: String, _ specs: [FieldSpec]
  ) throws(BuildError) {
    try changeNames(specs, { $0.suffixes.appendParts(of: suffix) }, isEmpty: suffix.isEmpty) {
      $0 + suffix
    }
  }

  private mutating func changeNames(
    _ specs: [FieldSpec], _ note: (inout Resource) -> Void, isEmpty: Bool,
    _ change: (String) -> String
  ) throws(BuildError) {
    for index in resources.indices {
      let type = resources[index].originalID.type
      guard !type.keepsName else { continue }
      for spec in specs where type.isSelected(by: spec.type) {
        if spec.path == "metadata/name", !isEmpty {
          note(&resources[index])
          resources[index].storePreviousID()
        }
        try resources[index].node.visit([spec], creating: .untyped("")) { node throws(BuildError) in
          // The type follows from the new text, unless quotes say that it is a string.
          try node.setScalar(change(node.text ?? ""), tag: .none)
        }
      }
    }
  }
}

extension ResourceType {
  /// Whether prefixes and suffixes leave the names of this type as they are.
  fileprivate var keepsName: Bool {
    switch kind {
    case "CustomResourceDefinition", "Namespace": true
    case "APIService": group == "apiregistration.k8s.io"
    default: false
    }
  }
}

extension [String] {
  /// kustomize keeps these in one text with commas between them.
  fileprivate mutating func appendParts(of text: String) {
    append(
      contentsOf: text.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
  }
}
