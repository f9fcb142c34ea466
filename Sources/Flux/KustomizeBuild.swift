internal import Kustomize
public import YAML

/// What `kustomize build` of a folder reads, found without running it.
///
/// Remote resources are noted and never fetched. Folders that lead back to themselves are read once.
public struct KustomizeBuild: Sendable {
  /// How a file takes part; small, for there are many.
  public enum Role: Hashable, Sendable {
    /// A kustomization file itself.
    case kustomization
    /// A file of objects.
    case resource
    /// A file of changes, with the kind and name of its target where the kustomization names them.
    indirect case patch(kind: String?, name: String?)
    /// A file whose text becomes part of a generated ConfigMap or Secret.
    indirect case generated(kind: String, name: String)
  }

  /// A file that is read.
  public struct File: Hashable, Sendable {
    /// Relative to the repository's root.
    public var path: String
    /// How it takes part.
    public var role: Role
    /// The kustomization file that lists it; nil where it was found by being in the folder.
    public var listedIn: String?
  }

  /// An entry that leads to no file or folder of the repository.
  public struct Entry: Hashable, Sendable {
    /// The entry as written.
    public var text: String
    /// The kustomization file that holds it.
    public var file: String
    /// Where it stands there.
    public var position: TextPosition
  }

  /// The files, in the order in which they are met; a file is there once for each role.
  public var files = Files()
  /// Entries that lead to another host.
  public var remotes: [Entry] = []
  /// Entries that lead nowhere.
  public var missing: [Entry] = []
  /// Whether the folder has no kustomization file, so that Flux takes all YAML files below it.
  public var isGenerated = false
  /// The `namespace:` that kustomizations set, by the path of the kustomization file.
  public var namespaces: [String: String] = [:]

  init() {}

  /// Reads the folder at `path` of `tree` as Flux builds it.
  ///
  /// Without a kustomization file Flux makes one of all YAML files below the folder; a folder below
  /// that has a kustomization file is taken as one entry and not walked into. Source:
  /// `scanManifests` of fluxcd/pkg, `kustomize/kustomize_generator.go`.
  ///
  /// - Parameters:
  ///   - path: relative to the repository's root, normalised.
  ///   - components: the further `components` of a Flux Kustomization, relative to the folder.
  ///   - tree: the repository.
  public init(of path: String, components: [String] = [], in tree: some ManifestTree) {
    self.init(of: path, components: components, reader: ManifestReader(tree))
  }

  public init(of path: String, components: [String], reader: ManifestReader) {
    var walk = KustomizeWalk(reader: reader)
    walk.start(at: path, components: components)
    self = walk.build
  }

  /// The paths of the kustomization files.
  public var kustomizationFiles: [String] {
    files.filter { $0.role == .kustomization }.map(\.path)
  }

  /// The names under which kustomize looks for its file, in its order.
  ///
  /// Source: `RecognizedKustomizationFileNames` of kustomize's `konfig`.
  public static let fileNames = Kustomization.fileNames
}

extension KustomizeBuild {
  /// The files that a build reads, in the order in which they are met.
  ///
  /// A sequence of runs, which builds share: most kustomizations are the same in both trees that a
  /// proposal compares.
  public struct Files: Sequence, Sendable {
    private var runs: [[File]] = []
    /// Whether the last run belongs to this value alone.
    private var isOpen = false

    init() {}

    public func makeIterator() -> FlattenSequence<[[File]]>.Iterator {
      runs.joined().makeIterator()
    }

    mutating func append(_ file: File) {
      if !isOpen { runs.append([]) }
      isOpen = true
      runs[runs.count - 1].append(file)
    }

    /// Lets go of the room for more files.
    mutating func close() {
      if isOpen { runs[runs.count - 1] = runs[runs.count - 1].fitted }
      isOpen = false
    }

    mutating func append(contentsOf files: Files) {
      runs += files.runs
      isOpen = false
    }
  }

  /// Adds what another build reads.
  mutating func append(_ other: KustomizeBuild) {
    files.append(contentsOf: other.files)
    remotes += other.remotes
    missing += other.missing
    namespaces.merge(other.namespaces) { _, new in new }
  }
}
