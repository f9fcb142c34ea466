// swift-tools-version: 6.2

import PackageDescription

/// Settings of every target.
///
/// Warnings are errors where `CI` is set, so that a newer compiler's new warning never keeps a
/// newcomer from building.
let house: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let flyingFox = [Target.Dependency.product(name: "FlyingFox", package: "FlyingFox"), flyingSocks]
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "gitops-bot",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "gitops-bot", targets: ["GitOpsBot"]),
    // For the packages in Benchmarks and Fuzz.
    .library(name: "BotCore", targets: ["BotCore"]),
    .library(name: "Git", targets: ["Git"]),
    .library(name: "Kustomize", targets: ["Kustomize"]),
    .library(name: "Rewriter", targets: ["Rewriter"]),
    .library(name: "YAML", targets: ["YAML"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CGit2",
      pkgConfig: "libgit2",
      providers: [.apt(["libgit2-dev"]), .brew(["libgit2"])]),
    .target(name: "CEnding"),
    .target(name: "Git", dependencies: ["CGit2"], swiftSettings: house + [.strictMemorySafety()]),
    .target(name: "Rewriter", swiftSettings: house),
    .target(name: "YAML", dependencies: [yams], swiftSettings: house),
    .target(name: "Findings", dependencies: ["YAML"], swiftSettings: house),
    .target(name: "Kustomize", dependencies: ["YAML"], swiftSettings: house),
    .target(name: "Flux", dependencies: ["Kustomize", "YAML"], swiftSettings: house),
    .target(
      name: "Rules", dependencies: ["Findings", "Flux", "Kustomize", "YAML"], swiftSettings: house),
    .target(name: "HTTP", swiftSettings: house),
    .target(name: "Providers", dependencies: ["HTTP", "YAML"], swiftSettings: house),
    .target(
      name: "BotCore",
      dependencies: [
        "CEnding", "Findings", "Flux", "Git", "HTTP", "Providers", "Rewriter", "Rules", "YAML",
        mustache, subprocess,
      ],
      swiftSettings: house),
    .executableTarget(
      name: "GitOpsBot",
      dependencies: [
        "BotCore", "CEnding", "Findings", "Git", "Providers", argumentParser, subprocess,
      ],
      swiftSettings: house),

    .target(
      name: "TestSupport", dependencies: [subprocess], path: "Tests/TestSupport",
      swiftSettings: house),
    .target(
      name: "ForgeTestSupport", dependencies: ["HTTP"] + flyingFox, path: "Tests/ForgeTestSupport",
      swiftSettings: house),
    .target(
      name: "FluxTestSupport", dependencies: ["Flux", "YAML"], path: "Tests/FluxTestSupport",
      swiftSettings: house),
    .testTarget(name: "GitTests", dependencies: ["Git", "TestSupport"], swiftSettings: house),
    .testTarget(name: "RewriterTests", dependencies: ["Rewriter"], swiftSettings: house),
    .testTarget(name: "YAMLTests", dependencies: ["YAML", "TestSupport"], swiftSettings: house),
    .testTarget(
      name: "KustomizeTests", dependencies: ["FluxTestSupport", "Kustomize", "YAML"],
      exclude: ["Fixtures"], swiftSettings: house),
    .testTarget(
      name: "FluxTests",
      dependencies: ["Flux", "FluxTestSupport", "Kustomize", "TestSupport", "YAML"],
      exclude: ["Fixtures"], swiftSettings: house),
    .testTarget(name: "FindingsTests", dependencies: ["Findings"], swiftSettings: house),
    .testTarget(
      name: "RulesTests",
      dependencies: ["Findings", "Flux", "FluxTestSupport", "Rules", "TestSupport", "YAML"],
      swiftSettings: house),
    .testTarget(
      name: "HTTPTests", dependencies: ["ForgeTestSupport", "HTTP"], swiftSettings: house),
    .testTarget(
      name: "ProvidersTests", dependencies: ["ForgeTestSupport", "HTTP", "Providers", "YAML"],
      swiftSettings: house),
    .testTarget(
      name: "BotCoreTests",
      dependencies: [
        "BotCore", "Findings", "Flux", "FluxTestSupport", "Providers", "Rewriter", "Rules",
        "TestSupport", "YAML",
      ],
      swiftSettings: house),
    .testTarget(
      name: "GitOpsBotTests",
      dependencies: ["GitOpsBot", "BotCore", "Providers", "TestSupport", argumentParser],
      swiftSettings: house),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["GitOpsBot", "TestSupport", "ForgeTestSupport"] + flyingFox,
      swiftSettings: house),
  ]
)
