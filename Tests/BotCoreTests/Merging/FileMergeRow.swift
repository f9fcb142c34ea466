@testable import BotCore

/// One row of the table: what three versions of a file merge to.
///
/// Between base and theirs `acme.io` became `acme.dev`.
struct FileMergeRow: Sendable, CustomStringConvertible {
  /// What the row shows.
  let description: String
  var path = "a.yaml"
  let base: [UInt8]?
  let ours: [UInt8]
  let theirs: [UInt8]
  let expected: [UInt8]
  /// The line of each conflict; nil for the whole file.
  var conflicts: [Int?]
  var style = BotConfiguration.ConflictPolicy.keepMine
  /// Whether the sides may be exchanged.
  var isSymmetric: Bool

  init(
    _ description: String, path: String = "a.yaml", _ base: String?, _ ours: String,
    _ theirs: String, _ expected: String, conflicts: [Int?] = [], isSymmetric: Bool = false,
    style: BotConfiguration.ConflictPolicy = .keepMine
  ) {
    self.init(
      description, path: path, bytes: base.map { Array($0.utf8) }, Array(ours.utf8),
      Array(theirs.utf8), Array(expected.utf8), conflicts: conflicts, isSymmetric: isSymmetric,
      style: style)
  }

  init(
    _ description: String, path: String = "a.yaml", bytes base: [UInt8]?, _ ours: [UInt8],
    _ theirs: [UInt8], _ expected: [UInt8], conflicts: [Int?] = [], isSymmetric: Bool = false,
    style: BotConfiguration.ConflictPolicy = .keepMine
  ) {
    self.description = description
    self.path = path
    self.base = base
    self.ours = ours
    self.theirs = theirs
    self.expected = expected
    self.conflicts = conflicts
    self.isSymmetric = isSymmetric
    self.style = style
  }

  /// The merge of the row's three versions.
  var merge: FileMerge {
    FileMerge(
      path: path, base: base, ours: ours, theirs: theirs, changingValues: Self.changingValues,
      style: style)
  }

  /// `acme.io` becomes `acme.dev`.
  static func changingValues(_ bytes: [UInt8]) -> [UInt8] {
    let (old, new) = (Array("acme.io".utf8), "acme.dev".utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: old) {
        result += new
        index += old.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  static let all =
    whole + emptied + lines + ends + values + images + scalars + lists + layouts + parents + formats
    + markers + comments + kustomizations + indentation
}
