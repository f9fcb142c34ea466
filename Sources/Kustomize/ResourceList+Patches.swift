internal import YAML

extension ResourceList {
  /// Applies an entry of `patches`.
  ///
  /// - Parameters:
  ///   - patch: the entry.
  ///   - text: the inline text or the bytes of the file, by `patch.source()`.
  ///   - file: the number of the file that the text is in.
  /// - Returns: whether a resource is what the patch is for.
  /// - Throws: `BuildError` for a text that is neither a strategic merge nor a JSON 6902 patch, for
  ///   a patch that does not fit, and where a strategic merge patch without a target names no
  ///   resource or several.
  /// Source: `api/internal/builtins/PatchTransformer.go`.
  @discardableResult public mutating func apply(
    _ patch: Patch, text: [UInt8], file: Int32
  ) throws(BuildError) -> Bool {
    let whole = PatchText(text)
    switch try PatchContent(patch.path.isEmpty ? whole.trimmed() : whole, file: file) {
    case .nothing: return true
    case .json(let operations):
      guard let target = patch.target else {
        throw BuildError("a JSON 6902 patch needs a target", remedy: "write target beside it")
      }
      let indices = try indices(selectedBy: target)
      for index in indices {
        resources[index].storePreviousID()
        try resources[index].apply(operations)
      }
      return !indices.isEmpty
    case .strategic(let patches):
      return try apply(patches.map { $0.allowing(patch.options) }, to: patch.target)
    }
  }

  private mutating func apply(
    _ patches: [Resource], to target: Selector?
  ) throws(BuildError) -> Bool {
    guard let target else {
      for patch in patches {
        let index = try index(ofTarget: patch.originalID)
        try resources[index].apply(strategicMerge: patch)
      }
      return true
    }
    guard let patch = patches.first, patches.count == 1 else {
      throw BuildError(
        "several strategic merge patches have one target",
        remedy: "give each an entry of its own, or remove target")
    }
    let indices = try indices(selectedBy: target)
    try apply(strategicMerge: patch, toResourcesAt: indices)
    return !indices.isEmpty
  }

  /// The resource that a patch names: the one that has or had its identity.
  private func index(ofTarget id: ResourceID) throws(BuildError) -> Int {
    var found: Int?
    for index in resources.indices {
      let resource = resources[index]
      // Names are compared first, since identities take longer to make.
      guard resource.name == id.name || resource.previous.contains(where: { $0.name == id.name }),
        !resource.node.isNullOrEmpty,
        resource.id.isSame(as: id) || resource.previousIDs.contains(where: { $0.isSame(as: id) })
      else { continue }
      guard found == nil else {
        throw BuildError("several resources match the patch of \(id)")
      }
      found = index
    }
    guard let found else {
      throw BuildError(
        "no resource matches the patch of \(id)",
        remedy: "make kind, apiVersion, name and namespace those of the resource")
    }
    return found
  }
}

extension ResourceList {
  /// Applies an entry of `patchesJson6902`.
  ///
  /// - Parameters:
  ///   - patch: the entry.
  ///   - text: the inline text or the bytes of the file, by `patch.source()`.
  ///   - file: the number of the file that the text is in.
  /// - Returns: whether a resource is what the patch is for.
  /// - Throws: `BuildError` as for `patches`, for an empty patch and where the target has no name.
  /// Source: `api/internal/builtins/PatchJson6902Transformer.go`.
  @discardableResult public mutating func apply(
    json6902 patch: Patch, text: [UInt8], file: Int32
  ) throws(BuildError) -> Bool {
    guard let target = patch.target, !target.name.isEmpty else {
      throw BuildError("patchesJson6902 needs a target with a name")
    }
    let operations = try JSONPatch(text, file: file)
    guard !operations.isEmpty else { throw BuildError("the patch appears to be empty") }
    let indices = try indices(selectedBy: target)
    for index in indices { try resources[index].apply(operations) }
    return !indices.isEmpty
  }

  /// Applies `patchesStrategicMerge`.
  ///
  /// - Parameters:
  ///   - entries: patches, or paths of files with patches.
  ///   - file: the number of the file that the entries stand in.
  ///   - load: gives the bytes and the number of a file of a path.
  /// - Throws: what `load` throws, and `BuildError` for what is no patch, where there is none at
  ///   all, and for one that names no resource or several.
  /// Source: `api/internal/builtins/PatchStrategicMergeTransformer.go`.
  public mutating func apply(
    strategicMerges entries: [String], file: Int32,
    load: (String) throws(BuildError) -> (bytes: [UInt8], file: Int32)
  ) throws(BuildError) {
    guard !entries.isEmpty else { return }
    var patches: [Resource] = []
    for entry in entries {
      if let inline = try? Resource.readPatches(PatchText(Array(entry.utf8)), file: file) {
        patches += inline
      } else {
        let loaded = try load(entry)
        patches += try Resource.readPatches(PatchText(loaded.bytes), file: loaded.file)
      }
    }
    guard !patches.isEmpty else { throw BuildError("patchesStrategicMerge appears to be empty") }
    for patch in patches {
      let index = try index(ofTarget: patch.originalID)
      try apply(strategicMerge: patch, toResourcesAt: [index])
    }
  }
}

extension Resource {
  /// This patch with what its entry allows.
  fileprivate func allowing(_ options: [String: Bool]) -> Resource {
    var patch = self
    if options["allowNameChange"] == true { patch.mayChangeName = true }
    if options["allowKindChange"] == true { patch.mayChangeKind = true }
    return patch
  }
}

/// What a text of `patches` is.
private enum PatchContent {
  case nothing
  case strategic([Resource])
  case json(JSONPatch)

  /// - Throws: `BuildError` where it is both kinds of patch, or neither.
  init(_ text: PatchText, file: Int32) throws(BuildError) {
    let strategic = Self.reading { () throws(BuildError) in
      try Resource.readPatches(text, file: file)
    }
    let json = Self.reading { () throws(BuildError) in
      guard !text.bytes.isEmpty else { throw BuildError("the patch is empty") }
      return try JSONPatch(text.bytes, file: file, firstLine: text.firstLine)
    }
    switch (strategic, json) {
    case (.success(let resources), .success(let patch)) where !resources.isEmpty && !patch.isEmpty:
      throw BuildError("the patch is both a strategic merge and a JSON 6902 patch")
    case (.success(let resources), _): self = resources.isEmpty ? .nothing : .strategic(resources)
    case (.failure, .success(let patch)): self = patch.isEmpty ? .nothing : .json(patch)
    case (.failure(let strategic), .failure(let json)):
      // A list was meant to be a JSON patch.
      let error = text.bytes.first == .openBracket || text.bytes.first == .minus ? json : strategic
      throw BuildError(
        "neither a strategic merge nor a JSON 6902 patch: \(error.message)", line: error.line,
        remedy: error.remedy)
    }
  }

  private static func reading<Content>(
    _ body: () throws(BuildError) -> Content
  ) -> Result<Content, BuildError> {
    do throws(BuildError) {
      return .success(try body())
    } catch {
      return .failure(error)
    }
  }
}
