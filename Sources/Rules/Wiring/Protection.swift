import Findings
import Flux
import YAML

/// Keeps Flux from substituting what is no reference in the objects of wired Kustomizations.
struct Protection {
  /// A file and the wired members that apply it.
  struct Use {
    let file: KustomizeBuild.File
    var members: [Int]
    var scope: SubstitutionScope
  }

  /// An object, or a change of one, in a file.
  struct Part {
    let use: Use
    let document: Int
    let apiVersion: String
    let kind: String
    /// Empty where a patch has any target of its kind.
    let name: String
    let namespace: String?
    let position: TextPosition
    let hasHazards: Bool
    let hasReferences: Bool
    let isEncrypted: Bool
    /// Whether Flux leaves the object alone because of this file.
    let isDisabled: Bool

    /// The name of its annotation in the lock.
    var identifier: String { "disabled:\(use.file.path):\(kind)/\(name)" }

    var isPatch: Bool { if case .patch = use.file.role { true } else { false } }
  }

  let wiring: ClusterWiring
  let uses: [Use]

  init(_ wiring: ClusterWiring, wired: [Int], beside shared: SharedScopes) {
    self.wiring = wiring
    var uses: [KustomizeBuild.File: Use] = [:]
    var scopes: [String: SubstitutionScope] = [:]
    for index in wired {
      let member = wiring.cluster.members[index]
      let scope = wiring.scope(of: member)
      for file in member.marked where Self.matters(file, wiring.reader) {
        scopes[file.path] = scopes[file.path]?.union(scope) ?? scope
        var use = uses[file] ?? Use(file: file, members: [], scope: scope)
        use.members.append(index)
        uses[file] = use
      }
    }
    // One file may be listed by several kustomizations, and gets one treatment.
    self.uses = uses.values.map { use in
      let path = use.file.path
      let scope = shared.scope(of: path, scopes[path] ?? use.scope)
      return Use(file: use.file, members: use.members, scope: scope)
    }
    .sorted { ($0.file.path, $0.file.listedIn ?? "") < ($1.file.path, $1.file.listedIn ?? "") }
  }

  private var reader: ManifestReader { wiring.reader }

  /// Whether Flux may find something in a file that is not meant for it; most have no `$` at all.
  private static func matters(_ file: KustomizeBuild.File, _ reader: ManifestReader) -> Bool {
    switch file.role {
    case .kustomization, .generated: true
    case .resource, .patch:
      !reader.marks(file.path).isDisjoint(with: [.dollar, .encrypted, .substitutionMark])
    }
  }

  /// Protects every object that needs it, and says which.
  func protect(_ log: inout WiringLog) {
    let all = uses.flatMap(self.parts)
    let parts = all.filter { !$0.isDisabled }
    let referring = Referring(parts, wiring, uses)
    // The annotation covers the patches of an object too.
    let bases = parts.filter { !$0.isPatch && $0.hasHazards && !referring.contains($0) }
    let covered = Set((bases + all.filter(\.isDisabled)).flatMap(Referring.keys))
    var done: Set<String> = []
    for part in all where part.isDisabled && !part.isPatch {
      log.ensure(part.identifier, isPresent: true) { _ in false }
    }
    // Where the owner's variables were substituted before, they may be meant in an encrypted object too.
    for part in parts where part.isEncrypted && !part.use.scope.isOwners { patch(part, &log) }
    for part in parts where part.hasHazards && !part.isEncrypted {
      guard done.insert("\(part.use.file.path)#\(part.document)").inserted else { continue }
      let isCovered = Referring.keys(of: part).contains(where: covered.contains)
      if !isCovered { escape(part, &log) } else if !part.isPatch { annotate(part, &log) }
    }
    for use in uses where use.file.role == .kustomization {
      protectGenerated(by: use, &log)
      protectInline(use, covered, &log)
    }
  }

  /// The objects of a file that Flux might change, and those that it leaves alone.
  private func parts(of use: Use) -> [Part] {
    switch use.file.role {
    case .kustomization, .generated: return []
    case .resource, .patch: break
    }
    guard let stream = reader.stream(use.file.path) else { return [] }
    return stream.documents.indices.compactMap { index in
      part(stream.documents[index], index, of: use)
    }
  }

  private func part(_ root: YAMLNode, _ index: Int, of use: Use) -> Part? {
    var (kind, name) = (root["kind"]?.text ?? "", root.node("metadata", "name")?.text ?? "")
    if case .patch(let targetKind, let targetName) = use.file.role {
      kind = targetKind ?? kind
      // kustomize takes the name of a target for a regular expression.
      let isPlain = targetName?.utf8.allSatisfy { $0.isWord } ?? true
      name = isPlain ? targetName ?? name : ""
    } else if kind.isEmpty {
      return nil
    }
    let contents = use.scope.contents(of: root)
    let isEncrypted = root.isEncrypted
    let isDisabled = root.isSubstitutionDisabled
    guard contents.hasHazards || contents.hasReferences || isEncrypted || isDisabled else {
      return nil
    }
    return Part(
      use: use, document: index, apiVersion: root["apiVersion"]?.text ?? "", kind: kind,
      name: name, namespace: root.node("metadata", "namespace")?.text, position: root.position,
      hasHazards: contents.hasHazards, hasReferences: contents.hasReferences,
      isEncrypted: isEncrypted, isDisabled: isDisabled)
  }
}

