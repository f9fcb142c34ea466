public import YAML

/// Whether a Secret stands in one document of a file.
struct SecretSearch {
  /// A part of the document's text that may be shown: a key, or a key with a value that is none of the
  /// Secret's own.
  struct Shown {
    /// The offset of the key.
    let start: Int
    let keyEnd: Int
    /// The end of the value; nil where it may not be shown.
    let end: Int?
  }

  /// What tells whether a map is a Secret, its merge keys followed.
  private struct Facts {
    var kind: String?
    /// Whether it is an object and not a reference to one.
    var hasContent = false
  }

  private(set) var isFound = false
  /// In the order of the text; without a key the document could not be read.
  private(set) var shown: [Shown] = []
  /// What the anchored nodes tell, by their number.
  private var anchored: [Int: Facts] = [:]
  private var anchors = 0

  /// Finds nothing.
  init() {}

  /// Looks through the text of a document.
  init(of bytes: [UInt8]) {
    guard Self.isPossible(in: bytes) else { return }
    guard let stream = try? YAMLStream(bytes) else {
      isFound = SecretWords.stand(in: bytes)
      return
    }
    for document in stream.documents {
      let facts = visit(document, as: .object)
      if document.scalar == nil, let facts, isSecret(facts, in: .object) { isFound = true }
    }
    if !isFound { shown = [] }
  }

  /// Whether there can be a Secret in `bytes`; in quotes its name may be written with escapes, and the target of a
  /// patch may be a pattern.
  static func isPossible(in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      let search = ByteSearch(bytes)
      return search.contains("ecret") || search.contains("stringData") || search.contains("\\")
        || (search.contains("target") && search.contains("patch"))
    }
  }

  // MARK: - Nodes

  /// What a node is to whoever is given the document.
  fileprivate enum Role {
    /// An object of a cluster's.
    case object
    /// The metadata of one.
    case metadata
    /// The elements of a list object.
    case items
    case other
  }

  /// Goes through a node with everything in it, each once and in the order of the text, as anchors are
  /// counted; of a map it tells what it may be.
  private mutating func visit(_ node: YAMLNode, as role: Role) -> Facts? {
    if case .alias(let number) = node.kind { return anchored[number] }
    let number = node.anchor == nil ? nil : anchors
    if number != nil { anchors += 1 }
    var facts: Facts?
    switch node.kind {
    case .alias: break
    case .scalar(let scalar):
      if SecretWords.stand(in: scalar.text) { isFound = true }
      facts = Facts(kind: scalar.text)
    case .list(let elements): visit(elements, as: role == .items ? .object : .other)
    case .map(let members): facts = visit(members, as: role)
    }
    if let number { anchored[number] = facts }
    return facts
  }

  private mutating func visit(_ elements: [YAMLNode], as role: Role) {
    for element in elements {
      let facts = visit(element, as: role)
      if element.scalar == nil, let facts, isSecret(facts, in: role) { isFound = true }
    }
  }

  private mutating func visit(
    _ members: [(key: YAMLNode, value: YAMLNode)], as role: Role
  ) -> Facts {
    var facts = Facts()
    var merged = Facts()
    var target: Facts?
    var patch: String?
    var hasLiterals = false
    for (key, value) in members {
      let named = visit(key, as: .other)
      // A key may be an alias too.
      let name = key.scalar?.text ?? named?.kind ?? ""
      note(key, name, value, in: role)
      let found = visit(value, as: role.member(name))
      switch name {
      case "kind": facts.kind = found?.kind
      case "data", "metadata": facts.hasContent = true
      case "stringData": isFound = true
      case "secretGenerator": if Self.hasLiterals(value) { isFound = true }
      case "literals": hasLiterals = true
      case "target": target = found
      case "patch": patch = value.scalar?.text ?? "data"
      case "<<": merge(value, found, into: &merged)
      default: break
      }
    }
    facts.kind = facts.kind ?? merged.kind
    facts.hasContent = facts.hasContent || merged.hasContent
    if isSecret(facts, in: role) || (patch.map { Self.mayPatchSecret($0, target) } == true)
      || (hasLiterals && facts.kind == "SecretGenerator")
    {
      isFound = true
    }
    return facts
  }

  /// Whether a patch may be one of a Secret: kustomize takes the kind of its target for a regular expression, and
  /// any object for the target where there is none.
  private static func mayPatchSecret(_ patch: String, _ target: Facts?) -> Bool {
    guard let target else { return false }
    guard let kind = target.kind, !kind.isEmpty else { return patch.contains("data") }
    return isSecretPattern(kind)
  }

  /// Whether a target of that kind may be a Secret.
  static func isSecretPattern(_ kind: String) -> Bool {
    kind.contains("Secret") || !kind.utf8.allSatisfy { $0.isWord }
  }

  private func merge(_ value: YAMLNode, _ found: Facts?, into merged: inout Facts) {
    let targets =
      value.elements?.compactMap { element in
        if case .alias(let number) = element.kind { anchored[number] } else { nil }
      } ?? [found].compactMap { $0 }
    for facts in targets {
      merged.kind = merged.kind ?? facts.kind
      merged.hasContent = merged.hasContent || facts.hasContent
    }
  }

  /// Whether that is a Secret; within another object a map of that kind may be a reference to one.
  private func isSecret(_ facts: Facts, in role: Role) -> Bool {
    guard let kind = facts.kind?.filter({ !$0.isWhitespace }).lowercased() else { return false }
    return (kind == "secret" || kind == "secretlist") && (role == .object || facts.hasContent)
  }

  /// Whether a list of generators has values in it; what an alias stands for is not looked at.
  private static func hasLiterals(_ generators: YAMLNode) -> Bool {
    guard let elements = generators.elements else { return generators.scalar == nil }
    return elements.contains { generator in
      guard let members = generator.members else { return true }
      return members.contains { ["literals", "<<"].contains($0.key.scalar?.text) }
    }
  }

  // MARK: - What may be shown

  /// Notes the key, and the value too where it says which object this is.
  private mutating func note(_ key: YAMLNode, _ name: String, _ value: YAMLNode, in role: Role) {
    guard let extent = key.scalar?.extent, key.scalar?.style.isBlock == false else { return }
    let identifies =
      switch role {
      case .object: ["apiVersion", "kind", "type"].contains(name)
      case .metadata: ["name", "namespace"].contains(name)
      case .items, .other: false
      }
    let isShown = identifies && value.scalar.map { Self.isName($0.text) } == true
    let end = isShown ? value.scalar?.extent?.outer.upperBound : nil
    shown.append(Shown(start: extent.outer.lowerBound, keyEnd: extent.outer.upperBound, end: end))
  }

  /// Whether Kubernetes would take a text for the name or the kind of something.
  private static func isName(_ text: String) -> Bool {
    text.utf8.count <= 63 && text.utf8.allSatisfy { $0.isWord || $0 == .dot || $0 == 0x2F }
  }
}

