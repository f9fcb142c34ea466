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
    default: isRateLimit(response)
    }
  }

  /// Whether the server declines for the number of requests alone.
  ///
  /// GitHub does so with 403 too
  /// (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api).
  static func isRateLimit(_ response: HTTPResponse) -> Bool {
    response.status == 429
      || response.status == 403
        && (response.header("retry-after") != nil || rateLimit("remaining", response) == "0")
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
    guard HTTPRetry.rateLimit("remaining", response) == "0",
      let reset = HTTPRetry.rateLimit("reset", response).flatMap({ Int($0) })
    else { return nil }
    // A far date must not overflow the difference.
    return max(0, min(reset, Int(Int32.max) * 4) - clock.now())
  }

  private static func rateLimit(_ field: String, _ response: HTTPResponse) -> String? {
    response.header("ratelimit-" + field) ?? response.header("x-ratelimit-" + field)
  }

  /// Half a second, doubled with each attempt; of that a half to the whole, as chance has it, so
  /// that clients which failed together do not come back together.
  func backOff(attempt: Int) -> Duration {
    let full = Duration.milliseconds(500 << min(attempt, HTTPRetry.most))
    return full / 2 + full / 2 * min(max(clock.chance(), 0), 1)
  }
}
