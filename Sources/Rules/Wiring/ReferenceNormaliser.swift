public import Findings
public import Flux
public import YAML

/// Turns references as authors write them into names that Flux can substitute.
///
/// `${infraConfig.storage.bulk.size}` becomes `${infraConfig_storage_bulk_size}`, since Flux takes
/// names of letters, digits and `_` only. A quoted reference that is all of its scalar and means a
/// number or a boolean takes the variable `…_string`, since Flux forgets the quotes. Entries of a
/// HelmRelease's `valuesFrom` that put the nested ConfigMap under one path are removed: Helm never
/// evaluates `${…}`, and a path takes one flat value.
public struct ReferenceNormaliser: Sendable {
  /// A normalised file.
  public struct Result: Sendable {
    /// The file; the bytes given where nothing had to change.
    public var bytes: [UInt8]
    /// References that were left as they are, and entries that could not be removed.
    public var findings: [Finding]
    /// What the bytes of a manifest tell; nil where nothing had to change.
    public var content: FileContent?
  }

  private let values: FlatValues
  private let configMaps: Set<String>

  /// - Parameters:
  ///   - values: the nested values, as `values.yaml` holds them.
  ///   - configMaps: the names of the ConfigMaps that hold `values.yaml`.
  /// - Throws: `FlatNameError` where two paths of the values give one name.
  public init(values: Value, configMaps: Set<String>) throws(FlatNameError) {
    self.values = try FlatValues(values)
    self.configMaps = configMaps
  }

  /// The normalised form of a file.
  ///
  /// Every byte outside the edits stays, and the result was proven by reading it again. Normalising
  /// it once more changes nothing. References in comments stay. Files that are no YAML and
  /// SOPS-encrypted ones stay whole.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - path: its path, for findings.
  ///   - input: how a generator reads the file, which then is text to it, whatever it holds; nil for manifests.
  /// - Returns: the file, and what was left.
  public func normalised(
    _ bytes: [UInt8], path: String, readBy input: GeneratorInput? = nil
  ) -> Result {
    var result = Result(bytes: bytes, findings: [])
    let hasReferences = bytes.contains("{infraConfig.")
    if let input {
      if hasReferences { translate(text: &result, path, input) }
      return result
    }
    guard hasReferences || bytes.contains("valuesFrom") else { return result }
    guard var stream = try? YAMLStream(bytes) else {
      if hasReferences { result.findings.append(Self.unreadable(path)) }
      return result
    }
    guard !stream.documents.contains(where: \.isEncrypted) else {
      if hasReferences { result.findings.append(Self.encrypted(path)) }
      return result
    }
    if hasReferences { translate(&stream, path, &result.findings) }
    removeDeadSources(from: &stream, path, &result.findings)
    guard stream.bytes != bytes else { return result }
    result.bytes = stream.bytes
    let name = RepositoryPath.name(of: path)
    result.content = stream.bytes.withUnsafeBytes { FileContent(of: $0, name: name) }
      .keeping(stream)
    return result
  }
}

extension ReferenceNormaliser {
  private enum Translation {
    case name(String)
    /// The name of a value that there is not, in the place of which a default stands.
    case missing(String, dotted: String)
    case unknown(String)
    case unfit(String)

    /// What is written.
    var name: String? {
      switch self {
      case .name(let name), .missing(let name, _): name
      case .unknown, .unfit: nil
      }
    }
  }

  /// A reference to no value: it stays unless it says what stands in the value's place.
  private func unknown(_ run: DollarRun) -> Translation {
    let dotted = run.brace?.dotted ?? ""
    guard run.brace?.hasDefault == true, let name = flatName(ofReference: dotted) else {
      return .unknown(dotted)
    }
    return .missing(name, dotted: dotted)
  }

  /// What becomes of a reference in the text of one value of a ConfigMap, which is a string for ever.
  private func translation(
    of run: DollarRun, to name: String, asValue text: [UInt8]
  ) -> Translation {
    let isWhole = text.count == run.length && text.first == 0x24
    guard isWhole, let value = values[name] else {
      return values.isPlainText(name) ? .name(name) : .unfit(run.brace?.dotted ?? "")
    }
    switch value {
    case .int, .double, .bool: return .name(name + "_string")
    case .string: return .name(name)
    default: return .unfit(run.brace?.dotted ?? "")
    }
  }

