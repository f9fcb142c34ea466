import Flux
import YAML

/// The files whose objects are the same to a check in two trees, so that the model need not read them to tell their
/// errors apart.
///
/// Such a file is unchanged, or changed only in texts that no rule looks at; and neither it nor what the others say of
/// it has to do with objects that came, went or were renamed.
struct UntouchedFiles: Sendable {
  /// The files of this tree that may be left out as far as their own bytes tell.
  private let marked: MarkedFiles
  /// The changed files that matter.
  private let touched: Set<String>
  /// The files and folders that a kustomization lists in one tree alone, and the folders of those that differ otherwise.
  private let listed: Set<String>
  /// The names of ConfigMaps and Secrets that others mention.
  private let mentioned: PathParts
  /// The names by which objects come, go, or are waited for.
  private let moved: PathParts

  /// What a file may hold that others depend on.
  private static let marks: FileMarks = [
    .flux, .fluxBeta, .instance, .generator, .dollar, .values, .encrypted, .substitutionMark,
    .valuesFrom, .mention, .substituteFrom, .byteOrderMark,
  ]

  /// Finds them; nil where the files of one tree were not looked through.
  ///
  /// - Parameters:
  ///   - tree: the tree that is checked.
  ///   - other: the other one.
  ///   - files: the files that differ, `old` being paths of `tree`.
  ///   - ownNames: the names of the ConfigMaps with the values.
  init?(
    of tree: some ManifestTree, beside other: some ManifestTree, in files: [ChangedFile],
    ownNames: [String]
  ) {
    guard let marked = tree.markedFiles(), let otherMarked = other.markedFiles() else { return nil }
    self.marked = marked
    var touched: Set<String> = []
    var moved: Set<String> = []
    var listed: Set<String> = []
    for file in files where !Self.isQuiet(file, tree, other, marked, otherMarked) {
      if let path = file.old { touched.insert(path) }
      let (old, new) = (Self.bytes(file.old, tree), Self.bytes(file.new, other))
      moved.formUnion(Self.objects(in: old).symmetricDifference(Self.objects(in: new)))
      if let path = file.old ?? file.new, file.isKustomization {
        listed.formUnion(Self.listed(in: old, not: new, path))
      }
      // Both trees have to keep the same files.
      for text in [old, new] { moved.formUnion(Self.waited(by: text)) }
    }
    self.touched = touched
    self.listed = listed
    var mentioned = Set(ownNames)
    for reader in [ManifestReader(tree), ManifestReader(other)] {
      for path in reader.yamlFiles(marked: Self.marks) {
        guard let bytes = reader.readableBytes(path) else { continue }
        moved.formUnion(Self.waited(by: bytes))
        if !reader.marks(path).isDisjoint(with: [.substituteFrom, .mention, .valuesFrom]) {
          mentioned.formUnion(NameFields.all(in: bytes))
        }
      }
    }
    self.moved = PathParts(moved.subtracting(ownNames))
    self.mentioned = PathParts(mentioned)
  }

  private static func bytes(_ path: String?, _ tree: some ManifestTree) -> [UInt8] {
    guard let path, RepositoryPath.isYAML(path) else { return [] }
    return tree.readableFile(path) ?? []
  }

  /// The names of the objects in a file; of one that cannot be read, everything that may be a name.
  private static func objects(in bytes: [UInt8]) -> Set<String> {
    guard let stream = try? YAMLStream(bytes),
      !stream.documents.contains(where: { $0["items"] != nil })
    else { return Set(NameFields.all(in: bytes)) }
    return Set(stream.documents.compactMap { $0.node("metadata", "name")?.text })
  }

  /// The names in a file with an object that waits for others which it names.
  private static func waited(by bytes: [UInt8]) -> [String] {
    let waits =
      bytes.contains("healthChecks") || bytes.contains("dependsOn") && bytes.contains("HelmRelease")
    return waits ? NameFields.all(in: bytes) : []
  }

  /// What a changed kustomization lists before or after alone; its folder where it changed in something else.
  private static func listed(
    in old: [UInt8], not new: [UInt8], _ path: String
  ) -> Set<String> {
    let folder = RepositoryPath.folder(of: path)
    func lines(_ bytes: [UInt8]) -> Set<Substring> {
      Set(String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline))
    }
    if old.isEmpty || new.isEmpty { return [folder] }
    var listed: Set<String> = []
    for line in lines(old).symmetricDifference(lines(new)) {
      guard let item = line.firstMatch(of: /^ *- +["']?([^\s:"'#]+)["']? *$/),
        let entry = RepositoryPath.joined(folder, String(item.1))
      else { return [folder] }
      listed.insert(entry)
    }
    return listed
  }

  private func isListed(_ path: String) -> Bool {
    guard !listed.isEmpty else { return false }
    return (["", path] + path.foldersAbove).contains(where: listed.contains)
  }

  /// Whether the objects of a file matter to no difference between the errors of the two trees.
  func contains(_ path: String, in tree: some ManifestTree) -> Bool {
    guard !touched.contains(path), !isListed(path),
      let marks = marked.ofResources(path, without: Self.marks, in: tree)
    else { return false }
    let isProvider = !marks.isDisjoint(with: [.configMap, .secret])
    guard isProvider || !moved.isEmpty else { return true }
    guard let bytes = tree.readableFile(path) else { return false }
    return bytes.withUnsafeBytes { text in
      !moved.stand(in: text) && !(isProvider && mentioned.stand(in: text))
    }
  }
}

