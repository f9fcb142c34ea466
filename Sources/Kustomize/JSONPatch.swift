internal import YAML

/// A JSON 6902 patch: operations in order.
///
/// Source: `DecodePatch` of evanphx/json-patch 4.13, by which kustomize applies it.
public struct JSONPatch: Hashable, Sendable {
  /// One operation, as it is written: what is wrong with it is an error only where it is applied.
  struct Operation: Hashable, Sendable {
    /// `op`; empty where it is missing or no text.
    var name: String
    /// The pointer to what changes; nil where it is missing or no text.
    var path: String?
    /// The pointer to what is copied or moved.
    var from: String?
    /// In JSON form; nil where there is none.
    var value: ManifestNode?
    var place: ManifestNode.Place
  }

  var operations: [Operation]

  /// Whether there is no operation.
  public var isEmpty: Bool { operations.isEmpty }

  /// Reads a patch: JSON where it starts with `[`, else the first document of YAML.
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - file: its file, for the places of nodes.
  ///   - firstLine: the line of the file on which it starts.
  /// - Throws: `BuildError` where it is neither, or no list of maps; null is an empty patch.
  public init(_ bytes: [UInt8], file: Int32, firstLine: Int = 1) throws(BuildError) {
    if bytes.first == .openBracket {
      var reader = JSONPatchReader(bytes, file: file, firstLine: firstLine)
      try self.init(try reader.read())
      return
    }
    let lines = [UInt8](repeating: .lineFeed, count: firstLine - 1)
    try self.init(try ManifestNode(jsonOfYAML: lines + bytes, file: file))
  }

  private init(_ node: ManifestNode) throws(BuildError) {
    operations = []
    if node.isNull { return }
    guard let elements = node.elements else {
      throw BuildError("a JSON 6902 patch must be a list", line: Int(node.place.line))
    }
    for element in elements { operations.append(try Operation(element)) }
  }
}

extension JSONPatch.Operation {
  fileprivate init(_ node: ManifestNode) throws(BuildError) {
    guard node.isMap || node.isNull else {
      throw BuildError(
        "an operation of a JSON 6902 patch must be a map", line: Int(node.place.line))
    }
    place = node.place
    name = try Self.text(node["op"]) ?? ""
    path = try Self.text(node["path"])
    from = try Self.text(node["from"])
    value = node["value"]
    if value?.isNull == true { value?.tag = .none }
  }

  private static func text(_ node: ManifestNode?) throws(BuildError) -> String? {
    guard let node, let text = node.text else { return nil }
    if node.tag == .string { return text }
    return node.tag == .none && text.utf8.first == .quote ? try text.fromJSON() : nil
  }
}

extension ManifestNode {
  /// The first document of a YAML text in JSON form, as sigs.k8s.io/yaml has it: YAML 1.1, where
  /// `yes` is true.
  fileprivate init(jsonOfYAML bytes: [UInt8], file: Int32) throws(BuildError) {
    do throws(GoError) {
      let value = try GoYAMLReader.values(of: bytes, dialect: .version2).first ?? .null
      let source = try? YAMLStream(bytes).documents.first
      self.init(json: value, source, Place(file: file, line: 1))
    } catch {
      throw BuildError(error.message)
    }
  }

  /// - Parameters:
  ///   - value: what the node holds.
  ///   - source: where it stands; nil where it comes from an alias or a merge key.
  ///   - outer: the place of what is around it.
  private init(json value: Value, _ source: YAMLNode?, _ outer: Place) {
    let line = source.map { Int32($0.position.line) } ?? outer.line
    let place = Place(file: outer.file, line: line)
    switch value {
    case .int(let number): self.init(.scalar(String(number)), tag: .none)
    case .double(let number): self.init(.scalar(GoFloat(number).jsonText), tag: .none)
    case .list(let list):
      let sources = source?.elements ?? []
      let elements = list.enumerated().map { index, element in
        ManifestNode(json: element, index < sources.count ? sources[index] : nil, place)
      }
      self.init(.list(elements), tag: .list)
    case .map:
      var sources: [String: YAMLNode] = [:]
      for (key, value) in source?.members ?? [] { sources[key.scalar?.text ?? ""] = value }
      let members = value.members.map { key, member in
        Member(
          key: .string(key, place: place), value: ManifestNode(json: member, sources[key], place))
      }
      self.init(.map(members), tag: .map)
    default: self.init(value)
    }
    self.place = place
  }
}
