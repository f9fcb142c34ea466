internal import YAML

/// The files that nodes come from, by the numbers in their places.
public struct SourceFiles: Sendable {
  /// The paths; the first is empty and stands for no file.
  public private(set) var paths = [""]
  private var numbers: [String: Int32] = [:]

  public init() {}

  /// The number of a file, which it gets when it is asked for first.
  public mutating func number(of path: String) -> Int32 {
    if let number = numbers[path] { return number }
    let number = Int32(paths.count)
    paths.append(path)
    numbers[path] = number
    return number
  }

  /// The path of the file that a place is in; nil for what stands in no file.
  public func path(of place: ManifestNode.Place) -> String? {
    place.file == 0 ? nil : paths[Int(place.file)]
  }
}

extension ManifestNode {
  /// The documents of a YAML file, as kustomize reads them: anchors, aliases and merge keys resolved.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its number, for the places of the nodes.
  /// - Returns: all documents, those that are null too.
  /// - Throws: `BuildError` with a line for text that is not valid YAML.
  public static func documents(
    of bytes: [UInt8], file: Int32
  ) throws(BuildError) -> [ManifestNode] {
    // kustomize takes a file apart at its separators, so that a directive is alone.
    if bytes.first == UInt8(ascii: "%") {
      throw BuildError("did not find expected <document start>", line: 1, remedy: "remove it")
    }
    let stream: YAMLStream
    do {
      stream = try YAMLStream(bytes)
    } catch {
      throw BuildError(error.message, line: error.position.line, remedy: error.remedy)
    }
    var reader = ManifestReading(anchored: stream.anchoredNodes, file: file)
    var nodes: [ManifestNode] = []
    for document in stream.documents { nodes.append(try reader.node(document)) }
    return nodes
  }
}

/// Turns parsed YAML into nodes.
private struct ManifestReading {
  let anchored: [YAMLNode]
  let file: Int32
  private var unfolded = 0
  private var aliasDepth = 0

  init(anchored: [YAMLNode], file: Int32) {
    self.anchored = anchored
    self.file = file
  }

  mutating func node(_ node: YAMLNode) throws(BuildError) -> ManifestNode {
    if aliasDepth > 0 {
      unfolded += 1
      guard unfolded <= 100_000, aliasDepth <= 100 else {
        throw BuildError("document contains excessive aliasing", line: node.position.line)
      }
    }
    let place = ManifestNode.Place(
      file: file, line: Int32(node.position.line), column: Int32(node.position.column))
    switch node.kind {
    case .alias(let number):
      aliasDepth += 1
      defer { aliasDepth -= 1 }
      var target = try self.node(anchored[number])
      target.place = place
      return target
    case .scalar(let scalar): return Self.scalar(scalar, node, place)
    case .list(let elements):
      var list: [ManifestNode] = []
      list.reserveCapacity(elements.count)
      for element in elements { list.append(try self.node(element)) }
      return ManifestNode(.list(list), tag: .list, place: place)
    case .map(let members):
      return ManifestNode(.map(try map(members)), tag: .map, place: place)
    }
  }

  private static func scalar(
    _ scalar: YAMLNode.Scalar, _ node: YAMLNode, _ place: ManifestNode.Place
  ) -> ManifestNode {
    // kustomize prints an empty value between braces in quotes, and reads it again.
    let isQuoted = scalar.style != .plain || scalar.text.isEmpty && node.inFlow
    let tag: ManifestNode.Tag
    if node.hasTag {
      tag = ManifestNode.Tag(name: node.tag)
    } else {
      tag = scalar.style == .plain ? .init(GoScalar(scalar.text, dialect: .version3)) : .string
    }
    var result = ManifestNode(.scalar(scalar.text), tag: tag, isQuoted: isQuoted, place: place)
    switch scalar.style {
    case .literal: result.block = .literal
    case .folded: result.block = .folded
    case .plain, .single, .double: break
    }
    return result
  }

  /// The members with those of merge keys: what is written out wins, then the first of several maps.
  private mutating func map(
    _ members: [(key: YAMLNode, value: YAMLNode)]
  ) throws(BuildError) -> [ManifestNode.Member] {
    var merged: [ManifestNode.Member] = []
    var result: [ManifestNode.Member] = []
    result.reserveCapacity(members.count)
    for (key, value) in members {
      if key.isMergeKey {
        try checkMerge(value)
        try Self.merge(try node(value), into: &merged)
      } else if key.scalar?.text != "<<" {
        // kyaml also drops a `<<` in quotes, which is no merge key.
        let value = try node(value)
        result.append(.init(key: try node(key), value: value))
      }
    }
    guard !merged.isEmpty else { return result }
    let own = Set(result.map { $0.key.text ?? "" })
    return result + merged.filter { !own.contains($0.key.text ?? "") }
  }

  /// Refuses the values of a merge key that kyaml refuses, and those that it leaves half merged.
  ///
  /// Source: `findMergeValues` in `kyaml/yaml/rnode.go`.
  private func checkMerge(_ value: YAMLNode) throws(BuildError) {
    switch value.kind {
    case .alias(let number):
      guard anchored[number].members == nil else { return }
      throw BuildError(
        "invalid map merge: received alias for a non-map value", line: value.position.line,
        remedy: "list the maps themselves: <<: [*one, *other]")
    case .map(let members):
      guard members.contains(where: { $0.key.isMergeKey }) else { return }
      throw BuildError(
        "a merge key within what a merge key merges", cause: .unsupported,
        line: value.position.line, remedy: "give the inner map an anchor before")
    case .list(let elements):
      for element in elements { try checkMerge(element) }
    case .scalar: break
    }
  }

  private static func merge(
    _ value: ManifestNode, into merged: inout [ManifestNode.Member]
  ) throws(BuildError) {
    switch value.content {
    case .map(let members):
      for member in members where !merged.contains(where: { $0.key.text == member.key.text }) {
        merged.append(member)
      }
    case .list(let elements) where elements.allSatisfy(\.isMap):
      for element in elements { try merge(element, into: &merged) }
    default:
      throw BuildError(
        "map merge requires map or sequence of maps as the value", line: Int(value.place.line))
    }
  }
}

extension ManifestNode.Tag {
  /// The type by the full name of a tag; a tag that YAML does not define leaves a string.
  init(name: String) {
    switch name {
    case "tag:yaml.org,2002:null": self = .null
    case "tag:yaml.org,2002:bool": self = .bool
    case "tag:yaml.org,2002:int": self = .int
    case "tag:yaml.org,2002:float": self = .float
    case "tag:yaml.org,2002:timestamp": self = .timestamp
    default: self = .string
    }
  }
}
