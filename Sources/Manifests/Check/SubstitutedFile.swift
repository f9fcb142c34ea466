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
