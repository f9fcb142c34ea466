internal import YAML

extension ResourceList {
  /// Appends the hash of the content to the name of each resource that wants it, and notes the
  /// earlier identity.
  ///
  /// Source: `HashTransformer` of kustomize 5.8.
  /// - Throws: `BuildError` for content that is not valid, and for a kind of which the hash is not
  ///   known.
  public mutating func addHashes() throws(BuildError) {
    for index in resources.indices where resources[index].needsHash {
      let hash = try resources[index].contentHash()
      resources[index].storePreviousID()
      resources[index].setName(resources[index].name + "-" + hash)
    }
  }
}

extension Resource {
  /// Ten letters and digits that change with the content of a ConfigMap or Secret.
  ///
  /// Metadata has no part in it: kustomize looks for a field `metadata/name` at the top, so that
  /// the name that it hashes is empty. Source: `api/hasher/hasher.go`.
  /// - Throws: `BuildError` for content that JSON does not have. Unsupported is every other kind,
  ///   of which kustomize hashes its parser's state, down to lines and columns.
  public func contentHash() throws(BuildError) -> String {
    let optional: String
    var fields: [String: Value] = [:]
    switch kind {
    case "ConfigMap": optional = "binaryData"
    case "Secret":
      optional = "stringData"
      fields["type"] = try node.hashed("type")
    default:
      throw .unsupported(
        "the name of \(kind) \(name) would get a hash, which is known of ConfigMap and Secret only",
        remedy: "set disableNameSuffixHash, or leave its kind as it is")
    }
    fields["kind"] = .string(kind)
    fields["name"] = try node.hashed("metadata/name")
    fields["data"] = try node.hashed("data")
    let rest = try node.hashed(optional)
    // Only a scalar is left out; a list counts as an empty map, which Go writes as null.
    if node[optional] != nil, node[optional]?.isScalar == false { fields[optional] = rest }
    let digest = SHA256.hexadecimal(GoJSON(widensNumbers: true).text(of: .map(fields)).utf8)
    return String(decoding: digest.utf8.prefix(10).map(Self.hashLetter), as: UTF8.self)
  }

  /// Letters that form no words by chance.
  private static func hashLetter(_ digit: UInt8) -> UInt8 {
    switch digit {
    case UInt8(ascii: "0"): UInt8(ascii: "g")
    case UInt8(ascii: "1"): UInt8(ascii: "h")
    case UInt8(ascii: "3"): UInt8(ascii: "k")
    case UInt8(ascii: "a"): UInt8(ascii: "m")
    case UInt8(ascii: "e"): UInt8(ascii: "t")
    default: digit
    }
  }
}

extension ManifestNode {
  /// What the hash takes of a field: the text of a scalar, a map, or null for a list.
  fileprivate func hashed(_ field: String) throws(BuildError) -> Value {
    guard let node = self[field] else { return .string("") }
    if let text = node.text { return .string(text) }
    let value = try node.value()
    return node.isMap ? value : .null
  }
}