  /// Translates the references in a file that a generator reads.
  private func translate(text result: inout Result, _ path: String, _ input: GeneratorInput) {
    let bytes = result.bytes
    let positions = TextPositions(bytes)
    var edits: [ByteEdit] = []
    for run in DollarRun.all(in: bytes, bytes.indices) where run.isAuthored {
      guard let brace = run.brace else { continue }
      var translation = unknown(run)
      if let name = flatName(ofReference: brace.dotted ?? ""), values[name] != nil {
        let start = input == .file ? 0 : bytes.lineStart(of: run.range.lowerBound)
        let end = input == .file ? bytes.count : bytes.lineEnd(of: run.range.lowerBound)
        let line = bytes[start..<end]
        let value = input == .file ? line : line.drop { $0 != 0x3D }.dropFirst()
        translation = self.translation(of: run, to: name, asValue: Array(value))
      }
      if let name = translation.name {
        edits.append(ByteEdit(range: brace.nameRange, replacement: Array(name.utf8)))
      }
      let found = finding(translation, path, positions[run.range.lowerBound])
      if let found { result.findings.append(found) }
    }
    result.bytes = bytes.applying(edits)
  }

  private func translate(
    _ stream: inout YAMLStream, _ path: String, _ findings: inout [Finding]
  ) {
    let before = stream
    let literals = Set(before.documents.flatMap(\.generatorLiterals))
    let edited = ScalarRewriting.apply(
      { node, scalar, bytes, range in
        edits(of: scalar, isLiteral: literals.contains(node.start), in: bytes, range)
      }, to: before)
    if let edited {
      stream = edited
    } else {
      findings.append(
        Finding(
          .referenceLeft, .error, path: path,
          "a reference is written so that it cannot be translated alone",
          remedy: "write it on one line and without escapes"))
    }
    let positions = TextPositions(before.bytes)
    for document in before.documents {
      document.forEachScalar { node, scalar in
        guard let extent = scalar.extent else { return }
        for run in DollarRun.all(in: before.bytes, extent.inner) where run.isAuthored {
          let position = positions[run.range.lowerBound]
          let isLiteral = literals.contains(node.start)
          let found = finding(
            translation(of: run, in: scalar, isLiteral: isLiteral), path, position)
          if let found { findings.append(found) }
        }
      }
    }
  }

  private func edits(
    of scalar: YAMLNode.Scalar, isLiteral: Bool, in bytes: [UInt8], _ range: Range<Int>
  ) -> [ByteEdit] {
    DollarRun.all(in: bytes, range).compactMap { run in
      guard run.isAuthored, let brace = run.brace,
        let name = translation(of: run, in: scalar, isLiteral: isLiteral).name
      else { return nil }
      return ByteEdit(range: brace.nameRange, replacement: Array(name.utf8))
    }
  }

  private func translation(
    of run: DollarRun, in scalar: YAMLNode.Scalar, isLiteral: Bool
  ) -> Translation {
    let dotted = run.brace?.dotted ?? ""
    guard let name = flatName(ofReference: dotted), let value = values[name] else {
      return unknown(run)
    }
    if isLiteral {
      let text = Array(scalar.text.utf8.drop { $0 != 0x3D }.dropFirst())
      return translation(of: run, to: name, asValue: text)
    }
    let isWhole = scalar.text.utf8.count == run.length && scalar.text.utf8.first == 0x24
    guard isWhole, !scalar.style.isBlock else {
      return values.isPlainText(name) ? .name(name) : .unfit(dotted)
    }
    switch value {
    case .int, .double, .bool: return .name(scalar.style.isQuoted ? name + "_string" : name)
    default: return .name(name)
    }
  }

  private func finding(
    _ translation: Translation, _ path: String, _ position: TextPosition
  ) -> Finding? {
    switch translation {
    case .name: nil
    case .missing(_, let name):
      Finding(
        .referenceUnknown, .warning, path: path, position: position,
        "there is no value \(name), so that its default stands there",
        remedy: "correct the name, or give the value")
    case .unknown(let name):
      Finding(
        .referenceUnknown, .error, path: path, position: position,
        "there is no value \(name)", remedy: "correct the name, or give the value")
    case .unfit(let name):
      Finding(
        .referenceInText, .error, path: path, position: position,
        "\(name) is no plain text and stands within a longer one",
        remedy: "let the reference be the whole value, or name a text or number within it")
    }
  }

  private static func unreadable(_ path: String) -> Finding {
    Finding(
      .referenceLeft, .warning, path: path, "the file holds references and is no YAML",
      remedy: "write the flat names by hand, as in ${infraConfig_cluster_region}")
  }

  private static func encrypted(_ path: String) -> Finding {
    Finding(
      .referenceLeft, .warning, path: path,
      "the file holds references and is encrypted, so that no byte may change",
      remedy: "write the flat names before encrypting it")
  }
}

