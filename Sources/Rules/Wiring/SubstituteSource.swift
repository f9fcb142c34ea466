import Flux
import YAML

/// Where a Kustomization has the list of its variables' sources from.
///
/// The list of a custom resource is replaced by a patch, not joined with it. So where a patch of whoever applies the
/// Kustomization sets it, what its own file has is of no effect.
struct SubstituteSource {
  enum Origin {
    /// The file of the Kustomization itself.
    case own(FluxKustomization)
    /// A patch of what applies it, which other Kustomizations may get too.
    case patch(EditablePatch)
    /// Something else.
    case unknown
  }

  private let wiring: ClusterWiring
  private let member: WiringCluster.Member

  init(_ wiring: ClusterWiring, _ member: Int) {
    self.wiring = wiring
    self.member = wiring.cluster.members[member]
  }

  var origin: Origin {
    let emitted = member.spec.substituteFrom.map { SourceName(kind: $0.kind, name: $0.name) }
    let own = member.written?.substituteFrom.map { SourceName(kind: $0.kind ?? "", name: $0.name) }
    let patches = patches()
    // The last one to set it wins. One may set what is written already.
    let setting = patches.last { $0.names == emitted } ?? (emitted == own ? nil : patches.last)
    if let setting { return .patch(setting) }
    guard let written = member.written else { return .unknown }
    return emitted == (own ?? []) || patches.isEmpty && isBeside(own ?? [], emitted)
      ? .own(written) : .unknown
  }

  /// Whether all of the list's own file is in what the cluster has: a patch may add to it.
  private func isBeside(_ own: [SourceName], _ emitted: [SourceName]) -> Bool {
    !own.isEmpty && Set(own).isSubset(of: emitted)
  }

  /// The patches that could set the list, in the order in which they are applied.
  private func patches() -> [EditablePatch] {
    let parent = member.parents.first.map { wiring.cluster.members[$0] }
    var files: [KustomizeBuild.File] = []
    if let parent {
      files = Array(parent.build.files)
    } else if let folder = wiring.cluster.folder {
      files = Array(wiring.reader.build(of: folder, components: []).files)
    }
    var found = files.flatMap { file -> [EditablePatch] in
      switch file.role {
      case .kustomization: EditablePatch.inline(in: file.path, wiring.reader)
      case .patch: EditablePatch.whole(file.path, wiring.reader)
      case .resource, .generated: []
      }
    }
    if let written = parent?.written {
      found += EditablePatch.inline(
        in: written.file, wiring.reader, document: written.document, below: ["spec"])
    }
    return found
  }
}

/// A ConfigMap or Secret that variables are taken from.
struct SourceName: Hashable {
  let kind: String
  let name: String

  init(kind: String, name: String) {
    self.kind = kind
    self.name = name
  }

  init(_ node: YAMLNode) {
    self.init(kind: node["kind"]?.text ?? "", name: node["name"]?.text ?? "")
  }
}

/// A strategic merge patch that sets `spec.postBuild.substituteFrom`, and where it is written.
struct EditablePatch {
  /// The file that holds it.
  let path: String
  /// What it sets.
  let names: [SourceName]
  /// The number of the document in the file or, where it is a text within one, in that text.
  private let document: Int
  /// Where the text starts that it is; nil where the file is the patch.
  private let text: Int?

  private static let keys = ["spec", "postBuild", "substituteFrom"]

  /// Those of a file of patches.
  static func whole(_ path: String, _ reader: ManifestReader) -> [EditablePatch] {
    guard let stream = reader.stream(path) else { return [] }
    return all(in: stream).map {
      EditablePatch(path: path, names: $0.names, document: $0.document, text: nil)
    }
  }

  /// Those that stand as texts in a kustomization, or in the spec of a Flux Kustomization.
  static func inline(
    in path: String, _ reader: ManifestReader, document: Int = 0, below keys: [String] = []
  ) -> [EditablePatch] {
    guard let stream = reader.stream(path), stream.documents.indices.contains(document) else {
      return []
    }
    let root = keys.reduce(Optional(stream.documents[document])) { $0?[$1] }
    let merged = root?["patchesStrategicMerge"]?.elements ?? []
    let texts = merged + (root?["patches"]?.elements ?? []).compactMap { $0["patch"] }
    return texts.flatMap { node -> [EditablePatch] in
      guard let text = node.scalar?.text, text.contains("substituteFrom"),
        let inner = try? YAMLStream(Array(text.utf8))
      else { return [] }
      return all(in: inner).map {
        EditablePatch(path: path, names: $0.names, document: $0.document, text: node.start)
      }
    }
  }

  private static func all(
    in stream: YAMLStream
  ) -> [(document: Int, names: [SourceName])] {
    stream.documents.indices.compactMap { index in
      let list = keys.reduce(Optional(stream.documents[index])) { $0?[$1] }
      return list?.elements.map { (index, $0.map(SourceName.init)) }
    }
  }

