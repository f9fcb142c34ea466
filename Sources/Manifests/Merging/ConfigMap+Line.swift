extension ConfigMap {
  /// The line, from 1, on which a member of the nested values stands in a manifest.
  ///
  /// Of a member that is not there, the line of the innermost one around it; of values that are no
  /// literal block, the line where they start.
  ///
  /// - Parameters:
  ///   - path: the keys that lead to the member.
  ///   - key: the key of `data` whose text is the nested values.
  ///   - bytes: a YAML file of one or several documents.
  ///   - name: which ConfigMap is meant.
  /// - Returns: nil where the file is no YAML or has no such ConfigMap or key.
  public static func line(
    of path: [String], under key: String, in bytes: [UInt8], name: String
  ) -> Int? {
    guard let stream = try? YAMLStream(bytes), let object = object(named: name, in: stream),
      let node = object["data"]?[key], let scalar = node.scalar
    else { return nil }
    guard scalar.style == .literal, let extent = scalar.extent,
      let values = try? YAMLStream(Array(scalar.text.utf8))
    else { return node.position.line }
    // The block's text starts with the first line that is not blank.
    let blank = scalar.text.utf8.prefix { $0 == .lineFeed }.count
    let first = TextPosition(of: extent.inner.lowerBound, in: bytes).line
    var line = 1 + blank
    var inner = values.documents.first
    for step in path {
      guard let member = inner?.member(step) else { break }
      line = member.key.position.line
      inner = member.value
    }
    return first + line - 1 - blank
  }

  /// The first ConfigMap of that name, or nil.
  static func object(named name: String, in stream: YAMLStream) -> YAMLNode? {
    stream.documents.first {
      $0["kind"]?.scalar?.text == "ConfigMap" && $0["metadata"]?["name"]?.scalar?.text == name
    }
  }
}
