import Findings
import Flux
import YAML

extension Protection {
  private var reader: ManifestReader { wiring.reader }

  /// The file with patches that make Flux leave objects alone.
  private static let patchName = "substitute-disabled.yaml"

  /// Makes Flux leave an encrypted object alone, of which no byte may change.
  ///
  /// Flux decrypts first and substitutes then, so that nobody sees here whether it would do harm.
  func patch(_ part: Part, _ log: inout WiringLog) {
    var metadata: [String: Value] = ["name": .string(part.name)]
    metadata["namespace"] = part.namespace.map(Value.string)
    let object = object(part.apiVersion, part.kind, metadata)
    if let listing = part.use.file.listedIn {
      if patch(object, part.kind, part.name, in: listing, part.use, &log) {
        log.report(note(part, "is left alone by substitution through a patch"))
      }
      return
    }
    for index in part.use.members { patchThroughFlux(object, part, index, &log) }
  }

  /// Makes Flux leave generated objects alone whose files hold `$` or are encrypted.
  func protectGenerated(_ log: inout WiringLog) {
    for use in uses {
      guard case .generated(let kind, let name) = use.file.role, let listing = use.file.listedIn,
        let bytes = reader.bytes(use.file.path), String(validating: bytes, as: UTF8.self) != nil
      else { continue }
      let runs = DollarRun.all(in: bytes, 0..<bytes.count)
      guard bytes.contains("ENC[") || runs.contains(where: use.scope.isHazard) else {
        // Once Flux substitutes, a default is no hazard any more; what was patched stays known.
        let identifier = identifier(kind, name, in: listing)
        log.ensure(identifier, isPresent: log.earlier.contains(identifier)) { _ in false }
        continue
      }
      if runs.contains(where: use.scope.isReference) {
        log.report(
          Finding(
            .substitutionHazard, .warning, path: use.file.path,
            "\(kind) \(name) is generated from references and from $ that is no variable of Flux",
            remedy: "write $$ where a $ is meant"))
      } else {
        let object = object("v1", kind, ["name": .string(name)])
        patch(object, kind, name, in: listing, use, &log)
      }
    }
  }

  private func object(_ version: String, _ kind: String, _ metadata: [String: Value]) -> Value {
    var metadata = metadata
    metadata["annotations"] = .map([SubstitutionMark.key: .string(SubstitutionMark.value)])
    return .map([
      "apiVersion": .string(version), "kind": .string(kind), "metadata": .map(metadata),
    ])
  }
}

extension Protection {
  /// Adds a patch to the kustomization that lists the object.
  ///
  /// - Returns: whether it was added now.
  @discardableResult
  private func patch(
    _ object: Value, _ kind: String, _ name: String, in listing: String, _ use: Use,
    _ log: inout WiringLog
  ) -> Bool {
    let path = ManifestReader.path(RepositoryPath.folder(of: listing), Self.patchName)
    var isAdded = false
    let isPresent =
      holds(path, kind, name)
      || use.members.allSatisfy { isPatched(kind, name, by: wiring.cluster.members[$0]) }
    log.ensure(identifier(kind, name, in: listing), isPresent: isPresent) { log in
      guard let bytes = listed(Self.patchName, in: listing) else {
        log.report(
          Finding(
            .wiringImpossible, .error, path: listing, "no patch can be added to this file alone",
            remedy: "add a patch that annotates \(kind) \(name) with "
              + "\(SubstitutionMark.key): \(SubstitutionMark.value)"))
        return false
      }
      reader.set(listing, to: bytes)
      let old = reader.bytes(path) ?? []
      let isOpen = old.last.map { !$0.isLineBreak } ?? false
      let separator = old.isEmpty ? "" : (isOpen ? "\n" : "") + "---\n"
      reader.set(path, to: old + Array((separator + yaml(of: object)).utf8))
      isAdded = true
      return true
    }
    return isAdded
  }

  /// The name of a patch in the lock.
  private func identifier(_ kind: String, _ name: String, in listing: String) -> String {
    "patched:\(listing):\(kind)/\(name)"
  }

  /// The kustomization file with a patch listed; nil where it cannot be edited alone.
  ///
  /// Kustomize before 3.0, as in older `kubectl`, knows only `patchesStrategicMerge`, which later
  /// ones still read.
  private func listed(_ name: String, in listing: String) -> [UInt8]? {
    guard let stream = reader.stream(listing), let root = stream.documents.first else { return nil }
    let merged = root["patchesStrategicMerge"]?.elements ?? []
    let patches = root["patches"]?.elements ?? []
    let isListed =
      merged.contains { $0.text == name } || patches.contains { $0["path"]?.text == name }
    if isListed { return stream.bytes }
    let addition = YAMLAddition(stream)
    return patches.isEmpty
      ? addition.appending(.string(name), to: ["patchesStrategicMerge"], inDocument: 0)
      : addition.appending(.map(["path": .string(name)]), to: ["patches"], inDocument: 0)
  }

  /// Patches an object through the Flux Kustomization, where no kustomization file lists it.
  private func patchThroughFlux(
    _ object: Value, _ part: Part, _ index: Int, _ log: inout WiringLog
  ) {
    let member = wiring.cluster.members[index]
    log.ensure(
      "patched:\(member.identifier):\(part.kind)/\(part.name)", isOfCluster: true,
      isPresent: isPatched(part.kind, part.name, by: member)
    ) { log in
      let item = Value.map([
        "patch": .string(yaml(of: object)),
        "target": .map(["kind": .string(part.kind), "name": .string(part.name)]),
      ])
      return wiring.append(item, to: ["spec", "patches"], of: member.kustomization, &log)
    }
  }

  private func holds(_ path: String, _ kind: String, _ name: String) -> Bool {
    reader.stream(path)?.documents.contains { $0.disables(kind, name) } ?? false
  }

  /// Whether a patch of the build, in a file or in the text of a kustomization, has the annotation.
  private func isPatched(
    _ kind: String, _ name: String, by member: FluxCluster.Member
  ) -> Bool {
    var isPatched = false
    for file in member.build.files {
      switch file.role {
      case .patch: isPatched = isPatched || holds(file.path, kind, name)
      case .kustomization:
        let root = reader.stream(file.path)?.documents.first
        isPatched = isPatched || root?.patchTexts(kind, name).isEmpty == false
      case .resource, .generated: break
      }
    }
    let own = reader.keptStream(member.kustomization.file)?.documents ?? []
    guard own.indices.contains(member.kustomization.document) else { return isPatched }
    let spec = own[member.kustomization.document]["spec"]
    return isPatched || spec?.patchTexts(kind, name).isEmpty == false
  }
}

extension YAMLNode {
  /// Whether this makes Flux leave that object alone.
  fileprivate func disables(_ kind: String, _ name: String) -> Bool {
    isSubstitutionDisabled && self["kind"]?.text == kind
      && node("metadata", "name")?.text == name
  }

  /// The patches within this kustomization that make Flux leave that object alone.
  fileprivate func patchTexts(_ kind: String, _ name: String) -> [String] {
    let entries = (self["patches"]?.elements ?? []).compactMap { $0["patch"] }
    let merged = self["patchesStrategicMerge"]?.elements ?? []
    return (entries + merged).compactMap(\.text).filter { text in
      let documents = try? YAMLStream(Array(text.utf8)).documents
      return documents?.contains { $0.disables(kind, name) } ?? false
    }
  }
}
