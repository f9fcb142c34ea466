internal import Flux
internal import Foundation
internal import Git
internal import Subprocess
internal import YAML

/// A path of the repository, and the Flux Kustomization that applies it.
struct FluxPath {
  let path: String
  let kustomization: FluxKustomization

  /// Finds the Kustomization whose `spec.path` is `path`; nil when there is none.
  ///
  /// - Throws: BotError when several apply it with different substitutions.
  static func find(_ path: String, in tree: GitTree) throws(BotError) -> FluxPath? {
    let wanted = normalised(path)
    let placed = FluxKustomization.placed(in: tree).filter { $0.path == wanted }
    // One that no cluster of the repository applies may still be meant.
    let found =
      placed.isEmpty
      ? FluxObjects(in: tree).kustomizations.filter { $0.path == wanted } : placed
    guard let first = found.first else { return nil }
    let isOne = found.allSatisfy {
      $0.substitute == first.substitute && $0.namespace == first.namespace
        && $0.substituteFrom.map(\.name) == first.substituteFrom.map(\.name)
    }
    guard isOne else {
      let names = found.map { "\($0.file):\($0.position.line)" }
      throw BotError(
        "\(path) is applied by several Kustomizations with different substitutions",
        file: first.file, position: first.position,
        remedy: "they stand in \(names.joined(separator: ", "))")
    }
    return FluxPath(path: wanted, kustomization: first)
  }

  /// `path` without `./` and slashes around it.
  static func normalised(_ path: String) -> String {
    path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// The variables that Flux substitutes: those of `substituteFrom` in order, then `substitute`.
  ///
  /// - Throws: BotError that names each ConfigMap or Secret that the repository does not have.
  func variables(in tree: GitTree) throws(BotError) -> [String: String] {
    var variables: [String: String] = [:]
    let objects = FluxObjects(in: tree)
    for source in kustomization.substituteFrom {
      let kind = source.kind ?? "ConfigMap"
      let object = objects.objects(kind).first {
        $0.name == source.name
          && ($0.namespace ?? kustomization.namespace) == kustomization.namespace
      }
      if let object, let data = try data(of: object, in: tree) {
        variables.merge(data) { _, later in later }
      } else if !source.isOptional {
        throw BotError(
          "\(kind) \(source.name) of namespace \(kustomization.namespace ?? "flux-system") "
            + (object == nil ? "is not in the repository" : "is encrypted"),
          file: kustomization.file, position: source.position,
          remedy: "its variables are unknown here; add it, or mark it as optional")
      }
    }
    return variables.merging(kustomization.substitute) { _, inline in inline }
  }

  /// The texts of a ConfigMap or a Secret; nil when it is encrypted.
  private func data(of object: FluxObject, in tree: GitTree) throws(BotError) -> [String: String]? {
    guard let bytes = tree.file(object.file) else { return nil }
    let documents: [Value]
    do {
      documents = try FluxSubstitution.substituted(stream: bytes, variables: [:], isStrict: false)
    } catch {
      throw BotError(error.shownMessage, file: object.file, remedy: "correct the YAML")
    }
    let document = documents.first {
      $0["kind"] == .string(object.kind) && $0["metadata", "name"] == .string(object.name)
    }
    guard let document, document["sops"] == nil else { return nil }
    var data: [String: String] = [:]
    if object.kind == "Secret" {
      for value in SecretValue.all(in: bytes) { data[value.key] = value.text }
    } else {
      for (key, value) in document["data"]?.members ?? [] { data[key] = value.plainText }
    }
    for (key, value) in document["stringData"]?.members ?? [] { data[key] = value.plainText }
    return data
  }
}

extension FluxPath {
  /// What `kustomize build` prints for the path, of copies of the files that it needs.
  ///
  /// Where neither kubectl nor kustomize is installed the plain files stand for it, if the kustomizations do nothing
  /// but list them.
  ///
  /// - Throws: BotError with the program's words when the build fails, and before any program is started where a
  ///   kustomization leads out of the repository or is not understood.
  func built(_ tree: GitTree) async throws(BotError) -> [UInt8] {
    guard tree.entries(of: path) != nil else {
      throw BotError(
        "\(path) is no folder of this repository", file: kustomization.file,
        position: kustomization.pathPosition, remedy: "correct spec.path, or preview where it is")
    }
    let input = try input(in: tree)
    guard let program = Builder.all.first(where: { Builder.isInstalled($0.name) }) else {
      guard let files = input.plainResources else {
        throw BotError(
          "\(path) needs kustomize, and neither kubectl nor kustomize is installed",
          remedy: "install kubectl 1.27 or later, or kustomize 5")
      }
      return files.flatMap { Array("---\n".utf8) + (tree.file($0) ?? []) }
    }
    let scratch = try ScratchFolder()
    try Export.write(input, from: tree, to: scratch.path + "/tree")
    let builder = Builder(program: program, scratch: scratch.path)
    return try await builder.build(path, withholding: secrets(of: input, in: tree))
  }

