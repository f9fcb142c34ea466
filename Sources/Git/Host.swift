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
}
