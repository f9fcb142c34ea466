#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What the client takes from outside: time and chance.
struct HTTPClock: Sendable {
  /// Waits before a request is sent again.
  var pause: @Sendable (Duration) async throws -> Void
  /// Returns when the time of a request is over.
  var deadline: @Sendable (Duration) async throws -> Void
  /// Seconds since 1970.
  var now: @Sendable () -> Int
  /// A number from 0 to 1.
  var chance: @Sendable () -> Double

  /// The machine's clock.
  static let system = HTTPClock(
    pause: { try await Task.sleep(for: $0) }, deadline: { try await Task.sleep(for: $0) },
    now: { Int(time(nil)) }, chance: { Double.random(in: 0...1) })
}
