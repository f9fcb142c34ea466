// swift-tools-version: 6.2

import PackageDescription

/// The settings of the package that is fuzzed.
let house: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let botCore = Target.Dependency.product(name: "BotCore", package: "gitops-bot")
let git = Target.Dependency.product(name: "Git", package: "gitops-bot")
let kustomize = Target.Dependency.product(name: "Kustomize", package: "gitops-bot")
let yaml = Target.Dependency.product(name: "YAML", package: "gitops-bot")
let rewriter = Target.Dependency.product(name: "Rewriter", package: "gitops-bot")
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
      name: "build-folders", dependencies: [kustomize, yaml], path: "Sources/BuildFolders",
      swiftSettings: house),
    .executableTarget(
      name: "fuzz-configuration", dependencies: [botCore, git, rewriter],
      path: "Sources/ConfigurationFuzz", swiftSettings: house),
    .executableTarget(
      name: "fuzz-engine", dependencies: [rewriter], path: "Sources/EngineFuzz",
      swiftSettings: house),
    .executableTarget(
      name: "fuzz-kustomize", dependencies: [kustomize, yaml], path: "Sources/KustomizeFuzz",
      swiftSettings: house),
    .executableTarget(
      name: "fuzz-references", dependencies: [botCore, git], path: "Sources/ReferencesFuzz",
      swiftSettings: house),
    .executableTarget(
      name: "fuzz-structure", dependencies: [yaml, rewriter, yams],
      path: "Sources/StructureFuzz", swiftSettings: house),
  ]
)
