/// The value that a replacement copies.
///
/// kyaml holds a pointer to the source: what a replacement changes there, later targets get.
struct ReplacementValue {
  private(set) var node: ManifestNode
  /// The resource that it is in; nil for a value that is a copy.
  private var resource: Int?
  private let path: ManifestNode.ChildPath
  fileprivate var limit = GrowthLimit()

  init(_ node: ManifestNode, resource: Int? = nil, path: ManifestNode.ChildPath = []) {
    self.node = node
    self.resource = resource
    self.path = path
  }

  /// Takes over what was done to the source, if it was there.
  ///
  /// - Parameters:
  ///   - changed: where a node was set; nil where nodes were made only.
  ///   - root: the changed resource.
  ///   - index: its position.
  fileprivate mutating func follow(
    _ changed: ManifestNode.ChildPath?, in root: ManifestNode, of index: Int
  ) {
    guard index == resource else { return }
    if let changed, changed.count < path.count, path.starts(with: changed) {
      // What held the source is something else now.
      resource = nil
    } else {
      node = root[child: path]
    }
  }
}

extension ManifestNode {
  /// Sets all fields that a path names in this resource.
  ///
  /// - Throws: `BuildError` where there is none.
  mutating func set(
    _ path: String, to value: inout ReplacementValue, of index: Int,
    _ options: Replacement.Options?
  ) throws(BuildError) {
    let parts = FieldPath.parts(of: path)
    let isCreated = options?.isCreated ?? false
    let matcher = PathMatcher(creating: isCreated ? value.node.emptied : nil)
    if let changed = try setInText(parts, to: value.node, matcher) {
      return value.follow(changed, in: self, of: index)
    }
    let matches = try matcher.matches(parts[...], in: &self)
    value.follow(nil, in: self, of: index)
    guard !matches.isEmpty else {
      throw BuildError(
        isCreated ? "unable to find or create the field" : "unable to find the field",
        remedy: isCreated ? "" : "correct the path, or make the field by options: {create: true}")
    }
    for match in matches {
      switch match {
      case .inTree(let path):
        let new = value.node
        try withChild(at: path[...]) { node throws(BuildError) in
          try node.replace(with: new, options)
          try value.limit.count(node)
        }
        value.follow(path, in: self, of: index)
      case .detached(var node): try node.replace(with: value.node, options)
      }
    }
  }

  /// Sets a field in a text that holds YAML or JSON.
  ///
  /// Delimiters do not count here. Every error but for what this program does not do leaves the text as it is.
  ///
  /// - Returns: where the text is; nil where there is none to which the path leads.
  private mutating func setInText(
    _ parts: [String], to value: ManifestNode, _ matcher: PathMatcher
  ) throws(BuildError) -> ChildPath? {
    for count in 1..<max(parts.count, 1) {
      guard let path = (try? lookupPath(parts.prefix(count))) ?? nil,
        let text = self[child: path].text
      else { continue }
      do {
        let structured = try StructuredText(text)
        var document = structured.node
        let matches = try matcher.matches(parts.dropFirst(count), in: &document)
        guard !matches.isEmpty else { return nil }
        for case .inTree(let inner) in matches {
          try document.withChild(at: inner[...]) { node throws(BuildError) in
            try node.replace(with: value, nil)
          }
        }
        let new = try structured.text(for: document)
        try withChild(at: path[...]) { node throws(BuildError) in node.content = .scalar(new) }
        return path
      } catch {
        guard error.cause == .invalid else { throw error }
        return nil
      }
    }
    return nil
  }

  /// Puts a value here: of a scalar only the text, so that its type and quotes stay.
  private mutating func replace(
    with value: ManifestNode, _ options: Replacement.Options?
  ) throws(BuildError) {
    var value = value
    if let options, !options.delimiter.isEmpty {
      guard let text else {
        throw BuildError("delimiter option can only be used with scalar nodes")
      }
      let new = value.isNull ? "" : value.text ?? ""
      value.content = .scalar(options.joined(text, with: new))
    }
    if isScalar {
      content = .scalar(value.text ?? "")
      if place.line == 0 { place = value.place }
    } else {
      if value.place.line == 0 { value.place = place }
      self = value
    }
  }

  /// What is made before this is put into it.
  private var emptied: ManifestNode {
    switch content {
    case .scalar: .untyped("")
    case .list: .emptyList
    case .map: .emptyMap
    }
  }
}

extension Replacement.Options {
  /// The piece of a source that is meant.
  ///
  /// - Throws: `BuildError` for a list or a map, and where there is no such piece.
  func refined(_ node: ManifestNode) throws(BuildError) -> ManifestNode {
    guard let text = node.text else {
      throw BuildError("delimiter option can only be used with scalar nodes")
    }
    let pieces = text.pieces(at: delimiter)
    guard pieces.indices.contains(index) else {
      throw BuildError("options.index \(index) is out of bounds for value \(text)")
    }
    var refined = node
    refined.content = .scalar(pieces[index])
    return refined
  }

  /// The text of a target with one piece replaced, or one more in front or at the end.
  fileprivate func joined(_ text: String, with new: String) -> String {
    var pieces = text.pieces(at: delimiter)
    if index < 0 {
      pieces.insert(new, at: 0)
    } else if index >= pieces.count {
      pieces.append(new)
    } else {
      pieces[index] = new
    }
    return pieces.joined(separator: delimiter)
  }
}
