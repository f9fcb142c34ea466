import BotCore

@testable import BotCore

/// One row of the table: what the values of three versions of a ConfigMap merge to.
///
/// Between base and theirs `acme.io` became `acme.dev`.
struct ConfigMapMergeRow: Sendable, CustomStringConvertible {
  /// What the row shows.
  let description: String
  let base: String?
  let ours: String
  let theirs: String
  let expected: String
  /// Our text of each conflict.
  let conflicts: [String]

  init(
    _ description: String, _ base: String?, _ ours: String, _ theirs: String, _ expected: String,
    conflicts: [String] = []
  ) {
    self.description = description
    self.base = base
    self.ours = ours
    self.theirs = theirs
    self.expected = expected
    self.conflicts = conflicts
  }

  static let all = [
    Self(
      "a key that the owner added", "a: 1\nb: 1\n", "a: 1\nb: 1\nmine: 5\n", "a: 2\nb: 1\n",
      "a: 2\nb: 1\nmine: 5\n"),
    Self(
      "a key that the owner added where theirs adds another", "a: 1\n", "a: 1\nmine: 5\n",
      "a: 1\nnew: 6\n", "a: 1\nmine: 5\nnew: 6\n"),
    Self(
      "a key that the owner added within a map that theirs changed", "m:\n  a: 1\n",
      "m:\n  a: 1\n  mine: 5\n", "m:\n  a: 2\n", "m:\n  a: 2\n  mine: 5\n"),
    Self("a key that theirs removed", "a: 1\nb: 1\n", "a: 2\nb: 1\n", "a: 1\n", "a: 2\n"),
    Self(
      "a map that theirs removed, with a key of the owner's", "m:\n  a: 1\nb: 1\n",
      "m:\n  a: 1\n  mine: 5\nb: 1\n", "b: 2\n", "m:\n  mine: 5\nb: 2\n"),
    Self("a key that the owner removed", "a: 1\nb: 1\n", "a: 1\n", "a: 2\nb: 1\n", "a: 2\n"),
    Self(
      "a key that the owner removed and theirs changed", "a: 1\nb: 1\n", "a: 1\n", "a: 1\nb: 2\n",
      "a: 1\n", conflicts: ["b (not there)"]),
    Self(
      "a value that both changed", "m:\n  a: 1\n  b: 1\n", "m:\n  a: 2\n  b: 1\n",
      "m:\n  a: 3\n  b: 2\n", "m:\n  a: 2\n  b: 2\n", conflicts: ["m.a: 2"]),
    Self(
      "lists are whole values", "l: [1, 2]\n", "l: [0, 1, 2]\n", "l: [1, 2, 3]\n",
      "l: [0, 1, 2]\n", conflicts: ["l: [0,1,2]"]),
    Self(
      "a changed value within the owner's", "url: https://acme.io\n", "url: https://acme.io/x\n",
      "url: https://acme.dev\n", "url: https://acme.dev/x\n"),
    Self(
      "the owner's comments and order stay", "a: 1\nb: 1\n", "# mine\nb: 1 # one\n\na: 5\n",
      "a: 1\nb: 2\n", "# mine\nb: 2 # one\n\na: 5\n"),
    Self("both added the file", nil, "a: 1\nmine: 1\n", "a: 1\nb: 1\n", "a: 1\nb: 1\nmine: 1\n"),
  ]
}
