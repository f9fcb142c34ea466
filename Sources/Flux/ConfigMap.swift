public import YAML

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

extension ConfigMap {
  /// Sets one key of `data` in an existing manifest and keeps every other byte.
  ///
  /// The text becomes a literal block, or double-quoted where a block cannot hold it. A missing
  /// `data:` is added at the end of the object. Where the key has that text already, the bytes come
  /// back unchanged. The result is read again, and must differ in that key alone.
  ///
  /// - Parameters:
  ///   - bytes: a YAML file of one or several documents.
  ///   - key: the key, as Kubernetes allows it.
  ///   - text: what it has to hold.
  ///   - name: which ConfigMap is meant; nil where the file has only one.
  ///   - namespace: its namespace; a ConfigMap that names none fits too.
  /// - Returns: the bytes of the changed file.
  /// - Throws: `ManifestError` where the file is no YAML, has no such ConfigMap or several, or is
  ///   written so that the key cannot be set alone.
  public static func inserting(
    intoExisting bytes: [UInt8], key: String, text: String, name: String? = nil,
    namespace: String? = nil
  ) throws(ManifestError) -> [UInt8] {
    try validate(key: key)
    let stream = try YAMLStream.forEditing(bytes)
    let index = try chosen(in: stream, name: name, namespace: namespace)
    let insertion = DataInsertion(
      stream: stream, root: stream.documents[index], key: key, text: text)
    let edits = try insertion.edits()
    guard !edits.isEmpty else { return bytes }
    let result = bytes.applying(edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
    guard insertion.isDone(in: try? YAMLStream(result), at: index) else {
      throw insertion.impossible("the key \(key) cannot be set without changing more than that")
    }
    return result
  }

  private static func chosen(
    in stream: YAMLStream, name: String?, namespace: String?
  ) throws(ManifestError) -> Int {
    let maps = stream.documents.indices.filter {
      stream.documents[$0]["kind"]?.scalar?.text == "ConfigMap"
    }
    func has(_ field: String, _ wanted: String?, _ index: Int, orNone: Bool) -> Bool {
      guard let wanted else { return true }
      let found = stream.documents[index]["metadata"]?[field]?.scalar?.text
      return found == wanted || (orNone && found == nil)
    }
    var fitting = maps.filter {
      has("name", name, $0, orNone: false) && has("namespace", namespace, $0, orNone: true)
    }
    if fitting.count > 1 {
      fitting = fitting.filter { has("namespace", namespace, $0, orNone: false) }
    }
    guard let first = fitting.first, fitting.count == 1 else {
      let wanted = name.map { " named " + $0 } ?? ""
      throw ManifestError(
        position: (fitting.last ?? maps.first).map { stream.documents[$0].position },
        message: "the file has \(fitting.isEmpty ? "no" : "more than one") ConfigMap\(wanted)",
        remedy: "name one that the file has once")
    }
    return first
  }
}

extension YAMLStream {
  /// Reads a file that is to be edited.
  static func forEditing(_ bytes: [UInt8]) throws(ManifestError) -> YAMLStream {
    do throws(ParseError) {
      return try YAMLStream(bytes)
    } catch {
      throw ManifestError(error)
    }
  }
}

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
