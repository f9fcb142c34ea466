/// One step on the way from a file to a scalar, such that it leads to the same scalar in another
/// version of the file.
enum ScalarStep: Hashable {
  /// A member of a map.
  case key(String)
  /// The item of a list, or the document of a file, of that name.
  case name(String)
  /// An item or a document without a name, out of that many.
  case index(Int, count: Int)
}

extension [YAMLNode] {
  /// The names of these items; nil unless every one has its own.
  ///
  /// An item is named by its member `name`, an object by its kind, namespace and name.
  var names: [String]? {
    let names = compactMap(\.itemName)
    return names.count == count && Set(names).count == count ? names : nil
  }

  /// The item that `step` leads to, or nil.
  func item(at step: ScalarStep) -> YAMLNode? {
    switch step {
    case .key: nil
    case .name(let name): names?.firstIndex(of: name).map { self[$0] }
    case .index(let index, let count): count == self.count ? self[index] : nil
    }
  }
}

extension YAMLNode {
  /// The node that `steps` lead to from this one, or nil.
  func node(at steps: some Sequence<ScalarStep>) -> YAMLNode? {
    var node = self
    for step in steps {
      let next: YAMLNode? =
        if case .key(let key) = step { node[key] } else { node.elements?.item(at: step) }
      guard let next else { return nil }
      node = next
    }
    return node
  }

  fileprivate var itemName: String? {
    if let kind = self["kind"]?.text, let metadata = self["metadata"] {
      return [kind, metadata["namespace"]?.text ?? "", metadata["name"]?.text ?? ""]
        .joined(separator: "/")
    }
    return self["name"]?.text
  }
}

extension YAMLStream {
  /// The node that `steps` lead to, the first of them to its document; nil where there is none.
  func node(at steps: [ScalarStep]) -> YAMLNode? {
    steps.first.flatMap { documents.item(at: $0)?.node(at: steps.dropFirst()) }
  }
}
