/// Times pieces of work.
enum Stopwatch {
  /// The seconds that `work` takes.
  static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try work()
    let (seconds, attoseconds) = (clock.now - start).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  /// The middle one of `count` times, after one run that warms up.
  static func median(of count: Int, _ work: () throws -> Void) rethrows -> Double {
    try work()
    var times: [Double] = []
    for _ in 0..<count { times.append(try seconds(work)) }
    return times.sorted()[count / 2]
  }
}
