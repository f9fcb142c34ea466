internal import CEnding
internal import Foundation
internal import Synchronization

/// A folder in the system's temporary folder that goes with its last owner, and with the process however
/// it ends: the cleaner knows of it (`ending_start_cleaner`).
final class ScratchFolder {
  let path: String
  /// One thread at a time tells the cleaner of a folder.
  private static let registration = Mutex(())

  init() throws(BotError) {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("gitops-bot-" + UUID().uuidString, isDirectory: true)
    path = url.path
    try ScratchFolder.register(path)
    do {
      try FileManager.default.createDirectory(
        at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw BotError(
        "the temporary folder \(path) cannot be made: \(error.reason)",
        remedy: "set TMPDIR to a folder that can be written, on a disk that is not full")
    }
  }

  /// Has a folder removed when the process ends.
  ///
  /// Comes before it is made, so that none is ever unknown.
  static func register(_ path: String) throws(BotError) {
    let status = registration.withLock { _ in ending_register_folder(path) }
    guard status != 0 else { return }
    throw BotError(
      "nobody would remove the folder \(path) in the end: the process that does has ended",
      remedy: "run again, and let that process, a child of this one, live")
  }

  deinit {
    // Where this fails the cleaner tries once more.
    try? FileManager.default.removeItem(atPath: path)
  }
}

extension GitOpsBot {
  /// Calls `body` with the path of a file that only the user can read, and removes it afterwards.
  ///
  /// - Throws: BotError where it cannot be written.
  public static func withTemporaryFile<Result>(
    holding bytes: [UInt8], _ body: (_ path: String) async -> Result
  ) async throws(BotError) -> Result {
    let folder = try ScratchFolder()
    let path = folder.path + "/text"
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
      throw BotError(
        "\(path) cannot be written", remedy: "set TMPDIR to a folder that can be written")
    }
    return await body(path)
  }
}

extension Error {
  /// What the operating system says where it is to blame, such as "No space left on device"; else what
  /// Foundation says.
  var reason: String {
    let error = (self as? CocoaError)?.underlying ?? self
    guard let error = error as? POSIXError else { return error.localizedDescription }
    return String(cString: strerror(error.code.rawValue))
  }
}