extension UntouchedFiles {
  /// Whether a file changed in nothing but texts that no rule looks at.
  private static func isQuiet(
    _ file: ChangedFile, _ tree: some ManifestTree, _ other: some ManifestTree,
    _ marked: MarkedFiles, _ otherMarked: MarkedFiles
  ) -> Bool {
    guard let path = file.old, path == file.new, !file.changesKind, RepositoryPath.isYAML(path),
      marked[path].union(otherMarked[path])
        .isDisjoint(with: Self.marks),
      let old = tree.readableFile(path), let new = other.readableFile(path)
    else { return false }
    return old.withUnsafeBytes { old in
      new.withUnsafeBytes { QuietLines.differ($0, old) }
    }
  }
}

/// Tells from lines alone that two versions of a manifest are the same objects with the same relations.
struct QuietLines {
  private typealias Line = Slice<UnsafeRawBufferPointer>

  private let text: UnsafeRawBufferPointer
  private let other: UnsafeRawBufferPointer

  /// Whether the texts have as many lines, and those that differ are texts of keys which identify nothing.
  static func differ(_ text: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    QuietLines(text: text, other: other).areQuiet
  }

  private var areQuiet: Bool {
    var (start, otherStart) = (0, 0)
    var key: Line?
    while start < text.count, otherStart < other.count {
      let line = Self.line(from: start, in: text)
      let otherLine = Self.line(from: otherStart, in: other)
      let head = Self.head(of: line)
      if !line.elementsEqual(otherLine) {
        let isQuiet =
          head.map { Self.isQuiet(line, $0, otherLine) }
          ?? Self.continues(key, line, otherLine)
        guard isQuiet else { return false }
      }
      // A comment may be a line of a text.
      if let head, head.last != .hash { key = line }
      (start, otherStart) = (line.endIndex + 1, otherLine.endIndex + 1)
    }
    return start >= text.count && otherStart >= other.count
  }

  private static func line(from start: Int, in text: UnsafeRawBufferPointer) -> Line {
    var end = start
    while end < text.count, text[end] != .lineFeed { end += 1 }
    return text[start..<end]
  }

  private static func isQuiet(_ line: Line, _ head: Line, _ other: Line) -> Bool {
    guard let otherHead = self.head(of: other), head.elementsEqual(otherHead) else { return false }
    return !isTelling(line) && !isTelling(other)
  }

  /// Whether both lines go on with the text of a key that identifies nothing.
  private static func continues(_ key: Line?, _ line: Line, _ other: Line) -> Bool {
    guard let key, !isTelling(key), head(of: other) == nil else { return false }
    let isText = [line, other].allSatisfy { line in
      let search = ByteSearch(UnsafeRawBufferPointer(rebasing: line))
      return !search.contains(": ") && !search.contains("\":") && !search.contains("':")
        && line.last != .colon
    }
    let indents = [line, other].map { $0.prefix { $0 == .space }.count }
    return isText && indents[0] == indents[1] && indents[0] > key.prefix { $0 == .space }.count
  }

  /// A line up to its key's colon, to the mark of its item or of its comment; nil where there is none.
  private static func head(of line: Line) -> Line? {
    var index = line.startIndex
    while index < line.endIndex, line[index] == .space { index += 1 }
    if index < line.endIndex, line[index] == .hash { return line[...index] }
    if let colon = line[index...].firstIndex(of: .colon),
      colon + 1 == line.endIndex || line[colon + 1] == .space,
      line[index..<colon].allSatisfy({ $0.isWord || $0 == .space || $0 == .dot || $0 == 0x2F })
    {
      return line[...colon]
    }
    guard index + 1 < line.endIndex, line[index] == .minus, line[index + 1] == .space else {
      return nil
    }
    return line[...index]
  }

  /// What keys have in them by which objects are told apart and refer to each other.
  private static let tellingKeys: [StaticString] = [
    "ame", "kind", "apiVersion", "Ref", "ref", "key", "Key", "optional", "target", "chart",
    "enabled", "path", "version",
  ]
  /// What starts more than a text.
  private static let tellingTexts: [StaticString] = ["&", "*", "<<", "{", "}", "---"]

  private static func isTelling(_ line: Line) -> Bool {
    let key = head(of: line) ?? line
    // Labels and annotations that Flux reads have marks.
    let isPrefixed = key.contains(0x2F)
    return !isPrefixed && contains(tellingKeys, key) || contains(tellingTexts, line)
  }

  private static func contains(_ texts: [StaticString], _ line: Line) -> Bool {
    let search = ByteSearch(UnsafeRawBufferPointer(rebasing: line))
    return texts.contains { search.contains($0) }
  }
}

/// What fields `name` have in a file, however it is written, inside of texts too.
enum NameFields {
  static func all(in bytes: [UInt8]) -> [String] {
    var found: [String] = []
    bytes.withUnsafeBytes { text in
      let search = ByteSearch(text)
      var start = 0
      while let place = search.first("ame", from: start) {
        start = place + 3
        if let name = value(behind: start, in: text) { found.append(name) }
      }
    }
    return found
  }

  /// The text behind a key's colon, without quotes; nil where there is no colon.
  private static func value(behind keyEnd: Int, in text: UnsafeRawBufferPointer) -> String? {
    var index = keyEnd
    func skip(_ isSkipped: (UInt8) -> Bool) {
      while index < text.count, isSkipped(text[index]) { index += 1 }
    }
    skip { $0 == .quote || $0 == 0x27 || $0.isBlank }
    guard index < text.count, text[index] == .colon else { return nil }
    index += 1
    skip { $0 == .quote || $0 == 0x27 || $0.isJSONSpace }
    let start = index
    skip { !$0.isJSONSpace && $0 != .quote && $0 != 0x27 && $0 != .comma && $0 != .closeBrace }
    return index > start ? String(decoding: text[start..<index], as: UTF8.self) : nil
  }
}
