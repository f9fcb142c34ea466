internal import YAML

/// An element of `replicas`.
///
/// Source: `api/types/replica.go`.
public struct ReplicaArguments: Hashable, Sendable {
  /// The name of the resource, present or earlier.
  public var name = ""
  public var count = 0

  public init() {}

  init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let fields = try FieldReader(value, ["name", "count"], context, strictness)
    name = try fields.text("name")
    count = try fields.number("count") ?? 0
  }
}

extension ResourceList {
  /// Sets the number of replicas of the resources of a name.
  ///
  /// Source: `ReplicaCountTransformer`, `api/filters/replicacount`.
  /// - Parameters:
  ///   - replicas: the elements of `replicas`.
  ///   - fields: `replicas` of the transformer configuration.
  /// - Throws: `BuildError` where no resource matches, and where a list or map is in the way.
  public mutating func setReplicas(
    _ replicas: [ReplicaArguments], in fields: [FieldSpec]
  ) throws(BuildError) {
    for replica in replicas {
      try replica.name.requireGoYAML()
      let indices = resources.indices.filter { index in
        let resource = resources[index]
        return !resource.node.isNullOrEmpty
          && (resource.name == replica.name
            || resource.previous.contains { $0.name == replica.name })
      }
      let isFound = try setReplicas(replica, in: fields, of: indices)
      guard isFound else {
        throw BuildError(
          "replicas: no resource with replicas has the name \(replica.name)",
          remedy: "correct the name, or remove the element")
      }
    }
  }

  private mutating func setReplicas(
    _ replica: ReplicaArguments, in fields: [FieldSpec], of indices: [Int]
  ) throws(BuildError) -> Bool {
    var isFound = false
    for field in fields {
      for index in indices {
        let isMatch = (resources[index].previousIDs + [resources[index].id]).contains {
          $0.name == replica.name && $0.type.isSelected(by: field.type)
        }
        guard isMatch else { continue }
        isFound = true
        try resources[index].node.visit([field], creating: .untyped("")) {
          node throws(BuildError) in
          // Quotes stay, and make a string of it.
          try node.setScalar(String(replica.count), tag: node.isQuoted ? .string : .int)
        }
      }
    }
    return isFound
  }
}
