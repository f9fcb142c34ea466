public import YAML

/// Why kustomize is not started: what it would read is not in the repository, or is not understood.
public struct KustomizeRefusal: Error, Hashable, Sendable {
  /// The file that says so.
  public let file: String
  /// Where in the file.
  public let position: TextPosition
  /// What is wrong, as one sentence without a full stop.
  public let message: String
  /// What the reader can do, as one sentence without a full stop.
  public let remedy: String
}

/// The files that kustomize is given to build a folder, and nothing else.
///
/// kustomize clones what looks like a repository, downloads what looks like a URL, starts programs, and takes a
/// field for its own whatever the case of its letters. So it is given none of the repository's kustomizations, but
/// what was understood of them: each path in them is written anew, as one that leads to another of these files,
/// and what is not understood is refused. Symbolic links and submodules are not there, as they are not in what
/// Flux builds. Source: kustomize's `api/types/kustomization.go`, `api/internal/loader/fileloader.go`.
public struct KustomizeInput: Sendable {
  /// The files that are written anew, by their paths from the repository's root.
  public private(set) var written: [String: [UInt8]] = [:]
  /// The paths of the files that are copied from the repository.
  public private(set) var copied: Set<String> = []
  /// The files of objects where the kustomizations do nothing but list them; nil where they do more.
  public private(set) var plainResources: [String]? = []

  /// Follows the kustomizations from the folder at `path`, and checks everything that they name.
  ///
  /// - Parameters:
  ///   - path: relative to the repository's root, normalised.
  ///   - kustomization: what applies the folder, with its `components`.
  ///   - tree: the repository.
  /// - Throws: `KustomizeRefusal` for the first thing that leads out of the repository or is not understood.
  public init(
    of path: String, for kustomization: FluxKustomization, in tree: some ManifestTree
  ) throws(KustomizeRefusal) {
    let walk = KustomizeInputWalk(ManifestReader(tree))
    try walk.start(at: path, for: kustomization)
    self = walk.input
  }

  fileprivate init() {}

  fileprivate mutating func write(_ text: String, to path: String) {
    written[path] = Array(text.utf8)
  }

  fileprivate mutating func copy(_ path: String) { copied.insert(path) }

  fileprivate mutating func list(_ resource: String) { plainResources?.append(resource) }

  fileprivate mutating func changeObjects() { plainResources = nil }
}

/// Goes from kustomization to kustomization.
final class KustomizeInputWalk {
  let reader: ManifestReader
  private(set) var input = KustomizeInput()
  /// The folders that kustomizations lead to, in the order in which they were met.
  private var folders: [String] = []
  private var met: Set<String> = []

  init(_ reader: ManifestReader) {
    self.reader = reader
  }

  func start(
    at folder: String, for kustomization: FluxKustomization
  ) throws(KustomizeRefusal) {
    met.insert(folder)
    let file = ManifestReader.path(folder, KustomizeBuild.fileNames[0])
    let top = KustomizationRewriting(
      file: kustomization.file, folder: folder, at: kustomization.position, walk: self)
    let components = try top.components(kustomization.components)
    if kustomizationFiles(in: folder).isEmpty {
      input.write(try generated(folder, top, components).description, to: file)
    } else {
      try read(folder, top, components)
    }
    if !components.isEmpty { input.changeObjects() }
    var next = 0
    while next < folders.count {
      try read(folders[next], top, [])
      next += 1
    }
  }

  /// Notes that a file is read as it is.
  func copy(_ path: String, asResource isResource: Bool) {
    input.copy(path)
    if isResource { input.list(path) }
  }

  /// Notes that a file is read in another form.
  func write(_ text: String, to path: String) { input.write(text, to: path) }

  /// Notes that a kustomization does more than to list.
  func changeObjects() { input.changeObjects() }

  /// Notes that a kustomization leads to a folder.
  func enter(_ folder: String) {
    if met.insert(folder).inserted {
      folders.append(folder)
    } else {
      // kustomize has its own opinion of what is listed twice.
      input.changeObjects()
    }
  }

  /// The paths of the kustomization files of a folder.
  func kustomizationFiles(in folder: String) -> [String] {
    KustomizeBuild.fileNames.filter { reader.hasFile(named: $0, in: folder) }
      .map { ManifestReader.path(folder, $0) }
  }

  private func read(
    _ folder: String, _ top: KustomizationRewriting, _ components: [Value]
  ) throws(KustomizeRefusal) {
    let files = kustomizationFiles(in: folder)
    guard let file = files.first, files.count == 1 else {
      throw top.refusal(
        [], "\(folder) holds \(files.count) kustomizations: \(files.joined(separator: ", "))",
        "keep one of them")
    }
    let rewriting = try KustomizationRewriting(file: file, folder: folder, walk: self)
    input.write(try rewriting.kustomization(adding: components).description, to: file)
  }

  /// The kustomization that Flux makes of a folder that has none: all YAML files below it, and the folders below it
  /// that have one.
  private func generated(
    _ root: String, _ top: KustomizationRewriting, _ components: [Value]
  ) throws(KustomizeRefusal) -> Value {
    let ignored = SourceIgnore(in: root, of: reader)
    var resources: [Value] = []
    var waiting = [root]
    while let folder = waiting.popLast() {
      for entry in reader.entries(of: folder) ?? [] {
        let path = ManifestReader.path(folder, entry.name)
        guard !ignored.matches(path, isFolder: entry.isFolder) else { continue }
        if entry.isFolder, kustomizationFiles(in: path).isEmpty {
          waiting.append(path)
        } else if entry.isFolder || RepositoryPath.isYAML(entry.name) {
          let text = RepositoryPath.relative(path, to: root)
          resources.append(.string(try top.path(text, at: [], to: [.file, .folder])))
        }
      }
    }
    return .map(["resources": .list(resources), "components": .list(components)])
  }
}
