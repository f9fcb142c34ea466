import Foundation
import Rewriter
import Workload

/// One pass over one file, timed by itself: what starting a process costs stays out.
enum Engine {
  enum Failure: Error {
    case wrongArguments
  }

  /// Prints the seconds for finding all edits and for making the new bytes as well, and the hits.
  ///
  /// - Parameter arguments: the file, the family of rules and their number.
  /// - Throws: ``Failure`` for other arguments, or what reading the file or compiling throws.
  static func report(_ arguments: [String]) throws {
    guard let family = RuleFamily(rawValue: arguments[1]), let count = Int(arguments[2]) else {
      throw Failure.wrongArguments
    }
    let rules = try RuleSet(family.rules(count))
    let file = try Data(contentsOf: URL(fileURLWithPath: arguments[0]))
    var hits = 0
    let searching = file.withUnsafeBytes { bytes in
      Stopwatch.seconds { hits = rules.edits(in: bytes).count }
    }
    let rewriting = file.withUnsafeBytes { bytes in
      Stopwatch.seconds { _ = Edit.apply(rules.edits(in: bytes), to: bytes) }
    }
    print(searching, rewriting, hits)
  }
}
