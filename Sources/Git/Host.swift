#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The machine that the program runs on.
enum Host {
  /// Whether a file is there and can be read: `access(2)`.
  static func canRead(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }

  /// Whether an environment variable is set: `getenv(3)`.
  static func hasVariable(_ name: String) -> Bool { unsafe getenv(name) != nil }

  /// Sets an environment variable of this process: `setenv(3)`, before there are other threads that read it.
  static func setVariable(_ name: String, to value: String) { unsafe setenv(name, value, 1) }

  /// The folder that `HOME` names, where it is one and its path can stand in a search path.
  static var home: String? {
    guard let path = unsafe getenv("HOME").map({ unsafe String(cString: $0) }),
      path.hasPrefix("/"), !path.contains(":"), !path.contains("$"),
      unsafe access(path, X_OK) == 0
    else { return nil }
    return path
  }

  /// What the operating system says of an error number: `strerror(3)`.
  static func words(for number: Int32) -> String { unsafe String(cString: strerror(number)) }

  /// Makes a file in the folder for temporary ones (`TMPDIR`): `mkstemp(3)`.
  ///
  /// - Parameter text: What it holds.
  /// - Returns: Its path; nil where it cannot be made.
  static func temporaryFile(holding text: String) -> String? {
    let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var path = Array("\(folder)/gitops-bot-XXXXXX".utf8CString)
    let file = unsafe mkstemp(&path)
    guard file >= 0 else { return nil }
    let bytes = Array(text.utf8)
    let written = unsafe write(file, bytes, bytes.count)
    let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard close(file) == 0, written == bytes.count else {
      remove(name)
      return nil
    }
    return name
  }

  /// How many seconds ago a file was changed: `stat(2)`; nil where there is none.
  static func age(of path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    #if canImport(Darwin)
    let changed = status.st_mtimespec.tv_sec
    #else
    let changed = status.st_mtim.tv_sec
    #endif
    // In the future by a clock that was set back.
    return abs(time(nil) - changed)
  }

  /// What is at a path, symbolic links not followed: `lstat(2)`.
  ///
  /// - Returns: Its mode, nil for what is neither a file nor a symbolic link, and its size; nil where there is
  ///   nothing.
  static func file(_ path: String) -> (mode: FileMode?, size: Int)? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    let mode: FileMode? =
      switch status.st_mode & S_IFMT {
      case S_IFREG: status.st_mode & S_IXUSR != 0 ? .executable : .blob
      case S_IFLNK: .symbolicLink
      default: nil
      }
    return (mode, Int(status.st_size))
  }

  /// Lets the thread rest: `usleep(3)`.
  static func wait(milliseconds: UInt32) { usleep(milliseconds * 1000) }

  /// Removes a file: `unlink(2)`.
  ///
  /// One that stays behind does no harm.
  static func remove(_ path: String) { _ = unsafe unlink(path) }
}