extension SecretSearch.Role {
  /// What the member of that name is.
  fileprivate func member(_ name: String) -> Self {
    switch (self, name) {
    case (.object, "metadata"): .metadata
    case (.object, "items"): .items
    default: .other
    }
  }
}

extension ManifestTree {
  /// Whether a kustomization puts the file at `path` into a Secret, or patches one with it, so that all of
  /// it counts as secret.
  ///
  /// Kustomizations are looked for in the file's folder and those above it: kustomize reads no others
  /// without being told to.
  public func isSecretFile(_ path: String) -> Bool {
    var folder = path
    while !folder.isEmpty {
      folder = RepositoryPath.folder(of: folder)
      for name in KustomizeBuild.fileNames where hasFile(named: name, in: folder) {
        let content = content(RepositoryPath.path(of: name, in: folder))
        let isListed = content?.kustomization?.entries.contains { entry in
          entry.role.isOfSecret && RepositoryPath.joined(folder, entry.text) == path
        }
        if isListed == true { return true }
      }
    }
    return false
  }
}

extension KustomizeBuild.Role {
  /// Whether the file becomes part of a Secret.
  fileprivate var isOfSecret: Bool {
    switch self {
    case .generated(let kind, _): kind == "Secret"
    case .patch(let kind, _): kind.map(SecretSearch.isSecretPattern) == true
    case .kustomization, .resource: false
    }
  }
}

/// A value in the `data` of a Secret, which is base64 text.
public struct SecretValue: Hashable, Sendable {
  /// The key under `data`.
  public let key: String
  /// The text that it decodes to.
  public let text: String
  /// Where the encoded value starts.
  public let position: TextPosition

  /// The values in the Secrets of a YAML file that decode to text.
  ///
  /// - Parameter bytes: the file; one that is no YAML has none.
  /// - Returns: the values in the order of the file.
  public static func all(in bytes: [UInt8]) -> [SecretValue] {
    guard let stream = try? YAMLStream(bytes) else { return [] }
    return stream.documents.filter { $0["kind"]?.scalar?.text == "Secret" }.flatMap { secret in
      (secret["data"]?.members ?? []).compactMap { key, value in
        guard let key = key.scalar?.text, let encoded = value.scalar?.text,
          let text = encoded.base64Decoded
        else { return nil }
        return SecretValue(key: key, text: text, position: value.position)
      }
    }
  }
}
