import Rewriter
import Workload

/// Bytes per second of the engine alone, on one stretch of manifests.
enum Throughput {
  private static let byteCount = 18_000_000

  static func report() throws {
    print("density   family     rules      hits   edits GB/s   rewritten GB/s   automaton KiB")
    for density in ManifestText.Density.allCases {
      var text = ManifestText(density)
      let input = text.concatenated(byteCount: byteCount)
      for family in RuleFamily.allCases {
        for count in [10, 100, 1_000] { try report(density, family, count, input) }
      }
    }
  }

  private static func report(
    _ density: ManifestText.Density, _ family: RuleFamily, _ count: Int, _ input: [UInt8]
  ) throws {
    let rules = try RuleSet(family.rules(count))
    var hits = 0
    let searching = Stopwatch.median(of: 5) {
      hits = input.withUnsafeBytes { rules.edits(in: $0).count }
    }
    let rewriting = Stopwatch.median(of: 5) {
      input.withUnsafeBytes { bytes in _ = Edit.apply(rules.edits(in: bytes), to: bytes) }
    }
    let row: [(String, Int)] = [
      (density.rawValue, -10), (family.rawValue, -8), (String(count), 8), (String(hits), 10),
      (gigabytes(input.count, in: searching), 13), (gigabytes(input.count, in: rewriting), 17),
      (String(rules.automatonByteCount / 1_024), 16),
    ]
    print(row.map { padded($0.0, to: $0.1) }.joined())
  }

  private static func gigabytes(_ byteCount: Int, in seconds: Double) -> String {
    let hundredths = Int((Double(byteCount) / seconds / 1e7).rounded())
    let fraction = String(hundredths % 100)
    return "\(hundredths / 100).\(fraction.count == 1 ? "0" : "")\(fraction)"
  }

  /// Text to the right of a column of that width, or to the left of one of minus that width.
  private static func padded(_ text: String, to width: Int) -> String {
    let blanks = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width < 0 ? text + blanks : blanks + text
  }
}