extension ReferenceNormaliser {
  /// How many entries are removed from one file, which is read again for each.
  private static var mostDeadSources: Int { 100 }

  private func removeDeadSources(
    from stream: inout YAMLStream, _ path: String, _ findings: inout [Finding]
  ) {
    var removed = 0
    while let found = deadSource(in: stream) {
      removed += 1
      let removal = YAMLRemoval(stream)
      guard removed <= Self.mostDeadSources,
        let next = removal.removing(item: found.index, of: "valuesFrom", in: found.spec)
      else {
        findings.append(
          Finding(
            .valuesFromDead, .warning, path: path, position: found.position,
            removed > Self.mostDeadSources
              ? "this entry of valuesFrom cannot work, and more than \(Self.mostDeadSources) before "
                + "it could not either"
              : "this entry of valuesFrom cannot work, and is written so that it cannot be removed "
                + "alone",
            remedy: "remove it; the references need no valuesFrom"))
        return
      }
      stream = next
    }
  }

  private func deadSource(
    in stream: YAMLStream
  ) -> (spec: YAMLNode, index: Int, position: TextPosition)? {
    for root in stream.documents where root.isObject("helm.toolkit.fluxcd.io", "HelmRelease") {
      guard let spec = root["spec"], let elements = spec["valuesFrom"]?.elements else { continue }
      for (index, element) in elements.enumerated() where isDead(element) {
        return (spec, index, element.position)
      }
    }
    return nil
  }

  /// Whether the entry puts all of `values.yaml` under one path.
  ///
  /// Another key of the ConfigMap may hold one flat value, which does work.
  private func isDead(_ source: YAMLNode) -> Bool {
    source["kind"]?.text == "ConfigMap" && source["targetPath"]?.text != nil
      && source["name"]?.text.map(configMaps.contains) == true
      && (source["valuesKey"]?.text ?? "values.yaml") == "values.yaml"
  }
}

extension DollarRun {
  /// Whether this is a reference as authors write it, with dots.
  fileprivate var isAuthored: Bool {
    startsVariable && brace?.dotted?.hasPrefix(FlatValues.prefix + ".") == true
  }

  /// The bytes from the first `$` to the closing brace.
  fileprivate var length: Int { (brace?.end ?? range.upperBound) - range.lowerBound }
}

extension YAMLNode {
  /// Where the literals of this kustomization's generated ConfigMaps start.
  fileprivate var generatorLiterals: [Int] {
    guard self["kind"]?.text ?? "Kustomization" != "ConfigMap" else { return [] }
    return (self["configMapGenerator"]?.elements ?? []).flatMap { generator in
      (generator["literals"]?.elements ?? []).map(\.start)
    }
  }

  /// Whether SOPS has encrypted this document, so that any edit would break its checksum.
  var isEncrypted: Bool { node("sops", "mac") != nil }
}

/// Edits within the scalars of a YAML file, proven by reading the result.
///
/// An edit replaces bytes that stand in the file as they stand in the scalar's text, whatever its
/// quotes, so that the same rule applied to both must give the same.
struct ScalarRewriting {
  /// The edits of some bytes within a range.
  typealias Rule = (YAMLNode, YAMLNode.Scalar, [UInt8], Range<Int>) -> [ByteEdit]

  /// `stream`'s file with `rule` applied to the scalars of one document or of all.
  ///
  /// - Parameters:
  ///   - rule: the edits of a scalar in its file, and of its text.
  ///   - stream: the file.
  ///   - documents: the numbers of the documents; nil for all.
  /// - Returns: the file as it was read again, the same where nothing is to do; nil where an edit would
  ///   do more or less than it should.
  static func apply(
    _ rule: Rule, to stream: YAMLStream, documents: Set<Int>? = nil
  ) -> YAMLStream? {
    var edits: [ByteEdit] = []
    var texts: [[UInt8]] = []
    for (index, document) in stream.documents.enumerated() {
      let isWanted = documents?.contains(index) ?? true
      document.forEachScalar { node, scalar in
        let text = Array(scalar.text.utf8)
        guard isWanted, text.contains(0x24) else { return texts.append(text) }
        if let extent = scalar.extent { edits += rule(node, scalar, stream.bytes, extent.inner) }
        texts.append(text.applying(rule(node, scalar, text, 0..<text.count)))
      }
    }
    guard let after = try? YAMLStream(stream.bytes.applying(edits)) else { return nil }
    var next = texts.makeIterator()
    let wanted = stream.events.map { event in
      guard case .scalar = event.kind else { return event }
      var event = event
      event.text = next.next() ?? []
      return event
    }
    return after.events == wanted ? after : nil
  }
}
