internal import YAML

extension Resource {
  /// The resources of strategic merge patches, lists among them replaced by what is in them.
  ///
  /// - Parameters:
  ///   - text: documents of YAML.
  ///   - file: the number of its file.
  /// - Returns: the patches in order.
  /// - Throws: `BuildError` for text that is no YAML and for what has no kind or name.
  /// Source: `RNodesFromBytes` in `api/resource/factory.go`, `kyaml/kio/byteio_reader.go`.
  static func readPatches(_ text: PatchText, file: Int32) throws(BuildError) -> [Resource] {
    let chunks = try documents(text)
    var open: [ManifestNode] = []
    for chunk in chunks {
      let lines = [UInt8](repeating: .lineFeed, count: chunk.firstLine - 1)
      // Each is read on its own, and nothing behind its first document.
      guard let node = try ManifestNode.documents(of: lines + chunk.bytes, file: file).first,
        !node.isNull
      else { continue }
      if chunks.count == 1, let items = node.itemsOfList {
        open += items
      } else {
        open.append(node)
      }
    }
    open = try checked(open)
    var nodes: [ManifestNode] = []
    var next = 0
    while next < open.count {
      let node = open[next]
      next += 1
      guard let items = try node.embeddedItems() else {
        nodes.append(node)
        continue
      }
      // They go to the end, behind what follows the list.
      for item in items { open += try checked(item.itemsOfList ?? [item]) }
    }
    return nodes.map { Resource($0) }
  }

  private static func checked(_ nodes: [ManifestNode]) throws(BuildError) -> [ManifestNode] {
    var kept: [ManifestNode] = []
    for node in nodes where !node.isNullOrEmpty {
      let kind = node["kind"]?.textUnlessNull ?? ""
      let line = node.lineNumber
      guard !kind.isEmpty else { throw BuildError("a resource has no kind", line: line) }
      let name = node["metadata"]?["name"]?.textUnlessNull ?? ""
      guard !name.isEmpty || kind.hasSuffix("List") else {
        throw BuildError("a resource of kind \(kind) has no metadata.name", line: line)
      }
      kept.append(node)
    }
    return kept
  }

  /// Splits at lines that start with `---`, but for the first line.
  private static func documents(_ text: PatchText) throws(BuildError) -> [PatchText] {
    var documents: [PatchText] = []
    var current = PatchText([])
    current.firstLine = text.firstLine
    let lines = text.bytes.withoutCarriageReturns.split(
      separator: UInt8.lineFeed, omittingEmptySubsequences: false)
    var canSeparate = false
    for (index, line) in lines.enumerated() {
      let isLast = index == lines.count - 1
      guard canSeparate, !isLast, line.starts(with: "---".utf8) else {
        current.bytes += line
        if !isLast { current.bytes.append(.lineFeed) }
        canSeparate = true
        continue
      }
      let rest = line.dropFirst(3).drop { $0.isJSONSpace }
      guard rest.isEmpty || rest.first == .hash else {
        throw BuildError(
          "invalid document separator: \(String(decoding: line, as: UTF8.self))",
          line: text.firstLine + index)
      }
      documents.append(current)
      current = PatchText([])
      current.firstLine = text.firstLine + index + 1
      // The line break before the next line is the separator's own.
      canSeparate = false
    }
    return documents + [current]
  }
}

extension [UInt8] {
  /// These bytes with `\n` for `\r\n`.
  fileprivate var withoutCarriageReturns: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for (index, byte) in enumerated() {
      let isPair = byte == 0x0D && index + 1 < count && self[index + 1] == .lineFeed
      if !isPair { bytes.append(byte) }
    }
    return bytes
  }
}

extension ManifestNode {
  fileprivate var textUnlessNull: String? { isNull ? nil : text }

  /// What is in a `List` or `ResourceList`; nil for other nodes.
  fileprivate var itemsOfList: [ManifestNode]? {
    guard let kind = self["kind"]?.textUnlessNull, kind == "List" || kind == "ResourceList",
      self["items"] != nil || self["functionConfig"] != nil
    else { return nil }
    return self["items"]?.elements ?? []
  }

  /// The items of a node whose kind ends with `List`; nil where it has none.
  fileprivate func embeddedItems() throws(BuildError) -> [ManifestNode]? {
    guard let kind = self["kind"]?.textUnlessNull, kind.hasSuffix("List") else { return nil }
    _ = try value()
    guard let items = self["items"] else { return nil }
    if items.isNull { return [] }
    guard let elements = items.elements else {
      throw BuildError("items of a \(kind) must be a list", line: Int(items.place.line))
    }
    return elements
  }
}
