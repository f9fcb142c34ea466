/// Builds kustomizations from the files of one tree.
///
/// What a folder builds to, as a base of others, is remembered for as long as this lives, so that a base of many
/// overlays is read once. Source: `api/internal/target/kusttarget.go`, `api/krusty/kustomizer.go`.
public struct Kustomizer {
  let source: any FileSource
  /// Whether resources from elsewhere are left out, for one who asks what else there is; nothing is exact then.
  private let skipsRemote: Bool
  /// The files that the places of nodes are in.
  public var files = SourceFiles()
  /// The patches with a target that were met, and whether one of them has matched a resource in any build.
  public internal(set) var patches: [PatchUse: Bool] = [:]
  private var accumulated: [AccumulationKey: Accumulation] = [:]
  private var read: [String: [Resource]] = [:]
  /// How many folders were built for what is asked for.
  private var visits = 0

  /// - Parameters:
  ///   - source: the tree; nothing else is read.
  ///   - skipsRemote: whether to leave out what is fetched from elsewhere, instead of failing.
  public init(_ source: any FileSource, skippingRemote skipsRemote: Bool = false) {
    self.source = source
    self.skipsRemote = skipsRemote
  }

  /// What `kustomize build` makes of a folder.
  ///
  /// - Parameter folder: its path from the root of the tree.
  /// - Returns: the resources in kustomize's order.
  /// - Throws: `BuildError` where kustomize fails, and, by name, for what Flux' kustomize does not do.
  public mutating func build(_ folder: String) throws(BuildError) -> [Resource] {
    let (kustomization, file) = try kustomization(in: folder)
    return try build(kustomization, in: folder, file: file)
  }

  /// The same with `kustomization` in the place of the one that is in the folder.
  ///
  /// - Parameters:
  ///   - kustomization: what is asked for.
  ///   - folder: what its paths start from.
  ///   - file: the path of its file, whether there is one or not.
  /// - Returns: the resources in kustomize's order.
  /// - Throws: `BuildError` as for a folder.
  public mutating func build(
    _ kustomization: Kustomization, in folder: String, file: String
  ) throws(BuildError) -> [Resource] {
    visits = 0
    let options = kustomization.buildMetadata
    var target = Target(
      kustomization: kustomization, folder: folder, file: file, chain: [folder],
      origin: options.isEmpty ? nil : Origin(), buildMetadata: options,
      passesOver: kustomization.treatsEachByItself)
    var built = try accumulate(&target, onto: Accumulation())
    do {
      try built.resources.checkHistory()
      try built.resources.addHashes()
      try built.resources.fixNameReferences(built.configuration)
      try built.resources.resolve(built.variables, in: built.configuration.varReference)
      try built.resources.dropLocal()
      if let order = kustomization.sortOptions {
        built.resources = try built.resources.sorted(by: order)
      }
    } catch {
      throw error.at(file)
    }
    if options.contains("managedByLabel") {
      try built.resources.addManagedByLabel()
    }
    built.resources.tidyAnnotations(keeping: options)
    return built.resources.resources
  }

  /// The kustomization of a folder and the path of its file.
  ///
  /// - Throws: `BuildError` where there is none or several, and where it cannot be read.
  private func kustomization(
    in folder: String
  ) throws(BuildError) -> (Kustomization, file: String) {
    let found = Kustomization.fileNames.compactMap { name in
      let file = FilePath.relative(joining: folder, name)
      return source.file(file).map { (file: file, bytes: $0) }
    }
    guard let (file, bytes) = found.first else {
      throw BuildError(
        "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in "
          + "directory '\(folder)'", file: folder, remedy: "add one, or correct the path")
    }
    guard found.count == 1 else {
      throw BuildError(
        "Found multiple kustomization files under: \(folder)", file: file, remedy: "keep one")
    }
    do {
      return (try Kustomization(bytes), file)
    } catch {
      throw error.at(file)
    }
  }
}

/// What decides what a folder gathers, for those who refer to it.
private struct AccumulationKey: Hashable {
  let folder: String
  let passesOver: Bool
}

/// What a kustomization has gathered.
struct Accumulation {
  var resources = ResourceList()
  var configuration = TransformerConfiguration()
  var variables = VariableSet()
  /// The folders that were built for it.
  var folders: Set<String> = []
  /// The identities of the resources, while many are added one after the other; else nil.
  fileprivate var identities: Set<ResourceID>?
}

