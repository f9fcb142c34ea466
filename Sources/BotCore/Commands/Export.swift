internal import Flux
internal import Foundation

/// Writes files to a folder, for programs that read files.
enum Export {
  /// Writes what kustomize is given, and the folders above it.
  ///
  /// - Throws: BotError when a file cannot be written, or has a name that no tree should hold.
  static func write(
    _ input: KustomizeInput, from tree: GitTree, to folder: String
  ) throws(BotError) {
    for path in input.copied.sorted() where input.written[path] == nil {
      try write(tree.file(path) ?? [], to: path, in: folder)
    }
    for (path, bytes) in input.written.sorted(by: { $0.key < $1.key }) {
      try write(bytes, to: path, in: folder)
    }
    try tree.throwError()
  }

  /// Makes a folder.
  ///
  /// - Throws: BotError when that fails.
  static func makeFolder(_ path: String) throws(BotError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: nil)
    } catch {
      throw BotError(
        "\(path) cannot be made: \(error.localizedDescription)",
        remedy: "set TMPDIR to a folder that can be written")
    }
  }

  private static func write(
    _ bytes: [UInt8], to path: String, in folder: String
  ) throws(BotError) {
    guard isSafePath(path) else {
      throw BotError(
        "a file of that name is not written", file: path, remedy: "rename it, or take it out")
    }
    let file = folder + "/" + path
    try makeFolder(folder + "/" + RepositoryPath.folder(of: path))
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: file))
    } catch {
      throw BotError(
        "\(file) cannot be written: \(error.localizedDescription)",
        remedy: "set TMPDIR to a folder with room")
    }
  }
}
