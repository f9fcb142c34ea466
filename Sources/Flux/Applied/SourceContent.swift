internal import Kustomize
internal import YAML

/// The files of a repository as Flux fetches them: less what it leaves out.
struct RepositoryFiles: FileSource {
  let tree: any ManifestTree
  let rules: IgnoreRules
  /// The folders that alone are there, beside the files at the root; empty for all.
  let sparseFolders: [String]
  /// Whether the objects of a file do not matter to whoever asks.
  var isUnconcerned: (String) -> Bool = { _ in false }

  func passesOver(_ path: String) -> Bool { isUnconcerned(path) }

  func file(_ path: String) -> [UInt8]? {
    isThere(path) ? tree.readableFile(path) : nil
  }

  func isTooLarge(_ path: String) -> Bool {
    isThere(path) && tree.content(path)?.isTooLarge == true
  }

  func isFolder(_ path: String) -> Bool { hasFile(path, depth: 0) }

  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    guard let entries = tree.entries(of: folder) else { return nil }
    let present = entries.filter {
      let path = RepositoryPath.path(of: $0.name, in: folder)
      return $0.isFolder ? hasFile(path, depth: 0) : isThere(path)
    }
    guard folder.isEmpty || !present.isEmpty else { return nil }
    return present.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private func isThere(_ path: String) -> Bool {
    let isSparse =
      !sparseFolders.isEmpty && path.contains("/")
      && !sparseFolders.contains { path == $0 || path.isPath(in: $0) }
    return !isSparse && !rules.leavesOut(path)
  }

  /// Whether a folder holds a file at any depth: an artifact has no empty folders.
  private func hasFile(_ folder: String, depth: Int) -> Bool {
    // Git trees have no cycles; the bound is for trees that are made up.
    guard depth < 200, let entries = tree.entries(of: folder) else { return false }
    if folder.isEmpty { return true }
    return entries.contains {
      !$0.isFolder && isThere(RepositoryPath.path(of: $0.name, in: folder))
    }
      || entries.contains {
        $0.isFolder && hasFile(RepositoryPath.path(of: $0.name, in: folder), depth: depth + 1)
      }
  }
}

/// Files that were put together from others: an artifact of an ArtifactGenerator, a GitRepository with `include`.
struct ComposedFiles: FileSource {
  /// Where a file comes from.
  struct Origin {
    let source: any FileSource
    let path: String
  }

  private(set) var origins: ExactMap<Origin> = [:]
  private var folders: ExactMap<ExactMap<Bool>> = ["": [:]]

  /// Puts a file at a path, in the place of what is there.
  mutating func put(_ path: String, _ origin: Origin) {
    origins[path] = origin
    var (name, folder) = (RepositoryPath.name(of: path), RepositoryPath.folder(of: path))
    var isFolder = false
    while true {
      folders[folder, default: [:]][name] = isFolder
      guard !folder.isEmpty else { return }
      (name, folder) = (RepositoryPath.name(of: folder), RepositoryPath.folder(of: folder))
      isFolder = true
    }
  }

  /// Puts all files of a folder of `source` below `target`.
  mutating func put(
    contentsOf folder: String, of source: any FileSource, below target: String,
    where isWanted: (String) -> Bool = { _ in true }
  ) {
    for entry in source.entries(of: folder) ?? [] {
      let path = RepositoryPath.path(of: entry.name, in: folder)
      guard isWanted(path) else { continue }
      let place = RepositoryPath.path(of: entry.name, in: target)
      if entry.isFolder {
        put(contentsOf: path, of: source, below: place, where: isWanted)
      } else {
        put(place, Origin(source: source, path: path))
      }
    }
  }

  func file(_ path: String) -> [UInt8]? {
    origins[path].flatMap { $0.source.file($0.path) }
  }

  func isTooLarge(_ path: String) -> Bool {
    origins[path].map { $0.source.isTooLarge($0.path) } ?? false
  }

  func isFolder(_ path: String) -> Bool { folders[path] != nil }

  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    folders[folder]?.map { (name: $0.key, isFolder: $0.value) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The path in the repository of a file or of the first file of a folder's, less what follows the folder.
  func repositoryPath(of path: String) -> String? {
    if let origin = origins[path] {
      guard let inner = origin.source as? ComposedFiles else { return origin.path }
      return inner.repositoryPath(of: origin.path)
    }
    for entry in entries(of: path) ?? [] {
      let below = RepositoryPath.path(of: entry.name, in: path)
      guard let found = repositoryPath(of: below), found.utf8.count > entry.name.utf8.count,
        found.hasSuffix("/" + entry.name)
      else { continue }
      return String(found.dropLast(entry.name.count + 1))
    }
    return nil
  }
}

extension ComposedFiles {
  /// The files of an artifact of an ArtifactGenerator.
  ///
  /// Source: fluxcd/source-watcher, `internal/builder/builder.go`.
  ///
  /// - Parameters:
  ///   - copies: `copy` of the artifact.
  ///   - sources: the files of the generator's sources by alias.
  /// - Throws: `ModelError` for what is not followed or cannot be copied.
  init(
    copying copies: [CopyOperation], from sources: [String: any FileSource]
  ) throws(ModelError) {
    self.init()
    for copy in copies {
      guard copy.strategy.isEmpty || copy.strategy == "Overwrite" else {
        throw ModelError("an ArtifactGenerator with strategy \(copy.strategy) is not followed")
      }
      guard let source = sources[copy.alias] else {
        throw ModelError("the source @\(copy.alias) of an ArtifactGenerator is not followed")
      }
      try self.copy(copy, source)
    }
  }