/// A kustomization that is being built.
struct Target {
  let kustomization: Kustomization
  let folder: String
  let file: String
  /// The folders from the one that is built down to this one.
  let chain: [String]
  var origin: Origin?
  let buildMetadata: [String]
  /// Whether this kustomization and those that refer to it treat each resource by itself.
  let passesOver: Bool

  /// The origin of what a generator or transformer of this kustomization makes; nil where nobody asks.
  func configuring(_ kind: String) -> Origin? {
    origin?.configured(in: FilePath.name(of: file), by: kind)
  }
}

extension Kustomizer {
  private mutating func accumulate(
    _ target: inout Target, onto base: Accumulation
  ) throws(BuildError) -> Accumulation {
    // What was read is known by its number, also where the build fails in it.
    _ = files.number(of: target.file)
    do {
      var result = base
      let kustomization = target.kustomization
      try checkIsSupported(kustomization)
      try accumulateResources(kustomization.resources + kustomization.bases, &target, &result)
      try mergeConfigurations(target, &result)
      try generate(target, &result)
      for component in kustomization.components {
        try accumulate(component: component, &target, &result)
      }
      try transform(target, &result)
      try result.resources.note(kustomization.variables)
      try result.variables.merge(kustomization.variables)
      return result
    } catch {
      throw error.at(target.file)
    }
  }

  private func checkIsSupported(_ kustomization: Kustomization) throws(BuildError) {
    if skipsRemote { return }
    if let field = kustomization.helmField {
      throw .unsupported(
        "\(field) needs Helm, which Flux does not run in a build",
        remedy: "use a HelmRelease, or commit what the chart renders")
    }
    if !kustomization.openAPI.isEmpty {
      throw .unsupported("openapi: a schema of one's own is not supported")
    }
    if !kustomization.validators.isEmpty {
      throw .unsupported("validators are not supported")
    }
  }

  mutating func accumulateResources(
    _ paths: [String], _ target: inout Target, _ result: inout Accumulation
  ) throws(BuildError) {
    result.identities = result.resources.identities
    defer { result.identities = nil }
    for path in paths {
      if skipsRemote, RemoteReference.isFile(path) || RemoteReference.isRepository(path) {
        continue
      }
      if RemoteReference.isFile(path) {
        throw .unsupported("\(path) is fetched from elsewhere, which is not followed")
      }
      let file = FilePath.rooted(joining: target.folder, path)
      if let file, target.passesOver, source.passesOver(file) {
        // It counts as read.
        _ = files.number(of: file)
      } else if let file, let bytes = source.file(file) {
        try append(file, bytes, path, target, &result)
      } else {
        if let file {
          if skipsRemote, source.isTooLarge(file) { continue }
          try source.checkSize(file)
        }
        try accumulate(folder: path, isComponent: false, &target, &result)
      }
    }
  }

  private mutating func append(
    _ file: String, _ bytes: [UInt8], _ path: String, _ target: Target,
    _ result: inout Accumulation
  ) throws(BuildError) {
    do {
      var resources = try resources(of: file, bytes)
      if let origin = target.origin?.appending(path) {
        for index in resources.indices {
          resources[index].setAnnotation(Origin.annotation, origin.text)
        }
      }
      try result.append(resources)
    } catch {
      throw error.at(file)
    }
  }

  /// The resources of a file, which is read once.
  private mutating func resources(
    of file: String, _ bytes: [UInt8]
  ) throws(BuildError) -> [Resource] {
    if let known = read[file] { return known }
    let resources = try Resource.read(bytes, file: files.number(of: file))
    read[file] = resources
    return resources
  }

  private mutating func accumulate(
    component path: String, _ target: inout Target, _ result: inout Accumulation
  ) throws(BuildError) {
    try accumulate(folder: path, isComponent: true, &target, &result)
  }

