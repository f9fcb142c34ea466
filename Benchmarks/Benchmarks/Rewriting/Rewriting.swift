import Benchmark
import Rewriter
import Workload

private let byteCount = 1_000_000

/// Every number of rules over a megabyte of manifests of every density.
let benchmarks: @Sendable () -> Void = {
  let configuration = Benchmark.Configuration(
    metrics: [.wallClock, .throughput, .instructions], maxDuration: .seconds(2))
  for density in ManifestText.Density.allCases {
    var text = ManifestText(density)
    let input = text.concatenated(byteCount: byteCount)
    for family in RuleFamily.allCases {
      for count in [10, 100, 1_000] {
        let name = "\(density), \(count) rules, \(family)"
        Benchmark(name, configuration: configuration) { benchmark in
          let rules = try RuleSet(family.rules(count))
          benchmark.startMeasurement()
          for _ in benchmark.scaledIterations {
            blackHole(input.withUnsafeBytes { rules.rewrite($0) })
          }
        }
      }
    }
  }
}
