import Flux
import YAML

/// The texts of a file in which Flux would look for variables.
struct SubstitutedFile {
  /// A scalar with a `$`.
  struct Text {
    let text: String
    /// How it is written; nil where it is part of a text that becomes manifests only later.
    let style: YAMLNode.Style?
    let runs: [PlacedRun]
    /// Whether a Flux Kustomization hands it on to its own objects.
    let isHandedOn: Bool
  }

  /// A document of the file.
  struct Part {
    /// `Kind/name` of the object.
    let object: String
    let texts: [Text]
  }

  let positions: TextPositions
  let parts: [Part]

  /// The objects of a file that Flux substitutes in; encrypted ones are not known.
  init(objectsOf stream: YAMLStream) {
    positions = TextPositions(stream.bytes)
    parts = stream.documents.compactMap { root in
      guard !root.isEncrypted else { return nil }
      let isKustomization = root.isObject(FluxKustomization.group, "Kustomization")
      return Part(
        object: root.objectName,
        texts: Self.texts(of: root, stream.bytes) { path in
          isKustomization && (path == ["spec", "patches"] || path == ["spec", "postBuild"])
        })
    }
  }

  /// What a kustomization hands on, as lines of a patch or of a generated object.
  init(kustomization stream: YAMLStream) {
    positions = TextPositions(stream.bytes)
    parts = stream.documents.flatMap { root in
      let others = Self.texts(of: root, stream.bytes) {
        $0 == ["patches"] || $0 == ["patchesStrategicMerge"]
      }
      return [Part(object: "", texts: others.map(\.asPartOfAnother))]
        + Self.patches(of: root, stream.bytes)
    }
  }

  /// The text of a file that becomes part of a generated object.
  init(generatedFrom bytes: [UInt8], _ object: String) {
    positions = TextPositions(bytes)
    let runs = DollarRun.all(in: bytes, 0..<bytes.count).map {
      PlacedRun(
        run: $0, scalarPosition: TextPosition(line: 1, column: 1), offset: $0.range.lowerBound)
    }
    guard let text = String(validating: bytes, as: UTF8.self), !runs.isEmpty else {
      parts = []
      return
    }
    parts = [
      Part(
        object: object, texts: [Text(text: text, style: nil, runs: runs, isHandedOn: false)])
    ]
  }

  /// The patches that a Flux Kustomization makes itself.
  init(patchesOf root: YAMLNode, in stream: YAMLStream) {
    positions = TextPositions(stream.bytes)
    parts = root["spec"].map { Self.patches(of: $0, stream.bytes) } ?? []
  }

  /// The patches that are written into a kustomization, each with the object it is for.
  private static func patches(of root: YAMLNode, _ bytes: [UInt8]) -> [Part] {
    let entries =
      (root["patches"]?.elements ?? []) + (root["patchesStrategicMerge"]?.elements ?? [])
    return entries.map { entry in
      let text = Array((entry["patch"] ?? entry).text?.utf8 ?? "".utf8)
      let named = (try? YAMLStream(text))?.documents.first?.objectName ?? ""
      let texts = texts(of: entry, bytes) { _ in false }
      return Part(
        object: entry["target"]?.targetName ?? named, texts: texts.map(\.asPartOfAnother))
    }
  }

  private static func texts(
    of root: YAMLNode, _ bytes: [UInt8], isHandedOn: ([String]) -> Bool
  ) -> [Text] {
    var texts: [Text] = []
    func add(_ handedOn: Bool) -> (YAMLNode, YAMLNode.Scalar) -> Void {
      { node, scalar in
        let runs = PlacedRun.all(in: scalar, node, of: bytes)
        guard runs.contains(where: \.run.startsVariable) else { return }
        texts.append(
          Text(text: scalar.text, style: scalar.style, runs: runs, isHandedOn: handedOn))
      }
    }
    root.forEachScalar(skipping: isHandedOn, add(false))
    for key in ["patches", "postBuild"] where isHandedOn(["spec", key]) {
      root.node("spec", key)?.forEachScalar(add(true))
    }
    return texts
  }
}

