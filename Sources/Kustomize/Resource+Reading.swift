extension Resource {
  /// The resources of a YAML file, as kustomize's resource factory reads them.
  ///
  /// Empty documents are left out, and lists of resources stand for their items: those of a `List` that is alone
  /// in its file in its place, those of all others behind what follows. Source: `api/resource/factory.go`,
  /// `kyaml/kio/byteio_reader.go`.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its number, for the places of nodes.
  /// - Returns: the resources.
  /// - Throws: `BuildError` with a line for text that is not valid YAML and for documents without kind or name.
  public static func read(_ bytes: [UInt8], file: Int32) throws(BuildError) -> [Resource] {
    var documents = try ManifestNode.documents(of: bytes, file: file)
    if documents.count == 1, documents[0]["kind"]?.text == "List",
      let items = documents[0]["items"]
    {
      documents = items.elements ?? []
    }
    var waiting = try checked(documents)[...]
    var resources: [Resource] = []
    resources.reserveCapacity(waiting.count)
    while let node = waiting.popFirst() {
      guard let items = try items(of: node) else {
        resources.append(Resource(node))
        continue
      }
      waiting.append(contentsOf: try checked(items))
    }
    return resources
  }

  /// The documents that hold something.
  ///
  /// - Throws: `BuildError` for one that is no object.
  private static func checked(_ nodes: [ManifestNode]) throws(BuildError) -> [ManifestNode] {
    var checked: [ManifestNode] = []
    checked.reserveCapacity(nodes.count)
    for node in nodes where !node.isNullOrEmpty {
      try node.checkMetadata()
      checked.append(node)
    }
    return checked
  }

  /// The items of a list of resources; nil for everything else.
  private static func items(of node: ManifestNode) throws(BuildError) -> [ManifestNode]? {
    guard let kind = node["kind"]?.text, kind.hasSuffix("List"), let items = node["items"]
    else { return nil }
    if items.isNull { return [] }
    guard let elements = items.elements else {
      throw BuildError("the items of \(kind) must be a list", line: Int(items.place.line))
    }
    var nodes: [ManifestNode] = []
    for element in elements {
      // They pass through JSON, which leaves values without tags.
      var node = ManifestNode(try element.value())
      node.takePlaces(of: element)
      nodes.append(node)
    }
    return nodes
  }
}

extension ManifestNode {
  /// - Throws: `BuildError` where kind or name of a resource is missing.
  func checkMetadata() throws(BuildError) {
    let line = lineNumber
    guard isMap else { throw BuildError("missing Resource metadata", line: line) }
    let kind = self["kind"].flatMap { $0.isNullOrEmpty ? nil : $0.text } ?? ""
    guard !kind.isEmpty else { throw BuildError("missing kind in object", line: line) }
    let name = node("metadata", "name").flatMap { $0.isNullOrEmpty ? nil : $0.text } ?? ""
    guard !name.isEmpty || kind.hasSuffix("List") else {
      throw BuildError("missing metadata.name in object of kind \(kind)", line: line)
    }
  }

  /// Takes over the places of a node that has the same content.
  mutating func takePlaces(of other: ManifestNode) {
    place = other.place
    switch (content, other.content) {
    case (.list(var elements), .list(let others)) where elements.count == others.count:
      for index in elements.indices { elements[index].takePlaces(of: others[index]) }
      content = .list(elements)
    case (.map(var members), .map(let others)):
      for index in members.indices {
        guard let other = others.first(where: { $0.key.text == members[index].key.text })
        else { continue }
        members[index].key.place = other.key.place
        members[index].value.takePlaces(of: other.value)
      }
      content = .map(members)
    default: break
    }
  }
}
