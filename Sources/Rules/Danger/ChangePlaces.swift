import Flux
import Kustomize
import YAML

/// The changed files, and what of them changes objects of others.
struct ChangePlaces {
  /// A changed kustomization file.
  struct Layer {
    /// Its path after, or before where it has gone.
    let file: String
    let old: YAMLNode?
    let new: YAMLNode?

    /// What a field says on both sides; nil where it says nothing.
    func texts(_ field: String) -> (old: String?, new: String?) {
      (Self.text(old?[field]), Self.text(new?[field]))
    }

    private static func text(_ node: YAMLNode?) -> String? {
      node?.text.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The labels that it adds to selectors too.
    var selectorLabels: (old: [String: String], new: [String: String]) {
      (Self.selectorLabels(of: old), Self.selectorLabels(of: new))
    }

    private static func selectorLabels(of root: YAMLNode?) -> [String: String] {
      (root?["labels"]?.elements ?? []).filter { $0["includeSelectors"]?.text == "true" }
        .compactMap { $0["pairs"]?.texts }
        .reduce(root?["commonLabels"]?.texts ?? [:]) { $0.merging($1) { _, new in new } }
    }

    /// Where a field stands, or where the file starts.
    func position(of field: String) -> TextPosition? {
      new?[field]?.position ?? new?.position ?? old?[field]?.position
    }
  }

  let before: ManifestReader
  let after: ManifestReader
  let files: [ChangedFile]
  /// The new paths of files that are on both sides, by the old ones.
  let pathsAfter: [String: String]
  /// The changed kustomization files, those of the outer folders first.
  let layers: [Layer]

  init(before: ManifestReader, after: ManifestReader, files: [ChangedFile]) {
    self.before = before
    self.after = after
    self.files = files
    pathsAfter = Dictionary(
      files.compactMap { file in file.old.flatMap { old in file.new.map { (old, $0) } } },
      uniquingKeysWith: { first, _ in first })
    layers = files.filter(\.isKustomization).compactMap { file in
      guard let path = file.new ?? file.old else { return nil }
      let old = file.old.flatMap { before.stream($0)?.documents.first }
      let new = file.new.flatMap { after.stream($0)?.documents.first }
      return Layer(file: path, old: old, new: new)
    }
    .sorted { ($0.file.utf8.count, $0.file) < ($1.file.utf8.count, $1.file) }
  }

  /// Where a field of an object stands after the change, or the nearest part that holds it.
  func place(of object: ClusterObject, _ path: [String]) -> SourcePlace {
    let (place, isField) = object.nodePlace(of: path)
    let start = SourcePlace(file: object.file, position: object.place?.position)
    guard let position = place.position else { return start }
    if place.file == object.node.place.file {
      return SourcePlace(file: object.file, position: position)
    }
    guard isField, let text = object.text(of: path) else { return start }
    // A patch has it: of which file is told by what stands there.
    let file = files.lazy.compactMap(\.new).first { holds(text, at: position, of: $0) }
    return file.map { SourcePlace(file: $0, position: position) } ?? start
  }

  private func holds(_ text: String, at position: TextPosition, of file: String) -> Bool {
    guard RepositoryPath.isYAML(file) || file.hasSuffix(".json"),
      let bytes = after.readableBytes(file)
    else { return false }
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard lines.indices.contains(position.line - 1) else { return false }
    let rest = lines[position.line - 1].dropFirst(position.column - 1).drop {
      $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'")
    }
    return rest.starts(with: text.utf8)
  }
}

extension ChangedFile {
  /// Whether it is a kustomization file on one side at least.
  var isKustomization: Bool {
    [old, new].contains { $0.map(RepositoryPath.isKustomization) ?? false }
  }
}
