/// A Kubernetes ConfigMap to be written as a manifest.
public struct ConfigMap: Sendable {
  /// `metadata.name`.
  public var name: String
  /// `metadata.namespace`.
  public var namespace: String
  /// `metadata.labels`; written in byte order.
  public var labels: [String: String]
  /// `metadata.annotations`; written in byte order.
  public var annotations: [String: String]
  /// `data`, written in this order.
  public var data: [(key: String, text: String)]

  /// The most bytes of keys and texts that Kubernetes stores in one ConfigMap.
  ///
  /// Source: `MaxSecretSize`, which the API server applies to ConfigMaps too.
  public static let maximumSize = 1_048_576

  /// Makes a ConfigMap from its parts.
  public init(
    name: String, namespace: String, labels: [String: String] = [:],
    annotations: [String: String] = [:], data: [(key: String, text: String)] = []
  ) {
    self.name = name
    self.namespace = namespace
    self.labels = labels
    self.annotations = annotations
    self.data = data
  }

  /// The manifest, the same bytes for equal parts, with a newline at the end.
  ///
  /// Every text of `data` is a literal block or double-quoted, so that no reader takes it for
  /// anything but a string.
  ///
  /// - Throws: `ManifestError` for a key that Kubernetes refuses, a key that stands twice, and
  ///   more than 1 MiB.
  public func yaml() throws(ManifestError) -> [UInt8] {
    try validate()
    var text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n"
    text += "  name: \(YAMLWriter.scalar(name))\n  namespace: \(YAMLWriter.scalar(namespace))\n"
    write("labels", labels, into: &text)
    write("annotations", annotations, into: &text)
    text += data.isEmpty ? "data: {}\n" : "data:\n"
    for (key, value) in data {
      text += "  " + YAMLWriter.key(key, margin: "  ")
      YAMLWriter.writeString(value, margin: "    ", alwaysQuoted: true, into: &text)
    }
    return Array(text.utf8)
  }

  private func write(_ name: String, _ texts: [String: String], into text: inout String) {
    guard !texts.isEmpty else { return }
    text += "  \(name):"
    YAMLWriter.write(.map(texts.mapValues(Value.string)), margin: "    ", into: &text)
  }

  private func validate() throws(ManifestError) {
    var seen: Set<String> = []
    var size = 0
    for (key, value) in data {
      try Self.validate(key: key)
      guard seen.insert(key).inserted else {
        throw ManifestError(
          message: "ConfigMap \(namespace)/\(name) has the key \(key) twice",
          remedy: "keep one of the two")
      }
      size += key.utf8.count + value.utf8.count
    }
    guard size <= Self.maximumSize else {
      throw ManifestError(
        message: "ConfigMap \(namespace)/\(name) holds \(size) bytes, more than Kubernetes stores",
        remedy: "keep it within \(Self.maximumSize) bytes")
    }
  }

  /// Throws where Kubernetes would refuse `key` in `data`.
  ///
  /// Source: `IsConfigMapKey` of Kubernetes' validation package.
  static func validate(key: String) throws(ManifestError) {
    let isValid =
      !key.isEmpty && key.utf8.count <= 253 && key != "." && !key.hasPrefix("..")
      && key.utf8.allSatisfy { $0.isWord || $0 == .dot }
    guard isValid else {
      throw ManifestError(
        message: "Kubernetes allows no key \(key.jsonQuoted) in a ConfigMap",
        remedy: "use letters, digits, '-', '_' and '.', at most 253")
    }
  }
}