extension Protection {
  /// Makes Flux leave the object alone.
  func annotate(_ part: Part, _ log: inout WiringLog) {
    let path = part.use.file.path
    log.ensure(part.identifier, isPresent: false) { log in
      let edited = reader.stream(path).flatMap {
        YAMLAddition($0).setting(
          ["metadata", "annotations", SubstitutionMark.key], to: .string(SubstitutionMark.value),
          inDocument: part.document)
      }
      guard let edited else {
        log.report(unprotected(part))
        return false
      }
      reader.set(path, to: edited)
      log.report(
        note(part, "is left alone by substitution, since its own $ is no variable of Flux"))
      return true
    }
  }

  /// Doubles each `$` that Flux would take for its own.
  func escape(_ part: Part, _ log: inout WiringLog) {
    let path = part.use.file.path
    let edited = reader.stream(path).flatMap { stream in
      ScalarRewriting.apply(
        { _, _, bytes, range in part.use.scope.escapes(in: bytes, range) }, to: stream,
        documents: [part.document])
    }
    guard let edited else { return log.report(unprotected(part)) }
    reader.set(path, to: edited.bytes)
    log.report(note(part, "has $ doubled where it is no variable of Flux"))
  }

  /// Doubles each `$` in the patches within a kustomization that Flux would take for its own, and says what else in
  /// the file it would change.
  private func protectInline(_ use: Use, _ covered: Set<String>, _ log: inout WiringLog) {
    guard reader.marks(use.file.path).contains(.dollar),
      let stream = reader.stream(use.file.path), let root = stream.documents.first
    else { return }
    var patches: Set<Int> = []
    for node in root.inlinePatches where isInDanger(node.node, use) {
      let keys = use.members.map { "\($0) \(node.kind)/\(node.name)" }
      if !keys.contains(where: covered.contains) { patches.insert(node.node.start) }
    }
    if !patches.isEmpty { escape(scalars: patches, of: use, stream, &log) }
    let skipped = Set(root.inlinePatches.map(\.node.start))
    root.forEachScalar(skipping: { ["configMapGenerator", "secretGenerator"].contains($0[0]) }) {
      node, scalar in
      guard !skipped.contains(node.start), isInDanger(node, use) else { return }
      log.report(
        Finding(
          .substitutionHazard, .warning, path: use.file.path, position: node.position,
          "Flux would take a $ in this text for a variable of its own",
          remedy: "write $$ where a $ is meant, or move the text into a file of its own"))
    }
  }

  /// Whether a scalar has a `$` that Flux would take for its own.
  func isInDanger(_ node: YAMLNode, _ use: Use) -> Bool {
    DollarRun.all(in: node.scalar?.text ?? "").contains(where: use.scope.isHazard)
  }

  /// Doubles each `$` that Flux would take for its own in the scalars that start there.
  func escape(
    scalars: Set<Int>, of use: Use, _ stream: YAMLStream, _ log: inout WiringLog
  ) {
    let edited = ScalarRewriting.apply(
      { node, _, bytes, range in
        scalars.contains(node.start) ? use.scope.escapes(in: bytes, range) : []
      }, to: stream)
    guard let edited else {
      log.report(
        Finding(
          .substitutionHazard, .error, path: use.file.path,
          "Flux would change $ in this kustomization, and the file cannot be edited safely",
          remedy: "write $$ where a $ is meant"))
      return
    }
    reader.set(use.file.path, to: edited.bytes)
    log.report(
      Finding(
        .substitutionProtected, .note, path: use.file.path,
        "the kustomization has $ doubled where it is no variable of Flux",
        remedy: "nothing has to be done"))
  }

  private func unprotected(_ part: Part) -> Finding {
    Finding(
      .substitutionHazard, .error, path: part.use.file.path, position: part.position,
      "Flux would change $ in \(part.kind) \(part.name), and the file cannot be edited safely",
      remedy: "annotate the object with \(SubstitutionMark.key): \(SubstitutionMark.value)")
  }

  func note(_ part: Part, _ message: String) -> Finding {
    Finding(
      .substitutionProtected, .note, path: part.use.file.path, position: part.position,
      "\(part.kind) \(part.name) \(message)", remedy: "nothing has to be done")
  }
}

extension YAMLNode {
  /// A patch that is a text within a kustomization.
  struct InlinePatch {
    let node: YAMLNode
    /// What it changes; empty where that is not told.
    let kind: String
    let name: String
  }

  /// The patches that this kustomization holds itself.
  fileprivate var inlinePatches: [InlinePatch] {
    let entries = ["patches", "patchesJson6902"].flatMap { self[$0]?.elements ?? [] }
    let found = entries.compactMap { entry in
      entry["patch"].map { InlinePatch($0, target: entry["target"]) }
    }
    let merged = self["patchesStrategicMerge"]?.elements ?? []
    return found
      + merged.filter { $0.scalar?.text.contains("\n") == true }.map {
        InlinePatch($0, target: nil)
      }
  }
}

extension YAMLNode.InlinePatch {
  fileprivate init(_ node: YAMLNode, target: YAMLNode?) {
    let root = (try? YAMLStream(Array((node.scalar?.text ?? "").utf8)))?.documents.first
    let own = root?.node("metadata", "name")?.text
    // kustomize takes the name of a target for a regular expression.
    let isPlain = target?["name"]?.text?.utf8.allSatisfy(\.isWord) ?? true
    self.init(
      node: node, kind: target?["kind"]?.text ?? root?["kind"]?.text ?? "",
      name: isPlain ? target?["name"]?.text ?? own ?? "" : "")
  }
}
