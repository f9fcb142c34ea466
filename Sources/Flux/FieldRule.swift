public import YAML

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

/// A scalar that a field rule has set.
public struct FieldEdit: Hashable, Sendable {
  /// Which rule, counted from 0 in the order given.
  public let ruleIndex: Int
  /// Where the scalar starts in the file before any edit.
  public let position: TextPosition
  /// How the scalar was written.
  public let old: String
  /// How it is written now.
  public let new: String
}

/// What field rules made of a file.
public struct FieldSetting: Hashable, Sendable {
  /// The file with the fields set; the bytes that were given when nothing had to change.
  public let bytes: [UInt8]
  /// What was changed, in the order of the text.
  public let edits: [FieldEdit]
  /// The rules, by index, whose object and field the file has, changed or not.
  public let found: Set<Int>

  /// Sets the fields of `rules` in a YAML file and keeps every other byte.
  ///
  /// A field must be there already, as a scalar: its type may change with the value. A quoted scalar
  /// stays quoted for a string. The result is read again, and must differ in those scalars alone.
  ///
  /// - Parameters:
  ///   - rules: The rules; those for objects that the file does not have are passed over.
  ///   - bytes: The file.
  /// - Throws: `ManifestError` with a position for a field that is no scalar, or cannot be set alone;
  ///   a file that is no YAML has no objects.
  public init(_ rules: [FieldRule], in bytes: [UInt8]) throws(ManifestError) {
    // Reading is the dear part, and most files have none of the objects.
    let isConcerned = rules.contains { $0.name.isEmpty || bytes.contains($0.name) }
    guard isConcerned, let stream = try? YAMLStream(bytes) else {
      self.init(bytes: bytes, edits: [], found: [])
      return
    }
    var targets: [(node: YAMLNode, edit: ByteEdit, index: Int)] = []
    var found: Set<Int> = []
    let documents = Dictionary(grouping: stream.documents, by: FieldRule.object(in:))
    for (index, rule) in rules.enumerated() {
      for document in documents[rule.object] ?? [] {
        guard let node = try rule.field(in: document) else { continue }
        found.insert(index)
        if let edit = try rule.edit(of: node, in: stream) { targets.append((node, edit, index)) }
      }
    }
    targets.sort { $0.edit.range.lowerBound < $1.edit.range.lowerBound }
    let result = bytes.applying(targets.map(\.edit))
    if !targets.isEmpty { try FieldSetting.prove(stream, targets.map(\.node), result) }
    self.init(
      bytes: result,
      edits: targets.map { target in
        FieldEdit(
          ruleIndex: target.index, position: target.node.position,
          old: String(decoding: bytes[target.edit.range], as: UTF8.self),
          new: String(decoding: target.edit.replacement, as: UTF8.self))
      },
      found: found)
  }

  private init(bytes: [UInt8], edits: [FieldEdit], found: Set<Int>) {
    self.bytes = bytes
    self.edits = edits
    self.found = found
  }

  /// Reads the result, whose scalars must be the same ones in the same order but for the targets.
  private static func prove(
    _ before: YAMLStream, _ targets: [YAMLNode], _ result: [UInt8]
  ) throws(ManifestError) {
    let starts = Set(targets.map(\.textStart))
    let old = before.documents.flatMap(\.leaves)
    let new = (try? YAMLStream(result))?.documents.flatMap(\.leaves) ?? []
    let isKept =
      old.count == new.count
      && zip(old, new).allSatisfy { starts.contains($0.textStart) || $0.hasSameContent(as: $1) }
    guard isKept else {
      throw ManifestError(
        position: targets.first?.position,
        message: "the field cannot be set without changing more than that",
        remedy: "write it on a line of its own")
    }
  }
}

extension FieldRule {
  /// Which object the rule is for.
  fileprivate var object: [String?] { [kind, name] }

  /// Which object a document is.
  fileprivate static func object(in document: YAMLNode) -> [String?] {
    [document["kind"]?.scalar?.text, document["metadata"]?["name"]?.scalar?.text]
  }

  /// The scalar that the path leads to; nil when the object does not have the field.
  fileprivate func field(in document: YAMLNode) throws(ManifestError) -> YAMLNode? {
    var node = document
    for key in path {
      let elements = node.elements
      let next = elements != nil ? Int(key).flatMap { elements?[checked: $0] } : node[key]
      guard let next else { return nil }
      node = next
    }
    guard node.scalar?.extent != nil else {
      throw ManifestError(
        position: node.position, message: "\(path.joined(separator: ".")) is no scalar",
        remedy: "name a field that holds a string, a number or a boolean")
    }
    return node
  }

  /// The edit that sets the scalar; nil when it has that value.
  fileprivate func edit(
    of node: YAMLNode, in stream: YAMLStream
  ) throws(ManifestError) -> ByteEdit? {
    guard let scalar = node.scalar, let extent = scalar.extent else { return nil }
    guard node.anchor == nil, !node.hasTag else {
      throw ManifestError(
        position: node.position, message: "the field has an anchor or a tag",
        remedy: "write its value without")
    }
    let text = value.plainText ?? ""
    if case .string = value {
      let isString = scalar.style != .plain || PlainScalar.kind(of: scalar.text) == .string
      if isString, scalar.text.isSameText(as: text) { return nil }
      if scalar.style == .plain, PlainScalar.isString(text, inFlow: node.inFlow) {
        return ByteEdit(range: extent.outer, replacement: Array(text.utf8))
      }
      return ScalarWriter(scalar, newline: stream.bytes.lineEnd).edit(to: text)
    }
    if scalar.style == .plain, scalar.text.isSameText(as: text) { return nil }
    return ByteEdit(range: extent.outer, replacement: Array(text.utf8))
  }
}

extension YAMLNode {
  /// The scalars and aliases below this node, keys included, in the order of the text.
  fileprivate var leaves: [YAMLNode] {
    switch kind {
    case .scalar, .alias: [self]
    case .list(let elements): elements.flatMap(\.leaves)
    case .map(let members): members.flatMap { $0.key.leaves + $0.value.leaves }
    }
  }
}

extension Array {
  /// The element at `index`; nil outside.
  fileprivate subscript(checked index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
