import AllocationCount
import Rewriter
import Workload

/// Counts what the engine allocates for files that no rule changes.
enum Allocations {
  private static let fileCount = 20_000

  static func report() throws {
    guard allocation_count() >= 0 else {
      print("allocations cannot be counted on this platform: use Linux with glibc")
      return
    }
    try requireCounting()
    var text = ManifestText(.free)
    let files = (0..<fileCount).map { _ in text.file() }
    let bytes = files.reduce(0) { $0 + $1.count }
    for count in [10, 100, 1_000] {
      let rules = try RuleSet(RuleFamily.common.rules(count))
      var unchanged = 0
      let before = allocation_count()
      for file in files {
        if case .unchanged = file.withUnsafeBytes({ rules.rewrite($0) }) { unchanged += 1 }
      }
      let made = allocation_count() - before
      print("\(count) rules, \(bytes) bytes: \(made) allocations for \(unchanged) unchanged files")
      if made != 0 || unchanged != fileCount { throw Failure.allocates }
    }
  }

  /// Proves that the count is alive: a zero from a dead one would say nothing.
  private static func requireCounting() throws {
    let before = allocation_count()
    let file = ManifestText(.free).copyOfFirstFile()
    guard allocation_count() > before, !file.isEmpty else { throw Failure.countsNothing }
  }

  private enum Failure: Error {
    case allocates
    case countsNothing
  }
}

extension ManifestText {
  fileprivate func copyOfFirstFile() -> [UInt8] {
    var copy = self
    return copy.file()
  }
}
