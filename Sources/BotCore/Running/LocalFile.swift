internal import Foundation

/// The bytes of a file that an option names.
///
/// - Parameters:
///   - path: The path; not repeated where it is none, such as the content of a file.
///   - folder: Where relative paths start.
///   - option: The option or variable that gives the path, as errors name it.
/// - Returns: The bytes of the file.
/// - Throws: BotError when it cannot be read.
public func localFile(
  _ path: String, relativeTo folder: String, option: String? = nil
) throws(BotError) -> [UInt8] {
  guard GivenText.isPath(path) else {
    throw BotError(
      "what is given is not the path of a file", file: option,
      remedy: "give a path; - is standard input where an option takes it")
  }
  let url = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder))
  do {
    return Array(try Data(contentsOf: url))
  } catch {
    throw BotError(
      "\(path) cannot be read: \(error.localizedDescription)", file: path,
      remedy: "check the path and its permissions")
  }
}
