internal import BotCore
internal import Foundation

/// The two streams of the process.
enum Terminal {
  static func result(_ text: String) {
    result(Array((text + "\n").utf8))
  }

  /// Writes bytes as they are: a patch need not be UTF-8.
  static func result(_ bytes: [UInt8]) {
    FileHandle.standardOutput.write(Data(bytes))
  }

  static func error(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
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
