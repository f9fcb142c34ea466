/// A file of one side of a history.
struct ModelFile: Sendable {
  let id: Int

  /// With stand-ins in the names of folders.
  var path: String
  var lines: [ModelLine]
  var lineEnd = "\n"
  var mode = "100644"

  /// Whether the owner added it.
  var isOwners = false

  /// The environment that it is rendered for where it is not the first one; nil for every other file.
  var environment: String?

  /// Whether the owner renamed it.
  var isRenamed = false

  /// The folder that it is in.
  var folder: String { String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)) }

  /// The name within the folder.
  var name: String { String(path.split(separator: "/").last ?? "") }

  /// Whether the file is a kustomization.
  var isKustomization: Bool { name == "kustomization.yaml" }

  /// Whether the owner changed anything in it; lines that are gone show in `template`.
  func isEdited(since template: ModelFile?) -> Bool {
    lines.contains { $0.isOwners || $0.isCommentOwners }
      || lines.map(\.id) != template?.lines.map(\.id)
  }

  /// The bytes, with every stand-in in lines that follow the values as `values` has it.
  func bytes(_ values: ModelValues) -> [UInt8] {
    Array(lines.map { values.written($0) + lineEnd }.joined().utf8)
  }

  /// The place of a line.
  func index(of line: Int) -> Int? { lines.firstIndex { $0.id == line } }

  /// Whether the line at `index` is right beside one that holds a stand-in.
  func isBesideValue(_ index: Int) -> Bool { holdsValue(near: index, within: 1) }

  /// Whether the line at `index`, or one that close, holds a stand-in.
  func holdsValue(near index: Int, within distance: Int) -> Bool {
    let range = max(0, index - distance)...min(lines.count - 1, index + distance)
    return lines[range].contains(where: \.holdsValue)
  }
}