  /// Adds an item to the list.
  ///
  /// - Returns: false where it is written so that this cannot be done alone.
  func append(_ item: Value, _ reader: ManifestReader) -> Bool {
    guard let stream = reader.stream(path) else { return false }
    guard let start = text else {
      guard !stream.holds(item, at: Self.keys, inDocument: document) else { return true }
      let edited = YAMLAddition(stream).appending(item, to: Self.keys, inDocument: document)
      if let edited { reader.set(path, to: edited) }
      return edited != nil
    }
    // What was added before may have moved the text, which then has the list of others too.
    let block = BlockText(stream, at: start) ?? BlockText(stream, holding: names, Self.keys)
    guard let block, let inner = try? YAMLStream(Array(block.text.utf8)) else { return false }
    if inner.holds(item, at: Self.keys, inDocument: document) { return true }
    guard
      var changed = YAMLAddition(inner).appending(item, to: Self.keys, inDocument: document)
    else { return false }
    // A block says by itself whether its last line break counts.
    if inner.bytes.last != .lineFeed, changed.last == .lineFeed { changed.removeLast() }
    guard let edited = block.replacing(with: changed) else { return false }
    reader.set(path, to: edited)
    return true
  }
}

/// A text in a YAML file that is written as a literal block.
struct BlockText {
  let text: String
  private let stream: YAMLStream
  private let node: YAMLNode

  /// The block that starts at an offset; nil where there is none.
  init?(_ stream: YAMLStream, at start: Int) {
    self.init(stream) { $0.start == start }
  }

  /// The block with a document whose list at `keys` begins with these.
  init?(_ stream: YAMLStream, holding names: [SourceName], _ keys: [String]) {
    self.init(stream) { node in
      guard let text = node.scalar?.text, text.contains("substituteFrom"),
        let inner = try? YAMLStream(Array(text.utf8))
      else { return false }
      return inner.documents.contains { root in
        let list = keys.reduce(Optional(root)) { $0?[$1] }?.elements ?? []
        return list.map(SourceName.init).starts(with: names)
      }
    }
  }

  private init?(_ stream: YAMLStream, where isWanted: (YAMLNode) -> Bool) {
    var found: YAMLNode?
    for document in stream.documents {
      document.forEachScalar { node, scalar in
        if found == nil, scalar.style == .literal, isWanted(node) { found = node }
      }
    }
    guard let found, let scalar = found.scalar else { return nil }
    self.stream = stream
    node = found
    text = scalar.text
  }

  /// The file with another text, of which the lines that differ are written; nil where nothing but that text can be
  /// proven to differ.
  func replacing(with new: [UInt8]) -> [UInt8]? {
    let old = Self.lines(Array(text.utf8)[...])
    let lines = Self.lines(new[...])
    guard let margin else { return nil }
    let first = zip(old, lines).prefix { $0 == $1 }.count
    let most = min(old.count, lines.count) - first
    let last = min(most, zip(old.reversed(), lines.reversed()).prefix { $0 == $1 }.count)
    guard let start = offset(ofLine: first), let end = offset(ofLine: old.count - last) else {
      return nil
    }
    let newline = Array(stream.bytes.lineEnd.utf8)
    let written = lines[first..<(lines.count - last)].flatMap { line in
      (line.isEmpty ? [] : margin + line) + newline
    }
    let result = stream.bytes.applying([ByteEdit(range: start..<end, replacement: written)])
    return isDone(result, new) ? result : nil
  }

  private static func lines(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    text.split(separator: .lineFeed, omittingEmptySubsequences: false)
  }

  /// What stands before each line.
  private var margin: [UInt8]? {
    guard let extent = node.scalar?.extent else { return nil }
    let first = stream.bytes.lineStart(of: extent.inner.lowerBound)
    let lead = stream.bytes[first...].prefix { $0 == .space }.count
    let own = text.utf8.prefix { $0 == .space }.count
    return lead >= own && text.utf8.first != .lineFeed
      ? [UInt8](repeating: .space, count: lead - own) : nil
  }

  /// Where a line of the text begins in the file; nil behind the file's last line break.
  private func offset(ofLine line: Int) -> Int? {
    guard let extent = node.scalar?.extent else { return nil }
    let bytes = stream.bytes
    var start = bytes.lineStart(of: extent.inner.lowerBound)
    for _ in 0..<line {
      let next = bytes.afterLineBreak(at: bytes.lineEnd(of: start))
      guard next > start, next < bytes.count || bytes.last == .lineFeed else { return nil }
      start = next
    }
    return start
  }

  /// Whether a file differs in that text alone.
  private func isDone(_ result: [UInt8], _ new: [UInt8]) -> Bool {
    guard let after = try? YAMLStream(result), after.events.count == stream.events.count else {
      return false
    }
    var changed = 0
    for (old, event) in zip(stream.events, after.events) where old != event {
      guard old.kind == event.kind, old.text == Array(text.utf8), event.text == new else {
        return false
      }
      changed += 1
    }
    return changed == 1
  }
}
