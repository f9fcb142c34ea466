import Findings
import Flux
import YAML

extension Protection {
  /// Keeps Flux from substituting in the ConfigMaps that a kustomization generates.
  ///
  /// What goes into Secrets is base64 by the time that Flux looks for variables.
  func protectGenerated(by use: Use, _ log: inout WiringLog) {
    let path = use.file.path
    let count = wiring.reader.stream(path)?.documents.first?["configMapGenerator"]?.elements?.count
    for index in 0..<(count ?? 0) {
      // What is written for one moves the others.
      guard let stream = wiring.reader.stream(path),
        let node = stream.documents.first?["configMapGenerator"]?.elements?[index]
      else { return }
      protect(GeneratedConfigMap(node, in: path, self), of: use, stream, &log)
    }
  }

  private func protect(
    _ generated: GeneratedConfigMap, of use: Use, _ stream: YAMLStream, _ log: inout WiringLog
  ) {
    let runs = generated.runs
    let isEncrypted =
      !use.scope.isOwners && generated.files.contains { $0.bytes.contains("ENC[") }
    guard isEncrypted || runs.contains(where: use.scope.isHazard) else {
      // Once Flux substitutes, a default is no hazard any more; what was patched stays known.
      let identifier = identifier(generated.target, in: use.file.path)
      let isPresent =
        log.wasWired(identifier) || isPatched(generated.target, in: use.file.path)
      log.ensure(identifier, isPresent: isPresent) { _ in false }
      return
    }
    guard runs.contains(where: use.scope.isReference) else {
      var metadata = ["name": Value.string(generated.target.name)]
      metadata["namespace"] = generated.target.namespace.map(Value.string)
      let object = object("v1", generated.target.kind, metadata)
      patch(object, generated.target, in: use.file.path, use, &log)
      return
    }
    escape(generated, of: use, stream, &log)
  }

  /// Doubles each `$` that Flux would take for its own in the files and literals of a generator.
  private func escape(
    _ generated: GeneratedConfigMap, of use: Use, _ stream: YAMLStream, _ log: inout WiringLog
  ) {
    for file in generated.files {
      let edits = use.scope.escapes(in: file.bytes, file.bytes.indices)
      guard !edits.isEmpty else { continue }
      wiring.reader.set(file.path, to: file.bytes.applying(edits))
      log.report(
        Finding(
          .substitutionProtected, .note, path: file.path,
          "the file has $ doubled where it is no variable of Flux, since "
            + "ConfigMap \(generated.target.name) is generated from it and from references",
          remedy: "nothing has to be done"))
    }
    let literals = generated.literals.filter { isInDanger($0, use) }.map(\.start)
    if !literals.isEmpty { escape(scalars: Set(literals), of: use, stream, &log) }
  }
}

/// An entry of `configMapGenerator`, with what goes into the data.
private struct GeneratedConfigMap {
  struct File {
    let path: String
    let bytes: [UInt8]
  }

  let target: PatchTarget
  let literals: [YAMLNode]
  /// The files that are text.
  let files: [File]

  init(_ node: YAMLNode, in listing: String, _ protection: Protection) {
    target = PatchTarget(
      kind: "ConfigMap", name: node["name"]?.text ?? "", namespace: node["namespace"]?.text)
    literals = node["literals"]?.elements ?? []
    let sources =
      (node["files"]?.elements ?? []) + (node["envs"]?.elements ?? [])
      + (node["env"].map { [$0] } ?? [])
    let folder = RepositoryPath.folder(of: listing)
    let reader = protection.wiring.reader
    files = sources.compactMap { source in
      guard let text = source.text else { return nil }
      // `key=path` names the key under which the file goes.
      let path = text.split(separator: "=", maxSplits: 1).last.map(String.init) ?? text
      guard let joined = RepositoryPath.joined(folder, path),
        let bytes = reader.readableBytes(joined),
        String(validating: bytes, as: UTF8.self) != nil
      else { return nil }
      return File(path: joined, bytes: bytes)
    }
  }

  /// All `$` of it.
  var runs: [DollarRun] {
    files.flatMap { DollarRun.all(in: $0.bytes, $0.bytes.indices) }
      + literals.flatMap { DollarRun.all(in: $0.scalar?.text ?? "") }
  }
}
