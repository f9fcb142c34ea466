import Flux
package import YAML

/// A repository that is a dictionary.
package struct MemoryTree: ManifestTree {
  package var files: [String: [UInt8]]

  package init(_ files: [String: String]) {
    self.files = files.mapValues { Array($0.utf8) }
  }

  /// This tree with some files put in.
  package func with(_ changed: [String: [UInt8]]) -> MemoryTree {
    var copy = self
    copy.files.merge(changed) { _, new in new }
    return copy
  }

  /// The same with files that a wiring changed.
  package func with(_ changed: ExactMap<[UInt8]>) -> MemoryTree {
    var copy = self
    for (path, bytes) in changed { copy.files[path] = bytes }
    return copy
  }

  /// The text of a file, empty where there is none.
  package func text(_ path: String) -> String { String(decoding: files[path] ?? [], as: UTF8.self) }

  package func file(_ path: String) -> [UInt8]? { files[path] }

  package func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    let prefix = folder.isEmpty ? "" : folder + "/"
    var entries: [String: Bool] = [:]
    for path in files.keys where path.hasPrefix(prefix) {
      let parts = path.dropFirst(prefix.count).split(separator: "/")
      if let name = parts.first { entries[String(name)] = parts.count > 1 }
    }
    return entries.isEmpty ? nil : entries.map { (name: $0.key, isFolder: $0.value) }
  }
}
