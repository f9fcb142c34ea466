internal import YAML

/// A text that holds a document of YAML or JSON, into which `replacements` reach.
///
/// Source: `setValueInStructuredData` of `api/filters/replacement`, new in kustomize 5.8.
struct StructuredText {
  private let text: String
  private let source: YAMLNode
  /// The document.
  let node: ManifestNode

  /// - Throws: `BuildError` where the text is no YAML, or is empty.
  init(_ text: String) throws(BuildError) {
    self.text = text
    let stream: YAMLStream
    do {
      stream = try YAMLStream(Array(text.utf8))
    } catch {
      throw BuildError("the text holds no YAML: \(error.message)")
    }
    // Go looks at the first document only.
    guard let source = stream.documents.first,
      let node = try ManifestNode.documents(of: Array(text.utf8), file: 0).first
    else { throw BuildError("the text is empty") }
    self.source = source
    self.node = node
    guard stream.documents.count == 1 else {
      throw BuildError.unsupported(
        "a replacement reaches into a text that holds several YAML documents",
        remedy: "put each document into a key of its own")
    }
  }

  /// The text for a changed document: JSON where it was JSON, and YAML otherwise.
  ///
  /// - Throws: `BuildError` where the document cannot be written.
  func text(for node: ManifestNode) throws(BuildError) -> String {
    let first = text.trimmed.unicodeScalars.first
    guard first == "{" || first == "[" else {
      return try BlockYAMLWriter.text(of: node, as: source, from: text)
    }
    guard node.hasTextKeys else {
      throw BuildError("json: unsupported type: map[interface {}]interface {}")
    }
    let isIndented = text.utf8.contains(UInt8(ascii: "\n")) && text.contains("  ")
    return GoJSON(indent: isIndented ? "  " : nil).text(of: try node.value())
  }
}

extension ManifestNode {
  /// Whether all keys of all maps are strings.
  fileprivate var hasTextKeys: Bool {
    switch content {
    case .scalar: true
    case .list(let elements): elements.allSatisfy(\.hasTextKeys)
    case .map(let members):
      members.allSatisfy { $0.key.type == .string && $0.value.hasTextKeys }
    }
  }
}