  private func input(in tree: GitTree) throws(BotError) -> KustomizeInput {
    do {
      return try KustomizeInput(of: path, for: kustomization, in: tree)
    } catch {
      throw BotError(
        error.message, file: error.file, position: error.position, remedy: error.remedy)
    }
  }

  /// The texts that no message may show.
  private func secrets(of input: KustomizeInput, in tree: GitTree) -> Set<String> {
    input.copied.union(input.written.keys).reduce(into: []) { secrets, path in
      let lines = SecretLines(of: tree.file(path) ?? [], isWhole: tree.isSecretFile(path))
      secrets.formUnion(lines.withheldTexts)
    }
  }
}

/// A program that builds kustomizations, and the folder with what it may see.
private struct Builder {
  /// A name and what follows it.
  struct Program {
    let name: String
    let arguments: [String]
  }

  static let all = [
    Program(name: "kubectl", arguments: ["kustomize"]),
    Program(name: "kustomize", arguments: ["build"]),
  ]

  let program: Program
  /// Holds `tree`, the files, and `home`, an empty home directory.
  let scratch: String

  static func isInstalled(_ name: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  /// Flux lets a build read the whole repository, which is all that there is; kustomize before 4 had another name for
  /// that.
  private static let unrestricted = [
    ["--load-restrictor", "LoadRestrictionsNone"], ["--load_restrictor", "LoadRestrictionsNone"],
    [],
  ]

  /// Builds a folder of `tree`; the program's own words lose the texts of `secrets`.
  func build(
    _ path: String, withholding secrets: Set<String>
  ) async throws(BotError) -> [UInt8] {
    let root = scratch + "/tree"
    try Export.makeFolder(scratch + "/home")
    var words = ""
    for restriction in Builder.unrestricted {
      let (isDone, output, errors) = try await run(
        program.arguments + [root + "/" + path] + restriction)
      if isDone { return output }
      words = errors.replacing(root + "/", with: "")
      if !words.contains("unknown flag") { break }
    }
    for secret in secrets.sorted(by: { $0.utf8.count > $1.utf8.count }) {
      words = words.replacing(secret, with: SecretLines.mark)
    }
    throw BotError(
      "\(program.name) cannot build it: \(words.trimmingCharacters(in: .whitespacesAndNewlines))",
      remedy: "mend the kustomization")
  }

  /// Runs the program in the folder, with `PATH` alone of this process's variables: no credentials, proxies,
  /// configuration or plugins of whoever runs the bot.
  private func run(
    _ arguments: [String]
  ) async throws(BotError) -> (isDone: Bool, output: [UInt8], errors: String) {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    do {
      let result = try await Subprocess.run(
        .name(program.name), arguments: Arguments(arguments),
        environment: .custom(["PATH": path, "HOME": scratch + "/home"]),
        workingDirectory: Builder.folder(scratch + "/tree"), output: .bytes(limit: 256 << 20),
        error: .string(limit: 1 << 20))
      return (
        result.terminationStatus.isSuccess, result.standardOutput, result.standardError
      )
    } catch {
      throw BotError(
        "\(program.name) could not be run: \(error)", remedy: "install kubectl or kustomize")
    }
  }

  /// A path in whatever type the module that names paths has on this platform.
  private static func folder<Path: ExpressibleByStringLiteral>(_ path: String) -> Path
  where Path.StringLiteralType == String { Path(stringLiteral: path) }
}
