// swift-tools-version: 6.2

import PackageDescription

let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
let rewriter = Target.Dependency.product(name: "Rewriter", package: "gitops-bot")
let manifests = Target.Dependency.product(name: "Manifests", package: "gitops-bot")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "gitops-bot-fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "gitops-bot", path: ".."),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .executableTarget(
      name: "fuzz-engine", dependencies: [rewriter], path: "Sources/EngineFuzz",
      swiftSettings: house),
    .executableTarget(
      name: "fuzz-structure", dependencies: [manifests, rewriter, yams],
      path: "Sources/StructureFuzz", swiftSettings: house),
  ]
)
