public import YAML

/// Adds `name` to the `resources:` of a `kustomization.yaml` and keeps every other byte.
///
/// A name that is listed already, also with `./` before or `/` behind it, leaves the bytes as they
/// are. The new item follows the last one in its indentation; a missing list is added at the end.
/// The result is read again, and must differ in that item alone.
///
/// - Throws: `ManifestError` where the file is no YAML, has several documents, or has something
///   else than a list of names as `resources`.
public func addingResource(
  _ name: String, toKustomization bytes: [UInt8]
) throws(ManifestError) -> [UInt8] {
  let stream = try YAMLStream.forEditing(bytes)
  let addition = ResourceAddition(stream: stream, name: name)
  guard let edit = try addition.edit() else { return bytes }
  let result = bytes.applying([edit])
  guard addition.isDone(in: try? YAMLStream(result)) else {
    throw addition.impossible("\(name) cannot be added without changing more than that")
  }
  return result
}

/// The edit that adds one name to the resources of a kustomization.
private struct ResourceAddition {
  let stream: YAMLStream
  let name: String

  private var bytes: [UInt8] { stream.bytes }
  private var newline: String { stream.bytes.lineEnd }
  private var resources: YAMLNode? { stream.documents.first?["resources"] }

  /// The edit, or nil where the name is listed already.
  func edit() throws(ManifestError) -> ByteEdit? {
    guard let root = stream.documents.first else { return appended(behind: bytes.count) }
    guard stream.documents.count == 1, let members = root.members, !stream.isFlow(root),
      let first = members.first?.key
    else { throw impossible("the file is not one kustomization written as a block") }
    guard let resources, let key = root.member("resources")?.key else {
      return lines(
        stream.margin(of: first) + "resources:" + newline
          + stream.margin(of: first) + "  - " + scalar(inFlow: false),
        behind: stream.lastLineEnd(ofDocument: root))
    }
    if resources.isNull { return try fill(resources, key: key) }
    guard let elements = resources.elements else { throw impossible("resources is no list") }
    let names = elements.map { $0.scalar?.text }
    if names.contains(where: { $0.map(Self.normalized) == Self.normalized(name) }) { return nil }
    return stream.isFlow(resources)
      ? try append(toFlow: elements, of: resources) : try append(to: elements)
  }

  /// Whether `result` lists the name, and has everything else as it was.
  func isDone(in result: YAMLStream?) -> Bool {
    guard let result, let new = result.documents.first, result.documents.count == 1,
      let items = new["resources"]?.elements, items.last?.scalar?.text.isSameText(as: name) == true
    else { return false }
    guard let old = stream.documents.first else { return items.count == 1 }
    return old.hasSameMembers(as: new, except: "resources")
      && (resources?.elements ?? []).elementsEqual(items.dropLast()) { $0.hasSameContent(as: $1) }
  }

  /// An error at the list, or at the start of the file.
  func impossible(_ message: String) -> ManifestError {
    ManifestError(
      position: (resources ?? stream.documents.first)?.position, message: message,
      remedy: "write resources as a block list of names")
  }

  private static func normalized(_ name: String) -> String {
    var bytes = name.utf8[...]
    while bytes.starts(with: "./".utf8) { bytes = bytes.dropFirst(2) }
    while bytes.last == 0x2F { bytes = bytes.dropLast() }
    return String(Substring(bytes))
  }

  private func scalar(inFlow: Bool) -> String {
    PlainScalar.isString(name, inFlow: inFlow) ? name : name.yamlDoubleQuoted
  }

  /// New lines behind the line that ends at `end`.
  private func lines(_ text: String, behind end: Int) -> ByteEdit {
    let close = end == bytes.count ? newline : ""
    return ByteEdit(range: end..<end, replacement: Array((newline + text + close).utf8))
  }

  /// The list as the only content of a file that has none.
  private func appended(behind end: Int) -> ByteEdit {
    let open = bytes.last.map { $0.isLineBreak ? "" : newline } ?? ""
    let text = open + "resources:" + newline + "  - " + scalar(inFlow: false) + newline
    return ByteEdit(range: end..<end, replacement: Array(text.utf8))
  }

  /// Gives an empty `resources:` its first item; a written `null` goes.
  private func fill(_ value: YAMLNode, key: YAMLNode) throws(ManifestError) -> ByteEdit {
    guard value.anchor == nil, value.scalar?.extent == nil else {
      throw impossible("resources is written as null")
    }
    return lines(
      stream.margin(of: key) + "  - " + scalar(inFlow: false),
      behind: bytes.lineEnd(of: value.start))
  }

  private func append(to elements: [YAMLNode]) throws(ManifestError) -> ByteEdit {
    guard let last = elements.last, last.anchor == nil, let end = stream.lastLineEnd(of: last)
    else {
      throw impossible("the last of the resources is no name")
    }
    let lead = bytes[bytes.lineStart(of: last.start)..<last.start]
    let margin = String(decoding: lead.prefix { $0 == .space }, as: UTF8.self)
    let dash = String(decoding: lead.dropFirst(margin.utf8.count), as: UTF8.self)
    // An empty item has no text behind its dash to take the distance from.
    return lines(margin + (dash == "-" ? "- " : dash) + scalar(inFlow: false), behind: end)
  }

  private func append(
    toFlow elements: [YAMLNode], of list: YAMLNode
  ) throws(ManifestError) -> ByteEdit {
    let inner = list.textStart + 1
    guard let last = elements.last else {
      return ByteEdit(range: inner..<inner, replacement: Array(scalar(inFlow: true).utf8))
    }
    guard let end = last.scalar?.extent?.outer.upperBound else {
      throw impossible("the last of the resources is no name")
    }
    return ByteEdit(range: end..<end, replacement: Array((", " + scalar(inFlow: true)).utf8))
  }
}
