import YAML

/// Paths within a repository, as manifests write them.
public enum RepositoryPath {
  /// `path` without `.`, `..`, and slashes in front, behind and doubled; the root is empty.
  ///
  /// Flux takes `/x` for `./x`. Nil where the path leads out of the repository.
  public static func normalised(_ path: String) -> String? { joined("", path) }

  /// The path of `name` in a folder, which is empty for the root.
  public static func path(of name: String, in folder: String) -> String {
    if folder.isEmpty { return name }
    var (folder, name) = (folder, name)
    // Many are made; appending would allocate each twice.
    return folder.withUTF8 { folder in
      name.withUTF8 { name in
        String(unsafeUninitializedCapacity: folder.count + 1 + name.count) { path in
          _ = path.update(fromContentsOf: folder)
          path[folder.count] = slash
          return path[(folder.count + 1)...].update(fromContentsOf: name)
        }
      }
    }
  }

  /// `path` as seen from `folder`, or nil where it leads out of the repository.
  public static func joined(_ folder: String, _ path: String) -> String? {
    // Nearly all entries of kustomizations are names of files beside them.
    if isNormal(path), folder.isEmpty || isNormal(folder) {
      return self.path(of: path, in: folder)
    }
    var parts = folder.utf8.split(separator: slash)
    for part in path.utf8.split(separator: slash) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.map { String(Substring($0)) }.joined(separator: "/")
  }

  /// Whether a path that is not the root surely has no part that means something: one that begins
  /// with a dot may.
  private static func isNormal(_ path: String) -> Bool {
    var startsPart = true
    for byte in path.utf8 {
      if startsPart, byte == slash || byte == .dot { return false }
      startsPart = byte == slash
    }
    return !startsPart
  }

  /// The folder of a file; empty at the root.
  public static func folder(of path: String) -> String {
    path.utf8.lastIndex(of: slash).map { String(path[..<$0]) } ?? ""
  }

  /// A folder as messages name it: the root is `.`.
  public static func shown(_ folder: String) -> String { folder.isEmpty ? "." : folder }

  /// The last part of a path.
  public static func name(of path: String) -> String {
    path.utf8.lastIndex(of: slash).map { String(path[path.utf8.index(after: $0)...]) } ?? path
  }

  /// Whether Flux takes a file of that path or name for manifests.
  public static func isYAML(_ path: String) -> Bool {
    path.endsInBytes(of: ".yaml") || path.endsInBytes(of: ".yml")
  }

  /// Whether a file of that path is a kustomization by its name.
  public static func isKustomization(_ path: String) -> Bool {
    KustomizeBuild.fileNames.contains(name(of: path))
  }

  /// Whether one of the folders above a file begins with a dot, as `.git` does.
  static func isHidden(_ path: String) -> Bool {
    path.utf8.split(separator: slash).dropLast().contains { $0.first == .dot }
  }

  /// Whether a walk that takes the names of each folder by their bytes meets `path` first.
  static func isEarlierInWalk(_ path: String, than other: String) -> Bool {
    path.utf8.lazy.map { $0 == slash ? 0 : $0 }
      .lexicographicallyPrecedes(other.utf8.lazy.map { $0 == slash ? 0 : $0 })
  }

  /// `path` as it is written in a file of `folder`.
  public static func relative(_ path: String, to folder: String) -> String {
    let target = path.utf8.split(separator: slash)
    let base = folder.utf8.split(separator: slash)
    let common = zip(target, base).prefix { $0.elementsEqual($1) }.count
    let up = Array(repeating: "..", count: base.count - common)
    return (up + target[common...].map { String(Substring($0)) }).joined(separator: "/")
  }

  private static let slash: UInt8 = 0x2F
}

extension String {
  /// The folders above this path, from the innermost up, without the root.
  public var foldersAbove: [String] {
    var folders: [String] = []
    var folder = RepositoryPath.folder(of: self)
    while !folder.isEmpty {
      folders.append(folder)
      folder = RepositoryPath.folder(of: folder)
    }
    return folders
  }

  /// Whether this is the path of something in `folder`, which is not the root, at any depth.
  public func isPath(in folder: String) -> Bool { utf8.starts(with: (folder + "/").utf8) }
}
