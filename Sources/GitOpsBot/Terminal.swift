internal import BotCore
internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

private let systemWrite = write

/// The two streams of the process.
enum Terminal {
  static func result(_ text: String) {
    result(Array((text + "\n").utf8))
  }

  /// Writes bytes as they are: a patch need not be UTF-8.
  ///
  /// Where nobody reads any more, as behind `| head -1`, the rest is left out; a result that cannot be
  /// written for another reason ends the program, so that it does not pass for a whole one.
  static func result(_ bytes: [UInt8]) {
    let status = write(bytes, to: STDOUT_FILENO)
    guard status != 0, status != EPIPE else { return }
    Ending.end(
      with: BotError(
        "the result could not be written to standard output: \(String(cString: strerror(status)))",
        remedy: "write it elsewhere, and run again; what was pushed stays so"))
  }

  static func error(_ text: String) { progress(text + "\n") }

  /// Writes to standard error; where that cannot be there is nobody to tell.
  static func progress(_ text: String) { _ = write(Array(text.utf8), to: STDERR_FILENO) }

  /// Writes everything: `write(2)`.
  ///
  /// - Returns: 0, or an error number.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&writable, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  /// Reads the file of a live source, or standard input for `-`.
  static func source(_ path: String) throws(BotError) -> Request.LiveSource {
    if path == "-" {
      let bytes = Array(FileHandle.standardInput.readDataToEndOfFile())
      return Request.LiveSource(name: "standard input", bytes: bytes)
    }
    return Request.LiveSource(
      name: path, bytes: try localFile(path, relativeTo: FileManager.default.currentDirectoryPath))
  }

  /// Prints every problem as `error: what, where, what to do`: the one place where errors are
  /// printed.
  static func show(_ error: BotError) {
    for problem in error.problems {
      let parts = [problem.message, problem.location, problem.remedy].filter { !$0.isEmpty }
      Terminal.error("error: " + parts.joined(separator: ", ").visible)
    }
  }
}

extension String {
  /// The text with control characters but line feeds shown as `\u{1B}`: names of files and words
  /// of servers may not steer the terminal.
  var visible: String {
    // Control characters are `00` to `1F` and `7F` to `9F`, of which UTF-8 writes the latter as `C2 80` and
    // behind: most texts have none of these bytes.
    let isPlain = utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F && $0 != 0xC2) || $0 == 0x0A }
    if isPlain { return self }
    var result = ""
    for scalar in unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control && scalar != "\n"
      if isControl {
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
