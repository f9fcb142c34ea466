import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// An empty folder that goes, with everything in it, when nothing retains it any more.
public final class TemporaryFolder: Sendable {
  /// The folder, without symbolic links and without a slash at the end.
  public let path: String

  /// Makes the folder below `TMPDIR`: `mkdtemp(3)`.
  ///
  /// - Throws: `TestSupportError` when it cannot be made.
  public init() throws {
    let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    // Short, since the path of a socket holds 104 bytes on macOS.
    var template = Array("\(parent)/gb.XXXXXX".utf8CString)
    guard let made = mkdtemp(&template), let real = realpath(made, nil) else {
      throw TestSupportError("no temporary folder can be made in \(parent)")
    }
    defer { free(real) }
    path = String(cString: real)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of something in the folder.
  ///
  /// - Parameter name: Where it is, relative to the folder.
  /// - Returns: The absolute path.
  public func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file and the folders above it.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - name: Where, relative to the folder.
  ///   - executable: Whether it is a program.
  /// - Returns: The absolute path.
  /// - Throws: What Foundation throws.
  @discardableResult
  public func write(_ bytes: [UInt8], to name: String, executable: Bool = false) throws -> String {
    let file = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    try FileManager.default.setAttributes(
      [.posixPermissions: executable ? 0o755 : 0o600], ofItemAtPath: file.path)
    return file.path
  }

  /// Writes a text file and the folders above it.
  ///
  /// - Parameters:
  ///   - text: The content.
  ///   - name: Where, relative to the folder.
  ///   - executable: Whether it is a program.
  /// - Returns: The absolute path.
  /// - Throws: What Foundation throws.
  @discardableResult
  public func write(_ text: String, to name: String, executable: Bool = false) throws -> String {
    try write(Array(text.utf8), to: name, executable: executable)
  }

  /// Reads a file.
  ///
  /// - Parameter name: Where, relative to the folder.
  /// - Returns: The content.
  /// - Throws: What Foundation throws.
  public func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// Makes a folder in it.
  ///
  /// - Parameter name: Where, relative to the folder.
  /// - Returns: The absolute path.
  /// - Throws: What Foundation throws.
  @discardableResult
  public func makeFolder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: true)
    return path(name)
  }

  /// The files below a folder in it, sorted, with paths relative to that folder.
  ///
  /// - Parameter name: Which folder, relative to this one.
  /// - Returns: Paths of everything that is no folder.
  public func files(in name: String) -> [String] {
    let found = FileManager.default.enumerator(atPath: path(name))
    var files: [String] = []
    while let file = found?.nextObject() as? String {
      if found?.fileAttributes?[.type] as? FileAttributeType != .typeDirectory {
        files.append(file)
      }
    }
    return files.sorted()
  }
}
