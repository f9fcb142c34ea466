/// Sets one scalar of one Kubernetes object, for values that have no stand-in.
public struct FieldRule: Hashable, Sendable {
  /// The object's `kind`.
  public let kind: String
  /// The object's `metadata.name`.
  public let name: String
  /// The keys that lead to the field, and indexes into lists.
  public let path: [String]
  /// A string, a number or a boolean.
  public let value: Value

  /// Reads `HelmRelease/mattermost` and `spec.values.replicaCount`.
  ///
  /// A dot that belongs to a key is written `\.`.
  ///
  /// - Parameters:
  ///   - object: The kind and the name, with a slash between.
  ///   - field: The keys with dots between.
  ///   - value: What the field is set to.
  /// - Throws: `ManifestError` without a position when one of them has not that form.
  public init(object: String, field: String, value: Value) throws(ManifestError) {
    let parts = object.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts.contains("") else {
      throw ManifestError(
        message: "\"\(object)\" names no object", remedy: "write it as HelmRelease/mattermost")
    }
    let path = FieldRule.keys(of: field)
    guard !path.contains("") else {
      throw ManifestError(
        message: "\"\(field)\" names no field", remedy: "write it as spec.values.replicaCount")
    }
    guard value.plainText != nil else {
      throw ManifestError(
        message: "a field can only be set to a scalar", remedy: "give a string, number or boolean")
    }
    kind = parts[0]
    name = parts[1]
    self.path = path
    self.value = value
  }

  private static func keys(of field: String) -> [String] {
    var keys = [""]
    var isEscaped = false
    for character in field {
      if isEscaped {
        keys[keys.count - 1].append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "." {
        keys.append("")
      } else {
        keys[keys.count - 1].append(character)
      }
    }
    return keys
  }
}
