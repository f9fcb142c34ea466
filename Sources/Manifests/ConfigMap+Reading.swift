extension ConfigMap {
  /// The text under one key of `data` in an existing manifest.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - bytes: a YAML file of one or several documents.
  ///   - name: which ConfigMap is meant.
  /// - Returns: nil where the file has no such ConfigMap or key.
  /// - Throws: `ManifestError` where the file is no YAML.
  public static func text(
    of key: String, in bytes: [UInt8], name: String
  ) throws(ManifestError) -> String? {
    let stream = try YAMLStream.forEditing(bytes)
    return object(named: name, in: stream)?["data"]?[key]?.scalar?.text
  }
}
