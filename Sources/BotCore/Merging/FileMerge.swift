internal import Flux
internal import Git
internal import Rewriter
internal import YAML

/// One file as the three sides of a merge have it.
struct FileMerge {
  /// For errors; `.yaml`, `.yml` and `.json` are merged as such.
  var path: String
  /// Nil where both sides added the file.
  var base: [UInt8]?
  var ours: [UInt8]
  var theirs: [UInt8]
  /// Makes of a text of the base what theirs would have if only values had changed.
  var changingValues: ([UInt8]) -> [UInt8]
  /// What a conflict leaves in the file; `fail` keeps our side, and the caller stops.
  var style: BotConfiguration.ConflictPolicy
  /// Whether all of the file is secret, as one that a kustomization puts into a Secret; asked only for a
  /// file with a conflict.
  var isSecret: () -> Bool = { false }

  /// What changed from the base to theirs, done to ours.
  ///
  /// - Throws: BotError when libgit2 cannot compare the texts.
  func merged() throws(BotError) -> MergedFile {
    if let merged = mergedWhole { return merged }
    var file = try opened.mergedParts()
    if let emptied = EmptiedKustomization(file.bytes, at: path) { file.bytes = emptied.closed }
    return file
  }

  /// The merge of what each side has line by line, and of lists item by item.
  private func mergedParts() throws(BotError) -> MergedFile {
    let file = ListMerge.settled(withOneLineEnd)
    // That may have been all that differs.
    if file.ours != ours || file.base != base, let merged = file.mergedWhole { return merged }
    var merge = try file.mergedText()
    if merge.conflictCount > 0, let laid = file.withOurLayout {
      let other = try laid.mergedText()
      if other.conflictCount < merge.conflictCount { merge = other }
    }
    return merge.file(marked: style == .markers)
  }

  private func mergedText() throws(BotError) -> TextMerge {
    var merge = try git("merging \(path)") { () throws(GitError) in try TextMerge(self) }
    merge.mendStructure()
    merge.settleScalars()
    return merge
  }

  /// The same with base and theirs laid out as ours, so that a list which one side indented anew, or a
  /// map which it took out of its brackets, is none that it changed; nil where they are so already.
  private var withOurLayout: FileMerge? {
    guard RepositoryPath.isYAML(path), let base, let layout = Layout(of: ours) else { return nil }
    var file = self
    file.base = layout.applied(to: base) ?? base
    file.theirs = layout.applied(to: theirs) ?? theirs
    return file.base == base && file.theirs == theirs ? nil : file
  }

  /// The same with the line ends that the merged file has on all sides: those of the side that changed
  /// them, ours where both did.
  ///
  /// Nothing is changed where a side has both LF and CRLF.
  private var withOneLineEnd: FileMerge {
    let texts = [base ?? ours, ours, theirs]
    let ends = texts.map(\.lineEnds)
    guard ends.allSatisfy({ $0.count == 1 }), Set(ends).count > 1,
      let our = ends[1].first, let end = our == ends[0].first ? ends[2].first : our
    else { return self }
    var file = self
    file.base = base.map { $0.ended(with: end) }
    file.ours = ours.ended(with: end)
    file.theirs = theirs.ended(with: end)
    return file
  }

  /// The merge of the file as a whole; nil where its text has to be merged.
  var mergedWhole: MergedFile? {
    if ours == theirs || base == theirs { return MergedFile(bytes: ours) }
    if base == ours { return MergedFile(bytes: theirs) }
    let isText = [base ?? [], ours, theirs].allSatisfy { bytes in
      bytes.withUnsafeBytes { RuleSet.skipReason(for: $0) } == nil
    }
    return isText ? nil : MergedFile(bytes: ours, conflicts: [.wholeFile])
  }
}

/// What the merge of one file gave.
struct MergedFile: Equatable {
  var bytes: [UInt8]
  /// What both sides changed, in the order of the file; `bytes` holds our side of each.
  var conflicts: [TextConflict] = []
}

/// A part of a file that both sides of a merge changed.
struct TextConflict: Hashable, Sendable {
  /// Counted from 1, in the merged bytes; nil where the whole file was not merged.
  var line: Int?
  /// The keys that lead to the value in a generated ConfigMap; nil for text.
  var key: [String]?
  /// What both started from; nil where there was nothing, and where the text is not to be shown.
  var base: String?
  /// What our side has; nil where the text is not to be shown.
  var ours: String?
  /// What their side has in its place; nil where the text is not to be shown.
  var theirs: String?

  /// The conflict over a file that is merged as a whole, whose content is shown nowhere.
  static let wholeFile = TextConflict()

  /// The longest text of one side, in characters.
  static let longestText = 2_000

  init(line: Int? = nil, base: String? = nil, ours: String? = nil, theirs: String? = nil) {
    self.line = line
    self.base = base.map(TextConflict.bounded)
    self.ours = ours.map(TextConflict.bounded)
    self.theirs = theirs.map(TextConflict.bounded)
  }

  private static func bounded(_ text: String) -> String {
    text.count > longestText ? text.prefix(longestText - 1) + "…" : text
  }
}

/// How a line may end.
private enum LineEnd {
  case lineFeed
  case carriageReturn
}

extension [UInt8] {
  /// How the lines of this text end.
  fileprivate var lineEnds: Set<LineEnd> {
    var ends: Set<LineEnd> = []
    for (index, byte) in enumerated() where byte == .lineFeed {
      ends.insert(index > 0 && self[index - 1] == 0x0D ? .carriageReturn : .lineFeed)
    }
    return ends
  }

  /// A text whose lines all end alike with another end of each.
  fileprivate func ended(with end: LineEnd) -> [UInt8] {
    guard lineEnds != [end] else { return self }
    var bytes: [UInt8] = []
    for byte in self {
      if byte == .lineFeed {
        if end == .carriageReturn { bytes.append(0x0D) } else { bytes.removeLast() }
      }
      bytes.append(byte)
    }
    return bytes
  }
}
