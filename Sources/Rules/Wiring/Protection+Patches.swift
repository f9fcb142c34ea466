import Findings
import Flux
import YAML

extension Protection {
  private var reader: ManifestReader { wiring.reader }

  /// The file with patches that make Flux leave objects alone.
  static let patchName = "substitute-disabled.yaml"

  /// Makes Flux leave an encrypted object alone, of which no byte may change.
  ///
  /// Flux decrypts first and substitutes then, so that nobody sees here whether it would do harm.
  func patch(_ part: Part, _ log: inout WiringLog) {
    var metadata: [String: Value] = ["name": .string(part.name)]
    metadata["namespace"] = part.namespace.map(Value.string)
    let object = object(part.apiVersion, part.kind, metadata)
    if let listing = part.use.file.listedIn {
      let target = PatchTarget(kind: part.kind, name: part.name, namespace: part.namespace)
      if patch(object, target, in: listing, part.use, &log) {
        log.report(note(part, "is left alone by substitution through a patch"))
      }
      return
    }
    for index in part.use.members { patchThroughFlux(object, part, index, &log) }
  }

  func object(_ version: String, _ kind: String, _ metadata: [String: Value]) -> Value {
    SubstitutionMark.patch(version, kind, metadata)
  }
}

/// An object that a patch is for.
struct PatchTarget: Hashable {
  let kind: String
  let name: String
  /// The one that stands where the patch is applied; nil where there is none.
  let namespace: String?

  /// The same without the namespace, which an earlier version left out.
  var bare: PatchTarget { PatchTarget(kind: kind, name: name, namespace: nil) }

  /// Its name in the lock.
  var text: String { kind + "/" + (namespace.map { $0 + "/" } ?? "") + name }
}

extension Protection {
  /// Adds a patch to the kustomization that lists the object.
  ///
  /// - Returns: whether it was added now.
  @discardableResult
  func patch(
    _ object: Value, _ target: PatchTarget, in listing: String, _ use: Use,
    _ log: inout WiringLog
  ) -> Bool {
    let path = ManifestReader.path(RepositoryPath.folder(of: listing), Self.patchName)
    let isPresent =
      holds(path, target)
      || use.members.allSatisfy {
        isPatched(target.kind, target.name, by: wiring.cluster.members[$0])
      }
    let identifier = identifier(target, in: listing)
    // One that an earlier version named without the namespace, and the owner removed.
    let bare = self.identifier(target.bare, in: listing)
    if !isPresent, bare != identifier, log.wasWired(bare) {
      log.keep(bare)
      return false
    }
    var isAdded = false
    log.ensure(identifier, isPresent: isPresent) { log in
      guard let bytes = listed(Self.patchName, in: listing) else {
        log.report(
          Finding(
            .wiringImpossible, .error, path: listing, "no patch can be added to this file alone",
            remedy: "add a patch that annotates \(target.kind) \(target.name) with "
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

  /// Whether the file of patches beside a kustomization has one for an object.
  func isPatched(_ target: PatchTarget, in listing: String) -> Bool {
    holds(ManifestReader.path(RepositoryPath.folder(of: listing), Self.patchName), target)
  }

  /// The name of a patch in the lock.
  func identifier(_ target: PatchTarget, in listing: String) -> String {
    "patched:\(listing):\(target.text)"
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
      var target = ["kind": Value.string(part.kind), "name": .string(part.name)]
      target["namespace"] = part.namespace.map(Value.string)
      let item = Value.map(["patch": .string(yaml(of: object)), "target": .map(target)])
      guard let written = member.written else { return false }
      return wiring.append(item, to: ["spec", "patches"], of: written, &log)
    }
  }

  private func holds(_ path: String, _ target: PatchTarget) -> Bool {
    reader.stream(path)?.documents.contains { $0.disables(target) } ?? false
  }

  private func holds(_ path: String, _ kind: String, _ name: String) -> Bool {
    reader.stream(path)?.documents.contains { $0.disables(kind, name) } ?? false
  }

  /// Whether a patch of the build, in a file or in the text of a kustomization, has the annotation.
  private func isPatched(
    _ kind: String, _ name: String, by member: WiringCluster.Member
  ) -> Bool {
    var isPatched = false
    for file in member.build.files {
      switch file.role {
      case .patch:
        // Ours names the namespace too.
        guard RepositoryPath.name(of: file.path) != Self.patchName else { continue }
        isPatched = isPatched || holds(file.path, kind, name)
      case .kustomization:
        let root = reader.stream(file.path)?.documents.first
        isPatched = isPatched || root?.patchTexts(kind, name).isEmpty == false
      case .resource, .generated: break
      }
    }
    guard let written = member.written,
      let own = reader.keptStream(written.file)?.documents, own.indices.contains(written.document)
    else { return isPatched }
    let spec = own[written.document]["spec"]
    return isPatched || spec?.patchTexts(kind, name).isEmpty == false
  }
}

extension YAMLNode {
  /// Whether this makes Flux leave that object alone.
  fileprivate func disables(_ kind: String, _ name: String) -> Bool {
    isSubstitutionDisabled && self["kind"]?.text == kind
      && node("metadata", "name")?.text == name
  }

  /// The same for an object of that namespace.
  fileprivate func disables(_ target: PatchTarget) -> Bool {
    disables(target.kind, target.name)
      && node("metadata", "namespace")?.text == target.namespace
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
