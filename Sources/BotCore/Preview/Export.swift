internal import Foundation
internal import Git

/// Writes a tree's files to a folder, for programs that read files.
struct Export {
  let repository: Repository

  /// Writes the plain files of the tree `id`; symbolic links and submodules are left out, since
  /// what they lead to need not be in the tree.
  ///
  /// - Throws: BotError when a file cannot be written.
  func write(_ id: ObjectID, to folder: String) throws(BotError) {
    let tree = try git("reading a folder") { () throws(GitError) in try repository.tree(id) }
    for entry in tree.entries where entry.hasExactName && isSafeName(entry.name) {
      let path = folder + "/" + entry.name
      switch entry.mode {
      case .tree:
        try Export.makeFolder(path)
        try write(entry.id, to: path)
      case .blob, .executable:
        let bytes = try git("reading \(entry.name)") { () throws(GitError) in
          try repository.blob(entry.id).bytes
        }
        try Export.write(bytes, to: path)
      case .symbolicLink, .submodule: break
      }
    }
  }

  private static func makeFolder(_ path: String) throws(BotError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: nil)
    } catch {
      throw BotError(
        "\(path) cannot be made: \(error.localizedDescription)",
        remedy: "set TMPDIR to a folder that can be written")
    }
  }

  /// Writes one file.
  ///
  /// - Throws: BotError when that fails.
  static func write(_ bytes: [UInt8], to path: String) throws(BotError) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    } catch {
      throw BotError(
        "\(path) cannot be written: \(error.localizedDescription)",
        remedy: "set TMPDIR to a folder with room")
    }
  }
}
