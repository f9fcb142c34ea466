extension ResourceList {
  /// Changes images: first those of all lists named `containers` or `initContainers`, then those of
  /// `fields`; CustomResourceDefinitions stay as they are.
  ///
  /// An image in both is changed twice, so that it gets a tag suffix twice, as kustomize has it.
  /// Source: `ImageTagTransformer`, `api/filters/imagetag`.
  /// - Parameters:
  ///   - images: the elements of `images`, each of which sees what those before it did.
  ///   - fields: `images` of the transformer configuration.
  /// - Throws: `BuildError` where something else than a text stands in the place of an image.
  public mutating func setImages(
    _ images: [ImageArguments], in fields: [FieldSpec]
  ) throws(BuildError) {
    guard !images.isEmpty else { return }
    var changes: [ImageChange] = []
    for image in images { changes.append(try ImageChange(image)) }
    for index in resources.indices where resources[index].kind != "CustomResourceDefinition" {
      var images = resources[index].node.containerImages
      for change in changes {
        if try images.map(change.matchesAny) ?? true {
          try resources[index].node.changeContainers(change)
          images = resources[index].node.containerImages
        }
        try resources[index].node.visit(fields) { node throws(BuildError) in
          try change.apply(to: &node)
        }
      }
    }
  }
}

/// An element of `images`, ready to be applied.
private struct ImageChange {
  let image: ImageArguments
  /// Or why there is none, which counts only where there is an image to match.
  private let pattern: Result<ImagePattern, BuildError>

  init(_ image: ImageArguments) throws(BuildError) {
    for text in [image.name, image.newName, image.tagSuffix, image.newTag, image.digest] {
      try text.requireGoYAML()
    }
    self.image = image
    pattern = Result { () throws(BuildError) in try ImagePattern(image.name) }
  }

  func matchesAny(_ images: [String]) throws(BuildError) -> Bool {
    guard !images.isEmpty else { return false }
    return images.contains(where: try pattern.get().matches)
  }

  func apply(to node: inout ManifestNode) throws(BuildError) {
    guard let text = node.text else {
      throw BuildError("wrong node kind: an image must be a text")
    }
    guard try pattern.get().matches(text) else { return }
    try node.setScalar(image.changed(text), tag: .none)
  }
}

extension ManifestNode {
  private static func isContainers(_ key: String?) -> Bool {
    key == "containers" || key == "initContainers"
  }

  /// The images of the lists of containers at any depth; nil where one of them is no text.
  ///
  /// Looking at these first is much faster than a walk that may change something.
  fileprivate var containerImages: [String]? {
    var images: [String] = []
    return collectImages(&images) ? images : nil
  }

  private func collectImages(_ images: inout [String]) -> Bool {
    switch content {
    case .scalar: return true
    case .list(let elements):
      for element in elements where !element.collectImages(&images) { return false }
    case .map(let members):
      for member in members {
        guard member.value.collectImages(&images) else { return false }
        guard Self.isContainers(member.key.text) else { continue }
        for container in member.value.elements ?? [] where !container.isNull {
          guard container.isMap else { return false }
          guard let image = container["image"] else { continue }
          guard let text = image.text else { return false }
          images.append(text)
        }
      }
    }
    return true
  }

  /// Changes the images of the lists of containers at any depth, the inner ones first.
  fileprivate mutating func changeContainers(_ change: ImageChange) throws(BuildError) {
    switch content {
    case .scalar: break
    case .list:
      try forEachElement { element throws(BuildError) in try element.changeContainers(change) }
    case .map:
      try forEachMember { key, member throws(BuildError) in
        try member.changeContainers(change)
        guard Self.isContainers(key) else { return }
        try member.forEachElement { container throws(BuildError) in
          try container.changeImage(change)
        }
      }
    }
  }

  private mutating func changeImage(_ change: ImageChange) throws(BuildError) {
    if isNull { return }
    guard isMap else { throw BuildError("wrong node kind: a container must be a map") }
    guard self["image"] != nil else { return }
    try withMember("image") { image throws(BuildError) in try change.apply(to: &image) }
  }
}
