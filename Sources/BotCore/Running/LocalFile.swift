internal import Foundation

/// The bytes of a file that an option names.
///
/// - Throws: BotError when it cannot be read.
public func localFile(_ path: String, relativeTo folder: String) throws(BotError) -> [UInt8] {
  let url = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder))
  do {
    return Array(try Data(contentsOf: url))
  } catch {
    throw BotError(
      "\(path) cannot be read: \(error.localizedDescription)", file: path,
      remedy: "check the path and its permissions")
  }
}
