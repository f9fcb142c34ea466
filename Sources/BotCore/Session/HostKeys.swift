internal import Foundation

/// The raw public keys that the `known_hosts` file at `path` holds for `host`.
///
/// `ssh-keygen -F` does the look-up, since it alone knows hashed names and patterns
/// (ssh-keygen(1)); each line it prints is `names type base64`.
///
/// - Throws: BotError when the file cannot be read, or holds no key of that host.
func hostKeys(
  of host: String, in path: String, _ variables: [String: String]
) async throws(BotError) -> [[UInt8]] {
  guard GivenText.isPath(path) else {
    throw BotError(
      "what is given is not the path of a file", file: "--known-hosts",
      remedy: "write the keys to a known_hosts file, and give its path")
  }
  guard FileManager.default.isReadableFile(atPath: path) else {
    throw BotError(
      "the known hosts file \(path) cannot be read", file: path,
      remedy: "give --known-hosts the path of a known_hosts file")
  }
  let keygen = ChildProgram("ssh-keygen", variables, remedy: "install the OpenSSH client programs")
  let output = try await keygen.run(["-F", host, "-f", path]).output
  let keys = output.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
    let fields = line.split(separator: " ")
    return fields.count >= 3 ? Data(base64Encoded: String(fields[2])).map { Array($0) } : nil
  }
  guard !keys.isEmpty else {
    throw BotError(
      "\(path) holds no key of \(host)", file: path,
      remedy: "add the server's key, for example with ssh-keyscan, after checking it")
  }
  return keys
}

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
      unreadable(path, at: url, error), file: option, remedy: "check the path and its permissions")
  }
}

/// Why a file cannot be read, in a sentence.
private func unreadable(_ path: String, at url: URL, _ error: any Error) -> String {
  let attributes = try? FileManager.default.attributesOfItem(
    atPath: url.resolvingSymlinksInPath().path)
  switch attributes?[.type] as? FileAttributeType {
  case nil: return "there is no file \(path)"
  case .typeDirectory?: return "\(path) is a folder"
  case .typeRegular?: return "\(path) cannot be read: \(error.localizedDescription)"
  default: return "\(path) is not a regular file"
  }
}
