import Flux
import YAML

/// Takes back what stands no longer, and what an earlier version of the bot wired wrongly: `$${NAME}` in the place of a variable that the
/// Kustomization has from a patch or through an alias, a `substituteFrom` that a patch replaces, and patches of
/// generated ConfigMaps without their namespace, which fit nothing.
///
/// Only what the bot itself wrote: the lock says which Kustomizations it wired, and the recorded rendering what the
/// files were before.
struct WiringRepair {
  /// The files that are put right.
  private(set) var files: ExactMap<[UInt8]> = [:]
  /// What was wired in vain, as the lock has it.
  private(set) var undone: Set<String> = []

  init(
    _ tree: any ManifestTree, _ before: AppliedTree, _ configuration: WiringConfiguration,
    earlier: WiredPieces, rendered: (any ManifestTree)?
  ) {
    let earlier = earlier.all
    guard !earlier.isEmpty else { return }
    let reader = ManifestReader(tree)
    for identifier in earlier { nameNamespaces(of: identifier, reader) }
    for place in configuration.places where place.standing == .left {
      unlist(place.path, earlier, reader)
    }
    files = reader.changed
    guard let rendered else { return }
    let names = Set(configuration.places.map(\.variablesName))
    let members = WiringCluster.all(before, reader).flatMap(\.members)
    for member in members where earlier.contains("substituteFrom:" + member.identifier) {
      removeReplacedSource(of: member, names, reader, rendered)
    }
    for (path, variables) in Self.variables(of: members, earlier) {
      unescape(path, variables, reader, rendered)
    }
    files = reader.changed
  }

  /// Takes the ConfigMap of an environment that has left, with its file, from the lists in which the bot put it.
  private func unlist(_ path: String, _ earlier: Set<String>, _ reader: ManifestReader) {
    guard !path.isEmpty, reader.bytes(path) == nil else { return }
    for piece in earlier {
      guard let listed = ListedFile(piece), listed.path == path,
        let stream = reader.stream(listed.listing), let root = stream.documents.first,
        let index = root["resources"]?.elements?.firstIndex(where: { $0.text == listed.entry }),
        let edited = YAMLRemoval(stream).removing(item: index, of: "resources", in: root)
      else { continue }
      reader.set(listed.listing, to: edited.bytes)
    }
  }

  /// The variables besides ours that every Kustomization has which applies a file, of those files that the bot may
  /// have escaped in.
  private static func variables(
    of members: [WiringCluster.Member], _ earlier: Set<String>
  ) -> [String: Set<String>] {
    var found: [String: Set<String>] = [:]
    var wired: Set<String> = []
    for member in members {
      let variables = member.applied.variables
      let names = Set(variables.known.keys).union(variables.unknown)
        .filter { !DollarRun.isOurs($0) }
      let isWired = earlier.contains("substituteFrom:" + member.identifier)
      for file in member.marked {
        found[file.path] = found[file.path]?.intersection(names) ?? names
        if isWired { wired.insert(file.path) }
      }
    }
    return found.filter { wired.contains($0.key) && !$0.value.isEmpty }
  }

  private mutating func removeReplacedSource(
    of member: WiringCluster.Member, _ names: Set<String>, _ reader: ManifestReader,
    _ rendered: any ManifestTree
  ) {
    let isEmitted = member.spec.substituteFrom.contains { names.contains($0.name) }
    guard !isEmitted, let written = member.written,
      let index = written.substituteFrom.firstIndex(where: { names.contains($0.name) }),
      let stream = reader.stream(written.file), stream.documents.indices.contains(written.document)
    else { return }
    undone.insert("substituteFrom:" + member.identifier)
    let source = written.substituteFrom[index]
    if let original = rendered.file(written.file), let old = try? YAMLStream(original) {
      let item = Value.map(["kind": .string("ConfigMap"), "name": .string(source.name)])
      let added = YAMLAddition(old).appending(
        item, to: ["spec", "postBuild", "substituteFrom"], inDocument: written.document)
      if added == stream.bytes { return reader.set(written.file, to: original) }
    }
    let postBuild = stream.documents[written.document].node("spec", "postBuild")
    let removed = postBuild.flatMap {
      YAMLRemoval(stream).removing(item: index, of: "substituteFrom", in: $0)
    }
    if let removed { reader.set(written.file, to: removed.bytes) }
  }

  /// Takes the second `$` from each variable of a file that the rendering has without one.
  private func unescape(
    _ path: String, _ variables: Set<String>, _ reader: ManifestReader,
    _ rendered: any ManifestTree
  ) {
    guard reader.marks(path).contains(.variable), let stream = reader.stream(path),
      let original = rendered.file(path)
    else { return }
    let was = DollarRun.all(in: original, original.indices)
    let escaped = variables.filter { name in
      let runs = was.filter { $0.brace?.name == name }
      return !runs.isEmpty && runs.allSatisfy { $0.range.count == 1 }
    }
    guard !escaped.isEmpty else { return }
    let edited = ScalarRewriting.apply(
      { _, _, bytes, range in
        DollarRun.all(in: bytes, range).filter {
          $0.range.count == 2 && escaped.contains($0.brace?.name ?? "")
        }.map { ByteEdit(range: $0.range.lowerBound..<$0.range.lowerBound + 1, replacement: []) }
      }, to: stream)
    if let edited { reader.set(path, to: edited.bytes) }
  }

  /// Names the namespaces in the patch of a generated ConfigMap that has some; the lock knows it by `identifier`.
  private func nameNamespaces(of identifier: String, _ reader: ManifestReader) {
    let parts = identifier.split(separator: ":").map(String.init)
    guard parts.count == 3, parts[0] == "patched", parts[2].hasPrefix("ConfigMap/") else { return }
    let name = String(parts[2].dropFirst("ConfigMap/".count))
    let path = ManifestReader.path(
      RepositoryPath.folder(of: parts[1]), Protection.patchName)
    let generators = reader.stream(parts[1])?.documents.first?["configMapGenerator"]?.elements
    let namespaces = (generators ?? []).filter { $0["name"]?.text == name }.map {
      $0["namespace"]?.text
    }
    guard !namespaces.isEmpty, !namespaces.contains(nil), let stream = reader.stream(path) else {
      return
    }
    var patches: [Value] = []
    var isChanged = false
    for root in stream.documents {
      // What else somebody wrote there is left to them.
      guard let metadata = root["metadata"], root.isSubstitutionDisabled,
        let version = root["apiVersion"]?.text, let kind = root["kind"]?.text,
        root.members?.count == 3, metadata["annotations"]?.members?.count == 1
      else { return }
      var texts = metadata.texts.mapValues(Value.string)
      guard kind == "ConfigMap", metadata["name"]?.text == name, texts["namespace"] == nil else {
        patches.append(SubstitutionMark.patch(version, kind, texts))
        continue
      }
      isChanged = true
      for namespace in namespaces.compactMap(\.self) {
        texts["namespace"] = .string(namespace)
        patches.append(SubstitutionMark.patch(version, kind, texts))
      }
    }
    guard isChanged else { return }
    reader.set(path, to: Array(patches.map { yaml(of: $0) }.joined(separator: "---\n").utf8))
  }
}
