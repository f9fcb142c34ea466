internal import Flux
internal import Git

/// The patches between two trees for people, and for logs that others read: without the values of Secrets, and without binary
/// contents.
struct ShownPatches {
  private let before: GitTree
  private let after: GitTree
  private let repository: Repository

  /// Of two trees.
  init(from old: ObjectID, to new: ObjectID, in repository: Repository) {
    before = GitTree(old, in: repository)
    after = GitTree(new, in: repository)
    self.repository = repository
  }

  /// The patch of one file.
  ///
  /// - Throws: BotError when a blob cannot be read.
  func bytes(of patch: FilePatch) throws(BotError) -> [UInt8] {
    let result = ShownPatch.bytes(
      patch.bytes, from: try secrets(patch.old, patch.oldPath, before),
      to: try secrets(patch.new, patch.newPath, after))
    try before.throwError()
    try after.throwError()
    return result
  }

  private func secrets(
    _ blob: ObjectID?, _ path: String, _ tree: GitTree
  ) throws(BotError) -> SecretLines {
    let bytes = try git("reading \(path)") { () throws(GitError) in
      try blob.map { id throws(GitError) in try repository.blob(id).bytes } ?? []
    }
    return SecretLines(of: bytes, isWhole: tree.isSecretFile(path))
  }
}

/// A patch for people, and for logs that others read: without the values of Secrets.
///
/// Git applies no such patch.
struct ShownPatch {
  private let old: SecretLines
  private let new: SecretLines
  private var lines: ArraySlice<Line>
  private var shown: [UInt8] = []

  /// The patch between two texts of one name without the values of Secrets.
  static func bytes(_ patch: [UInt8], from old: [UInt8], to new: [UInt8]) -> [UInt8] {
    bytes(patch, from: SecretLines(of: old), to: SecretLines(of: new))
  }

  /// The same of texts whose Secrets are known.
  static func bytes(
    _ patch: [UInt8], from old: SecretLines, to new: SecretLines
  ) -> [UInt8] {
    var shown = ShownPatch(old: old, new: new, lines: patch.lines[...])
    shown.read()
    return shown.shown
  }

  private init(old: SecretLines, new: SecretLines, lines: ArraySlice<Line>) {
    self.old = old
    self.new = new
    self.lines = lines
  }

  private mutating func read() {
    let isSecret = !old.isEmpty || !new.isEmpty
    while let line = lines.popFirst() {
      if line.starts(with: "GIT binary patch".utf8) {
        shown += Array("Binary contents are not shown\n".utf8)
        return
      }
      // The ids in it would tell whether a guess is right.
      if isSecret, line.starts(with: "index ".utf8) { continue }
      guard isSecret, let hunk = Hunk(line) else {
        shown += line
        continue
      }
      shown += hunk.header + [UInt8(ascii: "\n")]
      read(hunk)
    }
  }

  private mutating func read(_ hunk: Hunk) {
    var hunk = hunk
    while hunk.hasMore {
      let group = lines.prefix { $0.first != UInt8(ascii: " ") && $0.first != UInt8(ascii: "\\") }
      if group.isEmpty {
        guard let line = lines.popFirst() else { return }
        append([line], &hunk)
      } else {
        lines = lines.dropFirst(group.count)
        append(Array(group), &hunk)
      }
    }
  }

  /// Writes lines that are withheld or shown together: where only one side is a Secret, as when a kind
  /// changes, the other may have the same values.
  private mutating func append(_ group: [Line], _ hunk: inout Hunk) {
    let placed = group.map { line -> (line: Line, isSecret: Bool, shown: [UInt8]?) in
      let places = hunk.take(line)
      let isSecret =
        places.old.map { old.touches($0..<$0 + 1) } == true
        || places.new.map { new.touches($0..<$0 + 1) } == true
      return (line, isSecret, places.new.flatMap(new.shown) ?? places.old.flatMap(old.shown))
    }
    let isSecret = placed.contains(where: \.isSecret)
    for (line, _, masked) in placed {
      guard isSecret, line.first != UInt8(ascii: "\\") else {
        shown += line
        continue
      }
      shown += line.prefix(1) + (masked ?? Array(SecretLines.mark.utf8)) + [UInt8(ascii: "\n")]
    }
  }
}

/// The lines of both texts that a part of a patch still has to come to.
private struct Hunk {
  /// Without the line of the text that Git writes behind it.
  let header: Line
  private var old: Range<Int>
  private var new: Range<Int>

  /// Reads `@@ -1,3 +1,4 @@`; nil for any other line.
  init?(_ line: Line) {
    let words = line.split(separator: UInt8(ascii: " "), maxSplits: 4)
    guard words.count >= 4, words[0].elementsEqual("@@".utf8), words[3].starts(with: "@@".utf8),
      let old = Self.lines(words[1]), let new = Self.lines(words[2])
    else { return nil }
    header = line[line.startIndex..<words[3].startIndex + 2]
    (self.old, self.new) = (old, new)
  }

  private static func lines(_ word: Line) -> Range<Int>? {
    let numbers = word.dropFirst().split(separator: UInt8(ascii: ",")).map {
      Int(String(decoding: $0, as: UTF8.self))
    }
    guard let first = numbers.first.flatMap({ $0 }), first >= 0 else { return nil }
    let count = numbers.count > 1 ? numbers[1] ?? 0 : 1
    // Counted from 1; of no lines, the line before them is named.
    let start = count == 0 ? first : first - 1
    return start..<start + max(count, 0)
  }

  var hasMore: Bool { !old.isEmpty || !new.isEmpty }

  /// The places of the next line, counted from 0, in the texts that have it.
  mutating func take(_ line: Line) -> (old: Int?, new: Int?) {
    func next(_ lines: inout Range<Int>) -> Int? {
      guard !lines.isEmpty else { return nil }
      defer { lines = lines.lowerBound + 1..<lines.upperBound }
      return lines.lowerBound
    }
    switch line.first {
    case UInt8(ascii: "-"): return (next(&old), nil)
    case UInt8(ascii: "+"): return (nil, next(&new))
    case UInt8(ascii: "\\"): return (nil, nil)
    default: return (next(&old), next(&new))
    }
  }
}
