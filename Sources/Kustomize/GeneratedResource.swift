extension ConfigMapArguments {
  /// The ConfigMap, with its behavior and whether its name gets a hash.
  ///
  /// Source: `api/internal/generators`, `LoadMapIntoConfigMapData` of kyaml.
  /// - Parameters:
  ///   - file: reads the file of a path as the kustomization names it.
  ///   - options: `generatorOptions` of the kustomization.
  ///   - place: where the generator stands.
  /// - Returns: the resource, whose nodes all have that place.
  /// - Throws: `BuildError` for what is not valid, and what `file` throws.
  public func resource(
    reading file: GeneratorFileReading, options: GeneratorOptions?,
    place: ManifestNode.Place = .none
  ) throws(BuildError) -> Resource {
    let options = try arguments.checkedOptions(options)
    var node = try arguments.base("ConfigMap", options, place)
    for (key, bytes) in try arguments.sortedData(reading: file) {
      if let text = String(validating: bytes, as: UTF8.self) {
        try text.requireGoYAML()
        try text.requireGoBlock()
        try node.add(key, text, to: "data", place)
      } else {
        try node.add(key, Base64Lines.text(of: bytes), to: "binaryData", place)
      }
    }
    return arguments.finished(node, options, place)
  }
}

extension SecretArguments {
  /// The Secret, with its behavior and whether its name gets a hash.
  ///
  /// Source: `api/internal/generators/secret.go`, `LoadMapIntoSecretData` of kyaml.
  /// - Parameters:
  ///   - file: reads the file of a path as the kustomization names it.
  ///   - options: `generatorOptions` of the kustomization.
  ///   - place: where the generator stands.
  /// - Returns: the resource, whose nodes all have that place.
  /// - Throws: `BuildError` for what is not valid, and what `file` throws.
  public func resource(
    reading file: GeneratorFileReading, options: GeneratorOptions?,
    place: ManifestNode.Place = .none
  ) throws(BuildError) -> Resource {
    try type.requireGoYAML()
    let options = try arguments.checkedOptions(options)
    var node = try arguments.base("Secret", options, place)
    try node.setString("type", type.isEmpty ? "Opaque" : type, place: place)
    node["data"] = ManifestNode(.map([]), tag: .map, place: place)
    for (key, bytes) in try arguments.sortedData(reading: file) {
      try node.add(key, Base64Lines.text(of: bytes), to: "data", place)
    }
    return arguments.finished(node, options, place)
  }
}

extension GeneratorArguments {
  /// The options with those of all generators; all texts are such that kustomize hands them on.
  fileprivate func checkedOptions(
    _ general: GeneratorOptions?
  ) throws(BuildError) -> GeneratorOptions {
    let own = options ?? GeneratorOptions()
    let options = general.map { own.merged(withGeneral: $0) } ?? own
    var texts = [name, namespace, behavior] + literals + files + environmentFiles
    for map in [options.labels, options.annotations] {
      texts += Array(map.keys) + Array(map.values)
    }
    for text in texts { try text.requireGoYAML() }
    return options
  }

  /// A resource with its metadata alone.
  fileprivate func base(
    _ kind: String, _ options: GeneratorOptions, _ place: ManifestNode.Place
  ) throws(BuildError) -> ManifestNode {
    guard !name.isEmpty else {
      throw BuildError("a generator of a \(kind) must have a name", remedy: "add name")
    }
    var metadata = ManifestNode(.map([]), tag: .map, place: place)
    try metadata.setString("name", name, place: place)
    if !namespace.isEmpty { try metadata.setString("namespace", namespace, place: place) }
    for (field, texts) in [("labels", options.labels), ("annotations", options.annotations)] {
      for (key, text) in texts.sortedByBytes { try metadata.add(key, text, to: field, place) }
    }
    var node = ManifestNode(.map([]), tag: .map, place: place)
    try node.setString("apiVersion", "v1", place: place)
    try node.setString("kind", kind, place: place)
    node["metadata"] = metadata
    return node
  }

  fileprivate func sortedData(
    reading file: GeneratorFileReading
  ) throws(BuildError) -> [(key: String, value: [UInt8])] {
    try data(reading: file).sortedByBytes
  }

  fileprivate func finished(
    _ node: ManifestNode, _ options: GeneratorOptions, _ place: ManifestNode.Place
  ) -> Resource {
    var node = node
    if options.isImmutable {
      node["immutable"] = ManifestNode(.scalar("true"), tag: .bool, place: place)
    }
    var resource = Resource(node)
    resource.needsHash = !options.disableNameSuffixHash
    resource.behavior = Resource.Behavior(rawValue: behavior) ?? .unspecified
    return resource
  }
}

extension ManifestNode {
  /// Sets a string in the map of a field, which is made where it is missing.
  fileprivate mutating func add(
    _ key: String, _ text: String, to field: String, _ place: Place
  ) throws(BuildError) {
    if self[field] == nil { self[field] = ManifestNode(.map([]), tag: .map, place: place) }
    try withMember(field) { member throws(BuildError) in
      try member.setString(key, text, place: place)
    }
  }
}

extension Dictionary where Key == String {
  /// The members in the order of the bytes of their keys.
  var sortedByBytes: [(key: String, value: Value)] {
    sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}
