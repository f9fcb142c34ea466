import Foundation

/// Where programs are.
public enum Programs {
  /// Folders of servers and of Homebrew, which `PATH` often leaves out.
  private static let folders = [
    "/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/local/sbin",
    "/opt/homebrew/bin", "/opt/homebrew/sbin",
  ]

  /// Finds a program.
  ///
  /// - Parameters:
  ///   - program: A name, or a path, which is returned as it is.
  ///   - more: Folders to look through as well.
  /// - Returns: The absolute path.
  /// - Throws: `TestSupportError` that names the program when it is missing.
  public static func find(_ program: String, in more: [String] = []) throws -> String {
    if program.contains("/") { return program }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    for folder in path.split(separator: ":").map(String.init) + folders + more {
      let file = "\(folder)/\(program)"
      if FileManager.default.isExecutableFile(atPath: file) { return file }
    }
    throw TestSupportError("the program '\(program)' is missing; this test needs it")
  }
}
