/// What kustomize's built-in OpenAPI (Kubernetes 1.21.2) says about kinds.
///
/// Source: `kyaml/openapi/openapi.go` of kustomize 5.8.
public enum KubernetesSchema {
  /// Whether a type is certainly cluster-scoped.
  ///
  /// Only versions that Kubernetes 1.21.2 has are certain.
  public static func isClusterScoped(_ type: ResourceType) -> Bool {
    clusterScoped.contains(type)
  }

  /// What is known about the objects of a type; nil where the schema does not have it.
  static func definition(of type: ResourceType) -> Definition? {
    types[type].map(Definition.init)
  }

  /// What the schema says about a map or a list.
  struct Definition: Hashable, Sendable {
    fileprivate let number: Int

    /// What is known about a member of a map.
    ///
    /// - Returns: nil for what is not known, for scalars, and for lists that patches replace.
    func member(_ name: String) -> Definition? {
      let row = KubernetesSchema.rows[number]
      return (row.members[name] ?? row.others).map(Definition.init)
    }

    /// The keys by which patches merge the elements of a list: none where it holds scalars, nil
    /// where this is no list that is merged.
    var mergeKeys: [String]? { KubernetesSchema.rows[number].mergeKeys }

    /// What is known about the elements of a list.
    var element: Definition? { KubernetesSchema.rows[number].element.map(Definition.init) }
  }

  fileprivate struct Row: Sendable {
    var members: [String: Int] = [:]
    var others: Int?
    var mergeKeys: [String]?
    var element: Int?

    init(_ entries: [Substring]) {
      for entry in entries {
        if entry.first == "[", let end = entry.firstIndex(of: "]") {
          mergeKeys = entry[..<end].dropFirst().split(separator: ",").map(String.init)
          element = Int(entry[end...].dropFirst())
        } else if let (name, number) = KubernetesSchema.assignment(entry) {
          if name == "*" { others = number } else { members[name] = number }
        }
      }
    }
  }

  fileprivate static let rows: [Row] = sections(of: definitionsText).map { Row($0.entries) }

  private static let types: [ResourceType: Int] = {
    var types: [ResourceType: Int] = [:]
    for (version, entries) in sections(of: typesText) {
      for case (let kind, let number)? in entries.map(assignment) {
        types[ResourceType(apiVersion: version, kind: kind)] = number
      }
    }
    return types
  }()

  private static let clusterScoped: Set<ResourceType> = {
    var types: Set<ResourceType> = []
    for (version, kinds) in sections(of: clusterScopedText) {
      for kind in kinds { types.insert(ResourceType(apiVersion: version, kind: String(kind))) }
    }
    return types
  }()

  /// The words of a text, by the words with `:` at their ends.
  private static func sections(of text: String) -> [(name: String, entries: [Substring])] {
    var sections: [(name: String, entries: [Substring])] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if word.hasSuffix(":") {
        sections.append((String(word.dropLast()), []))
      } else if !sections.isEmpty {
        sections[sections.count - 1].entries.append(word)
      }
    }
    return sections
  }

  /// Takes `name=number` apart.
  fileprivate static func assignment(_ entry: Substring) -> (name: String, number: Int)? {
    guard let equals = entry.lastIndex(of: "="),
      let number = Int(entry[equals...].dropFirst())
    else { return nil }
    return (String(entry[..<equals]), number)
  }
}
