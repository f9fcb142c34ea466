import Foundation
import TestSupport

/// A clone with working files.
struct WorkingCopy: Sendable {
  /// The folder that goes with the last owner of this value.
  let folder: TemporaryFolder

  /// Where the working files are.
  var path: String { folder.path("copy") }

  /// The text of a file.
  func text(_ name: String) throws -> String {
    try String(decoding: folder.read("copy/\(name)"), as: UTF8.self)
  }

  /// Writes a file.
  func write(_ text: String, to name: String) throws { try folder.write(text, to: "copy/\(name)") }

  /// Replaces a text in a file.
  ///
  /// - Throws: `TestSupportError` when the text is not there.
  func replace(_ old: String, with new: String, in name: String) throws {
    let text = try text(name)
    guard text.contains(old) else { throw TestSupportError("\(name) does not hold \"\(old)\"") }
    try write(text.replacingOccurrences(of: old, with: new), to: name)
  }

  /// Appends to a file.
  func append(_ more: String, to name: String) throws { try write(text(name) + more, to: name) }

  /// Renames a file or a folder.
  func move(_ old: String, to new: String) throws {
    try FileManager.default.moveItem(atPath: "\(path)/\(old)", toPath: "\(path)/\(new)")
  }

  /// Makes a symbolic link.
  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/\(name)", withDestinationPath: target)
  }

  /// Deletes a file.
  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }
}
