// swift-tools-version: 6.2

import PackageDescription

let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
let rewriter = Target.Dependency.product(name: "Rewriter", package: "gitops-bot")

let package = Package(
  name: "gitops-bot-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "gitops-bot", path: ".."),
    // Without its traits, whose packages count allocations: `measure allocations` does that.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(name: "Workload", dependencies: [rewriter], swiftSettings: house),
    .target(name: "AllocationCount"),
    .executableTarget(
      name: "measure", dependencies: ["AllocationCount", "Workload", rewriter],
      path: "Sources/Measure", swiftSettings: house),
    .executableTarget(
      name: "Rewriting",
      dependencies: ["Workload", rewriter, .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Rewriting", swiftSettings: house,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
