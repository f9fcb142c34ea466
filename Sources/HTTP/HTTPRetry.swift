#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// When a request is sent again, and how long that waits.
struct HTTPRetry {
  /// How often a request is sent again.
  static let most = 4
  /// The longest wait that a server may ask for, in seconds.
  static let longestWait = 60

  let clock: HTTPClock

  /// Whether the same request may get another answer than `response` in a moment.
  ///
  /// 429 and 503 say that nothing was done; behind 502 and 504 the request may have been carried
  /// out, so that only one that may be repeated is.
  static func isWorthwhile(_ response: HTTPResponse, for request: HTTPRequest) -> Bool {
    switch response.status {
    case 503: true
    case 502, 504: request.isIdempotent
    default: response.isRateLimit
    }
  }

  /// The seconds for which `response` asks, at least 0; nil when it does not ask.
  ///
  /// - `Retry-After`: seconds or a date (RFC 9110, section 10.2.3).
  /// - `RateLimit-Reset` beside a `RateLimit-Remaining` of 0: seconds since 1970
  ///   (https://docs.digitalocean.com/reference/api/intro/#rate-limit); GitHub's begin with `X-`.
  func wait(for response: HTTPResponse) -> Int? {
    if let text = response.header("retry-after") {
      if let seconds = Int(text), seconds >= 0 { return seconds }
      if let date = HTTPDate(text) { return max(0, date.seconds - clock.now()) }
    }
    guard response.rateLimit("remaining") == "0",
      let reset = response.rateLimit("reset").flatMap({ Int($0) })
    else { return nil }
    // A far date must not overflow the difference.
    return max(0, min(reset, Int(Int32.max) * 4) - clock.now())
  }

  /// Half a second, doubled with each attempt; of that a half to the whole, as chance has it, so
  /// that clients which failed together do not come back together.
  func backOff(attempt: Int) -> Duration {
    let full = Duration.milliseconds(500 << min(attempt, HTTPRetry.most))
    return full / 2 + full / 2 * min(max(clock.chance(), 0), 1)
  }
}

/// What the client takes from outside: time and chance.
package struct HTTPClock: Sendable {
  /// Waits before a request is sent again.
  package var pause: @Sendable (Duration) async throws -> Void
  /// Returns when the time of a request is over.
  package var deadline: @Sendable (Duration) async throws -> Void
  /// Seconds since 1970.
  package var now: @Sendable () -> Int
  /// A number from 0 to 1.
  package var chance: @Sendable () -> Double

  package init(
    pause: @escaping @Sendable (Duration) async throws -> Void,
    deadline: @escaping @Sendable (Duration) async throws -> Void,
    now: @escaping @Sendable () -> Int, chance: @escaping @Sendable () -> Double
  ) {
    (self.pause, self.deadline, self.now, self.chance) = (pause, deadline, now, chance)
  }

  /// The machine's clock.
  package static let system = HTTPClock(
    pause: { try await Task.sleep(for: $0) }, deadline: { try await Task.sleep(for: $0) },
    now: { Int(time(nil)) }, chance: { Double.random(in: 0...1) })
}

/// A point in time as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
struct HTTPDate {
  /// Seconds since 1970.
  let seconds: Int

  /// Reads the preferred form; nil for the two obsolete ones and for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT",
      let day = Int(parts[1]), (1...31).contains(day),
      let month = HTTPDate.months.firstIndex(of: String(parts[2])),
      let year = Int(parts[3]), (1970...9999).contains(year),
      let time = HTTPDate.secondsOfDay(parts[4])
    else { return nil }
    seconds = HTTPDate.days(year: year, month: month + 1, day: day) * 86_400 + time
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func secondsOfDay(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
      (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second)
    else { return nil }
    return (hour * 60 + minute) * 60 + second
  }

  /// Days since 1970 in the Gregorian calendar.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    // Years are taken from March, so that the leap day is a year's last.
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let leapDays = shifted / 4 - shifted / 100 + shifted / 400
    return shifted * 365 + leapDays + dayOfYear - 719_468
  }
}