  private mutating func copy(
    _ operation: CopyOperation, _ source: any FileSource
  ) throws(ModelError) {
    guard operation.pattern.contains(where: { "*?[]".contains($0) }) else {
      return try copyOne(operation, source)
    }
    let found = Self.glob(operation.pattern.split(separator: "/")[...], in: "", of: source)
    guard !found.isEmpty else {
      throw ModelError("no files match \(operation.pattern), which an ArtifactGenerator copies")
    }
    let base = operation.pattern.split(separator: "/")
      .prefix { !$0.contains { "*?[]".contains($0) } }.joined(separator: "/")
    let stripped = operation.pattern.hasSuffix("/**") ? String(operation.pattern.dropLast(3)) : nil
    for match in found where !operation.excludes(match.path, base: base) {
      let target =
        if let stripped, match.path.isPath(in: stripped) {
          String(match.path.dropFirst(stripped.count + 1))
        } else { match.path }
      put(match, of: source, at: operation.target(target), operation, base)
    }
  }

  private mutating func copyOne(
    _ operation: CopyOperation, _ source: any FileSource
  ) throws(ModelError) {
    guard let path = RepositoryPath.normalised(operation.pattern) else {
      throw ModelError("\(operation.pattern) leads out of the source of an ArtifactGenerator")
    }
    let name = RepositoryPath.name(of: path)
    if source.isFolder(path) {
      put((path, true), of: source, at: operation.target(name), operation, path)
    } else if source.file(path) != nil {
      guard !operation.excludes(path, base: "") else { return }
      let folder = operation.target("")
      let isInFolder = operation.to.hasSuffix("/") || operation.to.isEmpty || isFolder(folder)
      put(
        isInFolder ? operation.target(name) : folder, Origin(source: source, path: path))
    } else {
      throw ModelError("\(path), which an ArtifactGenerator copies, does not exist")
    }
  }

  private mutating func put(
    _ match: (path: String, isFolder: Bool), of source: any FileSource, at target: String,
    _ operation: CopyOperation, _ base: String
  ) {
    if match.isFolder {
      put(contentsOf: match.path, of: source, below: target) {
        !operation.excludes($0, base: base)
      }
    } else {
      put(target, Origin(source: source, path: match.path))
    }
  }

  /// What Go's `fs.Glob` finds: `**` is no more than `*` there.
  private static func glob(
    _ pattern: ArraySlice<Substring>, in folder: String, of source: any FileSource
  ) -> [(path: String, isFolder: Bool)] {
    guard let first = pattern.first else { return [] }
    let isLast = pattern.count == 1
    var found: [(path: String, isFolder: Bool)] = []
    for entry in source.entries(of: folder) ?? []
    where GlobPattern.matches(first, Substring(entry.name)) {
      let path = RepositoryPath.path(of: entry.name, in: folder)
      if isLast {
        found.append((path, entry.isFolder))
      } else if entry.isFolder {
        found += glob(pattern.dropFirst(), in: path, of: source)
      }
    }
    return found
  }
}

/// One `copy` of an artifact of an ArtifactGenerator.
struct CopyOperation {
  let alias: String
  /// What is copied, from the root of the source.
  let pattern: String
  /// Where it goes, from the root of the artifact.
  let to: String
  let exclude: [[Substring]]
  let strategy: String

  /// The path of something in the place where this copies to.
  func target(_ path: String) -> String {
    RepositoryPath.joined(to, path) ?? path
  }

  /// Whether a path is left out, as it stands or as seen from `base`.
  func excludes(_ path: String, base: String) -> Bool {
    let parts = path.split(separator: "/")
    let below = base.isEmpty ? nil : path.isPath(in: base) ? path.dropFirst(base.count + 1) : nil
    return exclude.contains { pattern in
      GlobPattern.matches(path: parts, pattern)
        || below.map { GlobPattern.matches(path: $0.split(separator: "/"), pattern) } == true
    }
  }
}

/// Why nothing can be said of a Flux Kustomization.
struct ModelError: Error, Hashable {
  let message: String

  init(_ message: String) { self.message = message }
}
