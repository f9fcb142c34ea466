internal import Flux
internal import Git
internal import YAML

/// Makes what is shown of objects, and compares them with those of another tree.
struct PreviewObjects {
  /// What tells an object from others that a Kustomization applies.
  private struct Key: Hashable {
    let group: String
    let kind: String
    let namespace: String?
    let name: String

    init(_ identity: ResourceIdentity) {
      (group, kind) = (identity.group, identity.kind)
      (namespace, name) = (identity.namespace, identity.name)
    }
  }

  let repository: Repository

  /// The objects as they are applied.
  func shown(_ objects: [AppliedObject]) -> [PreviewedObject] {
    objects.map { PreviewedObject($0, change: nil, patch: []) }
  }

  /// The objects of both trees, those that only the earlier one has last.
  ///
  /// - Parameters:
  ///   - old: What was applied.
  ///   - new: What is applied.
  ///   - prunes: Whether Flux deletes what is no longer applied.
  ///   - folder: The folder of the files in patches.
  /// - Returns: The objects, each with its change.
  /// - Throws: BotError when texts cannot be compared.
  func compared(
    _ old: [AppliedObject], _ new: [AppliedObject], prunes: Bool, in folder: String
  ) throws(BotError) -> [PreviewedObject] {
    var earlier: [Key: AppliedObject] = [:]
    for object in old { earlier[Key(object.identity)] = object }
    var result: [PreviewedObject] = []
    var pairs: [(old: AppliedObject?, new: AppliedObject?)] = []
    for object in new {
      let before = earlier.removeValue(forKey: Key(object.identity))
      guard before?.value != object.value else {
        result.append(PreviewedObject(object, change: .unchanged, patch: []))
        continue
      }
      pairs.append((before, object))
    }
    for object in old where earlier.removeValue(forKey: Key(object.identity)) != nil {
      pairs.append((object, nil))
    }
    for (pair, patch) in zip(pairs, try patches(of: pairs, in: folder)) {
      if let object = pair.new {
        let change: PreviewedObject.Change = pair.old == nil ? .created : .changed
        result.append(PreviewedObject(object, change: change, patch: patch))
      } else if let object = pair.old {
        let change: PreviewedObject.Change = prunes && object.isPruned ? .deleted : .kept
        result.append(PreviewedObject(object, change: change, patch: patch))
      }
    }
    return result
  }

  /// A patch for each pair, whose file is named after the object.
  private func patches(
    of pairs: [(old: AppliedObject?, new: AppliedObject?)], in folder: String
  ) throws(BotError) -> [[UInt8]] {
    var names: [String] = []
    var used: Set<String> = []
    for pair in pairs {
      let name = (pair.new ?? pair.old).map { "\(folder)/\(Self.fileName($0.identity))" } ?? folder
      var (free, number) = (name, 1)
      while !used.insert(free).inserted {
        number += 1
        free = "\(name)-\(number)"
      }
      names.append(free + ".yaml")
    }
    func tree(
      _ side: ((old: AppliedObject?, new: AppliedObject?)) -> AppliedObject?
    ) throws(BotError) -> ObjectID {
      let files = zip(names, pairs).compactMap { name, pair in
        side(pair).map { (path: name, bytes: $0.document) }
      }
      return try repository.tree(.emptyTree, setting: files)
    }
    let (before, after) = (try tree(\.old), try tree(\.new))
    let parts = try git("comparing") { () throws(GitError) in
      try repository.diff(from: before, to: after, findsRenames: false).patches()
    }
    let shown = ShownPatches(from: before, to: after, in: repository)
    var byName: [String: [UInt8]] = [:]
    for part in parts {
      byName[part.newPath] = try shown.bytes(of: part)
    }
    return names.map { byName[$0] ?? [] }
  }

  /// A name that every folder may hold.
  static func fileName(_ text: String) -> String {
    let name = text.unicodeScalars.map { scalar in
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || "0123456789-._".unicodeScalars.contains(scalar))
      return isPlain ? Character(scalar) : "_"
    }.prefix(200)
    guard let first = name.first, first != "." else { return "_" + String(name) }
    return String(name)
  }

  private static func fileName(_ identity: ResourceIdentity) -> String {
    fileName(
      [identity.kind, identity.namespace ?? "", identity.name].filter { !$0.isEmpty }
        .joined(separator: "."))
  }
}

extension AppliedObject {
  /// What is applied as a YAML document, its encrypted texts left out.
  fileprivate var document: [UInt8] {
    Array((yaml(of: value["sops"] == nil ? value : value.withoutEncryptedTexts)).utf8)
  }

  /// Whether Flux deletes it once it is no longer applied.
  ///
  /// Source: https://fluxcd.io/flux/components/kustomize/kustomizations/#prune.
  fileprivate var isPruned: Bool {
    !["labels", "annotations"].contains {
      value["metadata", $0, FluxKustomization.group + "/prune"] == .string("disabled")
    }
  }
}

extension PreviewedObject {
  fileprivate init(_ object: AppliedObject, change: Change?, patch: [UInt8]) {
    let identity = object.identity
    self.init(
      apiVersion: identity.group.isEmpty
        ? identity.version : "\(identity.group)/\(identity.version)",
      kind: identity.kind, namespace: identity.namespace, name: identity.name,
      file: object.place?.file, line: object.place?.position?.line, change: change,
      text: SecretLines(of: object.document).withheld, patch: patch)
  }
}

extension Value {
  /// This value without what SOPS encrypted, which Flux would decrypt.
  fileprivate var withoutEncryptedTexts: Value {
    switch self {
    case .map(let members):
      .map(
        Dictionary(
          uniqueKeysWithValues: members.map { key, value in
            (key, key == "sops" ? .string(SecretLines.mark) : value.withoutEncryptedTexts)
          }))
    case .list(let elements): .list(elements.map(\.withoutEncryptedTexts))
    case .string(let text) where text.hasPrefix("ENC["): .string(SecretLines.mark)
    default: self
    }
  }
}