extension SubstitutedFile.Text {
  /// The same as a text that becomes manifests only later.
  fileprivate var asPartOfAnother: Self {
    Self(text: text, style: nil, runs: runs, isHandedOn: isHandedOn)
  }
}

extension YAMLNode {
  /// `Kind/name` of the object that this is.
  var objectName: String {
    (self["kind"]?.text ?? "") + "/" + (node("metadata", "name")?.text ?? "")
  }

  /// `Kind/name` of the object that this target of a patch names; nil where it names no single one.
  var targetName: String? {
    guard let kind = self["kind"]?.text, let name = self["name"]?.text else { return nil }
    return "\(kind)/\(name)"
  }
}

/// The files of builds, each read once, however many builds share it.
struct SubstitutedFiles {
  private let reader: ManifestReader
  private var known: [KustomizeBuild.File: SubstitutedFile?] = [:]

  init(_ reader: ManifestReader) {
    self.reader = reader
  }

  /// The files of a build that hold a `$`, and the patches of the Kustomization itself.
  mutating func all(of member: FluxCluster.Member) -> [(path: String, file: SubstitutedFile)] {
    var files: [(path: String, file: SubstitutedFile)] = []
    for var file in member.marked {
      file.listedIn = nil
      if let read = read(file) { files.append((file.path, read)) }
    }
    let kustomization = member.kustomization
    let stream = reader.keptStream(kustomization.file)
    if let stream, stream.documents.indices.contains(kustomization.document) {
      let root = stream.documents[kustomization.document]
      files.append((kustomization.file, SubstitutedFile(patchesOf: root, in: stream)))
    }
    return files
  }

  private mutating func read(_ file: KustomizeBuild.File) -> SubstitutedFile? {
    guard reader.marks(file.path).contains(.variable) else { return nil }
    if let known = known[file] { return known }
    let read = parsed(file)
    known[file] = .some(read)
    return read
  }

  private func parsed(_ file: KustomizeBuild.File) -> SubstitutedFile? {
    if case .generated(let kind, let name) = file.role {
      return reader.readableBytes(file.path).map {
        SubstitutedFile(generatedFrom: $0, "\(kind)/\(name)")
      }
    }
    guard let stream = reader.stream(file.path) else { return nil }
    return file.role == .kustomization
      ? SubstitutedFile(kustomization: stream) : SubstitutedFile(objectsOf: stream)
  }
}

/// What Flux makes of texts, each found out once: many are one and the same reference.
final class SubstitutedTexts {
  private let variables: [String: String]
  private var known: [String: Result<Value?, SubstitutionError>] = [:]

  init(variables: [String: String]) {
    self.variables = variables
  }

  /// What a text becomes that is a value of its own in a resource; nil where its key is gone too.
  func value(of text: String) throws(SubstitutionError) -> Value? {
    if let known = known[text] { return try known.get() }
    let result = Result { () throws(SubstitutionError) in
      try FluxSubstitution.substituted(
        .map(["value": .string(text)]), variables: variables, isStrict: false)["value"]
    }
    known[text] = result
    return try result.get()
  }
}

/// A run of `$` in a scalar, and where it stands in the file.
struct PlacedRun {
  let run: DollarRun
  /// Where the scalar starts.
  let scalarPosition: TextPosition
  /// The byte of the run; nil where the scalar's text cannot be found again in the file.
  let offset: Int?

  /// The runs of a scalar, in order, read in the file's own bytes.
  static func all(
    in scalar: YAMLNode.Scalar, _ node: YAMLNode, of bytes: [UInt8]
  ) -> [PlacedRun] {
    guard scalar.text.utf8.contains(0x24) else { return [] }
    let runs =
      scalar.extent.map { DollarRun.all(in: bytes, $0.inner) } ?? DollarRun.all(in: scalar.text)
    return runs.map {
      PlacedRun(
        run: $0, scalarPosition: node.position,
        offset: scalar.extent == nil ? nil : $0.range.lowerBound)
    }
  }

  /// The place of the run, or else of its scalar.
  func position(in positions: TextPositions) -> TextPosition {
    offset.map { positions[$0] } ?? scalarPosition
  }
}