  private mutating func accumulate(
    folder path: String, isComponent: Bool, _ target: inout Target, _ result: inout Accumulation
  ) throws(BuildError) {
    let folder = try folder(path, of: target)
    let origin = target.origin?.appending(path)
    let key = AccumulationKey(folder: folder, passesOver: target.passesOver)
    if !isComponent, origin == nil, let known = accumulated[key],
      !known.folders.contains(where: { folder in
        target.chain.contains { FilePath.isAtOrAbove(folder, $0) }
      })
    {
      return try result.merge(known)
    }
    try countVisit(of: target)
    let (kustomization, file) = try kustomization(in: folder)
    guard isComponent == kustomization.isComponent else {
      throw BuildError(
        isComponent
          ? "expected kind 'Component' for path '\(folder)' but got '\(kustomization.kind)'"
          : "expected kind != 'Component' for path '\(folder)'",
        remedy: "list it under \(isComponent ? "resources" : "components")")
    }
    var inner = Target(
      kustomization: kustomization, folder: folder, file: file, chain: target.chain + [folder],
      origin: origin, buildMetadata: target.buildMetadata,
      passesOver: target.passesOver && kustomization.treatsEachByItself)
    if isComponent {
      result = try accumulate(&inner, onto: result)
      result.folders.insert(folder)
      // Merging with an empty accumulation checks that identities are still unique.
      let resources = result.resources.resources
      result.resources = ResourceList()
      try result.resources.append(resources)
      return
    }
    var built = try accumulate(&inner, onto: Accumulation())
    built.folders.insert(folder)
    if origin == nil { accumulated[key] = built }
    try result.merge(built)
  }

  /// Refuses what no repository has and nobody could wait for: folders that refer to folders two by two make a
  /// million from twenty.
  private mutating func countVisit(of target: Target) throws(BuildError) {
    visits += 1
    guard visits <= 10_000, target.chain.count <= 100 else {
      throw .unsupported(
        "a build of more than 10,000 folders, or of folders more than 100 deep in each other")
    }
  }

  /// The folder that a path of a kustomization names.
  private func folder(_ path: String, of target: Target) throws(BuildError) -> String {
    guard !path.isEmpty else { throw BuildError("new root cannot be empty") }
    if RemoteReference.isRepository(path) {
      throw .unsupported(
        "\(path) is another repository, which is not followed",
        remedy: "commit what it holds, or apply it with a source of its own")
    }
    guard let folder = FilePath.rooted(joining: target.folder, path), source.isFolder(folder)
    else {
      throw BuildError(
        "\(path) is neither a file nor a folder of this tree",
        remedy:
          "correct the path, which starts from \(target.folder.isEmpty ? "the root" : target.folder)"
      )
    }
    if let visited = target.chain.first(where: { FilePath.isAtOrAbove(folder, $0) }) {
      throw BuildError(
        "cycle detected: candidate root '\(folder)' contains visited root '\(visited)'",
        remedy: "remove the reference that leads back")
    }
    return folder
  }

  /// The bytes of a file that a kustomization names, and the path from the root of the tree.
  ///
  /// - Throws: `BuildError` where there is none.
  func load(
    _ path: String, from folder: String
  ) throws(BuildError) -> (path: String, bytes: [UInt8]) {
    try reading(from: folder).load(path)
  }

  /// What reads the files that a kustomization in `folder` names.
  func reading(from folder: String) -> FileReading {
    FileReading(source: source, folder: folder, skipsRemote: skipsRemote)
  }
}

/// Reads the files that a kustomization names.
struct FileReading {
  fileprivate let source: any FileSource
  fileprivate let folder: String
  fileprivate let skipsRemote: Bool

  /// The bytes of a file, and its path from the root of the tree.
  ///
  /// - Throws: `BuildError` where there is none.
  func load(_ path: String) throws(BuildError) -> (path: String, bytes: [UInt8]) {
    if RemoteReference.isFile(path) {
      if skipsRemote { return (path, []) }
      throw .unsupported("\(path) is fetched from elsewhere, which is not followed")
    }
    let rooted = FilePath.rooted(joining: folder, path)
    guard let rooted, let bytes = source.file(rooted) else {
      if let rooted {
        if skipsRemote, source.isTooLarge(rooted) { return (rooted, []) }
        try source.checkSize(rooted)
      }
      throw BuildError(
        "there is no file \(path)",
        remedy: "correct the path, which starts from \(folder.isEmpty ? "the root" : folder)")
    }
    return (rooted, bytes)
  }
}

extension Accumulation {
  fileprivate mutating func append(_ new: [Resource]) throws(BuildError) {
    var ids = identities ?? resources.identities
    // Held once, so that it is not copied.
    let isKept = identities != nil
    identities = nil
    try resources.append(new, beside: &ids)
    if isKept { identities = ids }
  }

  fileprivate mutating func merge(_ other: Accumulation) throws(BuildError) {
    try append(other.resources.resources)
    try configuration.merge(other.configuration)
    try variables.merge(other.variables)
    folders.formUnion(other.folders)
  }
}
