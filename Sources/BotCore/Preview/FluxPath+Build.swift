internal import Foundation
internal import Git
internal import Manifests
internal import Subprocess

extension FluxPath {
  /// What `kustomize build` prints for the path.
  ///
  /// Where neither kubectl nor kustomize is installed the plain files stand for it, which is right
  /// for a path without patches and generators.
  ///
  /// - Throws: BotError with the program's words when the build fails, and for remote resources,
  ///   which are never fetched.
  func built(
    from root: ObjectID, _ tree: GitTree, in repository: Repository
  ) async throws(BotError) -> [UInt8] {
    guard tree.entries(of: path) != nil else {
      throw BotError(
        "\(path) is no folder of this repository", file: kustomization.file,
        position: kustomization.pathPosition, remedy: "correct spec.path, or preview where it is")
    }
    let build = KustomizeBuild(of: path, components: kustomization.components, in: tree)
    if let remote = build.remotes.first {
      throw BotError(
        "\"\(remote.text)\" is a remote resource, which is not fetched", file: remote.file,
        position: remote.position, remedy: "copy it into the repository")
    }
    guard let program = Builder.all.first(where: { Builder.isInstalled($0.name) }) else {
      let files = build.files.filter { $0.role == .resource }
      return files.flatMap { Array("---\n".utf8) + (tree.file($0.path) ?? []) }
    }
    let folder = try ScratchFolder()
    try Export(repository: repository).write(root, to: folder.path)
    let target = folder.path + "/" + path
    if build.isGenerated || !kustomization.components.isEmpty {
      try writeKustomization(build, in: target, root: folder.path)
    }
    let secrets = build.files.reduce(into: Set<String>()) { secrets, file in
      let lines = SecretLines(
        of: tree.file(file.path) ?? [], isWhole: tree.isSecretFile(file.path))
      secrets.formUnion(lines.withheldTexts)
    }
    return try await program.build(target, root: folder.path, withholding: secrets)
  }

  /// The `kustomization.yaml` that Flux makes of a folder that has none.
  private func writeKustomization(
    _ build: KustomizeBuild, in target: String, root: String
  ) throws(BotError) {
    guard build.isGenerated else {
      throw BotError(
        "spec.components of \(kustomization.name) cannot be previewed", file: kustomization.file,
        position: kustomization.position,
        remedy: "list the components in the kustomization of \(path)")
    }
    let found = build.files.filter { $0.listedIn == nil }
    let names = found.map { file in
      file.role == .kustomization
        ? file.path.split(separator: "/").dropLast().joined(separator: "/") : file.path
    }
    let prefix = path.isEmpty ? "" : path + "/"
    let resources = names.filter { $0.hasPrefix(prefix) }.map {
      Value.string(String($0.dropFirst(prefix.count)))
    }
    let text = yaml(
      of: .map([
        "apiVersion": .string("kustomize.config.k8s.io/v1beta1"),
        "kind": .string("Kustomization"), "resources": .list(resources),
      ]))
    try Export.write(Array(text.utf8), to: target + "/kustomization.yaml")
  }
}

/// A program that builds kustomizations.
private struct Builder {
  let name: String
  let arguments: [String]

  static let all = [
    Builder(name: "kubectl", arguments: ["kustomize"]),
    Builder(name: "kustomize", arguments: ["build"]),
  ]

  static func isInstalled(_ name: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  /// Flux lets a build read the whole repository; kustomize before 4 had another name for that.
  private static let unrestricted = [
    ["--load-restrictor", "LoadRestrictionsNone"], ["--load_restrictor", "LoadRestrictionsNone"],
    [],
  ]

  /// Builds; the program's own words lose the texts of `secrets`.
  func build(
    _ folder: String, root: String, withholding secrets: Set<String>
  ) async throws(BotError) -> [UInt8] {
    var words = ""
    for restriction in Builder.unrestricted {
      let (isDone, output, errors) = try await run(arguments + [folder] + restriction)
      if isDone { return output }
      words = errors.replacing(root + "/", with: "")
      if !words.contains("unknown flag") { break }
    }
    for secret in secrets.sorted(by: { $0.utf8.count > $1.utf8.count }) {
      words = words.replacing(secret, with: SecretLines.mark)
    }
    throw BotError(
      "\(name) cannot build it: \(words.trimmingCharacters(in: .whitespacesAndNewlines))",
      remedy: "mend the kustomization")
  }

  /// Runs the program without the variables that hold credentials.
  private func run(
    _ arguments: [String]
  ) async throws(BotError) -> (isDone: Bool, output: [UInt8], errors: String) {
    let inherited = ProcessInfo.processInfo.environment
    let kept = ["PATH", "HOME", "TMPDIR"].compactMap { key in
      inherited[key].map { (Environment.Key(stringLiteral: key), $0) }
    }
    do {
      let result = try await Subprocess.run(
        .name(name), arguments: Arguments(arguments),
        environment: .custom(Dictionary(uniqueKeysWithValues: kept)),
        output: .bytes(limit: 256 << 20), error: .string(limit: 1 << 20))
      return (
        result.terminationStatus.isSuccess, result.standardOutput, result.standardError
      )
    } catch {
      throw BotError("\(name) could not be run: \(error)", remedy: "install kubectl or kustomize")
    }
  }
}
