import BotCore

extension FileMergeRow {
  /// Comments, neighbours and aligned lines.
  static let layouts = [
    Self(
      "a comment that theirs changed above a line that ours changed", "# one\na: 1\n",
      "# one\na: 2\n", "# two\na: 1\n", "# two\na: 2\n", isSymmetric: true),
    Self(
      "theirs adds a key below a line that both changed", "a:\n  x: 1\nb: 1\n",
      "a:\n  x: 2\nb: 1\n", "a:\n  x: 3\n  y: 1\nb: 1\n", "a:\n  x: 2\n  y: 1\nb: 1\n",
      conflicts: [2]),
    Self(
      "theirs adds a key above a line that both changed", "x: 1\n", "x: 2\n", "w: 1\nx: 3\n",
      "w: 1\nx: 2\n", conflicts: [2]),
    Self(
      "ours removes a neighbour of what theirs changed", "a: 1\nb: 1\nc: 1\n", "a: 1\nc: 1\n",
      "a: 1\nb: 1\nc: 2\n", "a: 1\nc: 2\n", isSymmetric: true),
    Self(
      "ours replaces a line that theirs changed", "a: 1\nb: 1\nc: 1\n", "a: 1\nnew: 5\nc: 1\n",
      "a: 1\nb: 2\nc: 1\n", "a: 1\nnew: 5\nc: 1\n", conflicts: [2]),
    Self(
      "ours removes a map of which theirs changed a line", "a:\n  b: 1\n  c: 1\nd: 1\n", "d: 1\n",
      "a:\n  b: 1\n  c: 2\nd: 1\n", "d: 1\n", conflicts: [1]),
    Self(
      "theirs removes a map of which ours changed a line", "a:\n  b: 1\n  c: 1\nd: 1\n",
      "a:\n  b: 1\n  c: 2\nd: 1\n", "d: 1\n", "a:\n  b: 1\n  c: 2\nd: 1\n", conflicts: [1]),
  ]

  /// Removed blocks beside added lines.
  static let parents = [
    Self(
      "ours adds a line to a map that theirs removes", "a:\n  x: 1\nb:\n  y: 1\n  z: 1\n",
      "a:\n  x: 1\nb:\n  y: 1\n  n: 1\n  z: 1\n", "a:\n  x: 1\n",
      "a:\n  x: 1\nb:\n  y: 1\n  n: 1\n  z: 1\n", conflicts: [3]),
    Self(
      "ours adds a line at the end of a map that theirs removes", "a:\n  x: 1\nb:\n  y: 1\nc: 1\n",
      "a:\n  x: 1\nb:\n  y: 1\n  n: 1\nc: 1\n", "a:\n  x: 1\nc: 1\n",
      "a:\n  x: 1\nb:\n  y: 1\n  n: 1\nc: 1\n", conflicts: [3]),
    Self(
      "theirs adds a line to a map that ours removed", "a:\n  x: 1\nb:\n  y: 1\nc: 1\n",
      "a:\n  x: 1\nc: 1\n", "a:\n  x: 1\nb:\n  y: 1\n  n: 1\nc: 1\n", "a:\n  x: 1\nc: 1\n",
      conflicts: [3]),
    Self(
      "a line added between lines of a text that the other side removed", path: "a.txt",
      "1\n2\n3\n4\n", "1\n2\nx\n3\n4\n", "1\n4\n", "1\n2\nx\n3\n4\n", conflicts: [2]),
    Self(
      "each side removes one of two items", "r:\n- x\n- y\nz: 1\n", "r:\n- y\nz: 1\n",
      "r:\n- x\nz: 1\n", "r:\nz: 1\n", isSymmetric: true),
    Self(
      "an object's name changes with a value, an edit of the owner's beside",
      "kind: A\nmetadata:\n  name: acme.io\nspec:\n  a: 1\n",
      "kind: A\nmetadata:\n  name: acme.io\nspec:\n  a: 2\n",
      "kind: A\nmetadata:\n  name: acme.dev\nspec:\n  a: 1\n",
      "kind: A\nmetadata:\n  name: acme.dev\nspec:\n  a: 2\n"),
    Self(
      "a key changes with a value, an edit of the owner's below", "h:\n  acme.io:\n    a: 1\n",
      "h:\n  acme.io:\n    a: 2\n", "h:\n  acme.dev:\n    a: 1\n", "h:\n  acme.dev:\n    a: 2\n"),
  ]

  /// Formats that a merge of lines alone would break.
  static let formats = [
    Self(
      "both add one key in two places", "a: 1\nb: 1\nc: 1\nd: 1\n",
      "n: 1\na: 1\nb: 1\nc: 1\nd: 1\n", "a: 1\nb: 1\nc: 1\nd: 1\nn: 2\n",
      "n: 1\na: 1\nb: 1\nc: 1\nd: 1\n", conflicts: [6]),
    Self(
      "a duplicate key does not cost the other edits", "a: 1\nb: 1\nc: 1\nd: 1\n",
      "n: 1\na: 1\nb: 1\nc: 1\nd: 1\n", "a: 1\nb: 2\nc: 1\nd: 1\nn: 2\n",
      "n: 1\na: 1\nb: 2\nc: 1\nd: 1\n", conflicts: [6]),
    Self(
      "a JSON file stays one", path: "a.json", "[\n1,\n2,\n3\n]\n", "[\n0,\n1,\n2\n]\n",
      "[\n1,\n2,\n3,\n4\n]\n", "[\n0,\n1,\n2\n]\n", conflicts: [5]),
    Self(
      "edits of a JSON file", path: "a.json", "{\n\"a\": 1,\n\"b\": 1\n}\n",
      "{\n\"a\": 2,\n\"b\": 1\n}\n", "{\n\"a\": 1,\n\"b\": 2\n}\n", "{\n\"a\": 2,\n\"b\": 2\n}\n",
      isSymmetric: true),
    Self(
      "a file that is no YAML on one side", "a: 1\nb: 1\nc: 1\n", "a: 1\nb: 1\nc: [\n",
      "a: 2\nb: 1\nc: 1\n", "a: 2\nb: 1\nc: [\n", isSymmetric: true),
  ]

  /// Both sides between markers.
  static let markers = [
    Self(
      "markers around a line", "a: 1\nb: 1\n", "a: 2\nb: 1\n", "a: 3\nb: 1\n",
      "<<<<<<< yours\na: 2\n||||||| base\na: 1\n=======\na: 3\n>>>>>>> template\nb: 1\n",
      conflicts: [1], style: .markers),
    Self(
      "markers with the line ends of the file", "a: 1\r\n", "a: 2\r\n", "a: 3\r\n",
      "<<<<<<< yours\r\na: 2\r\n||||||| base\r\na: 1\r\n=======\r\na: 3\r\n>>>>>>> template\r\n",
      conflicts: [1], style: .markers),
    Self(
      "markers around a line without an end", "a: 1", "a: 2", "a: 3",
      "<<<<<<< yours\na: 2\n||||||| base\na: 1\n=======\na: 3\n>>>>>>> template\n",
      conflicts: [1], style: .markers),
    Self(
      "no markers in a binary", path: "x", bytes: [0], [0, 1], [0, 2], [0, 1], conflicts: [nil],
      style: .markers),
    Self(
      "no markers without a conflict", "a: 1\nb: 1\n", "a: 2\nb: 1\n", "a: 1\nb: 2\n",
      "a: 2\nb: 2\n", isSymmetric: true, style: .markers),
    Self(
      "lines behind markers are counted with them", "a: 1\nb: 1\nc: 1\n", "a: 2\nb: 1\nc: 2\n",
      "a: 3\nb: 1\nc: 3\n",
      "<<<<<<< yours\na: 2\n||||||| base\na: 1\n=======\na: 3\n>>>>>>> template\nb: 1\n"
        + "<<<<<<< yours\nc: 2\n||||||| base\nc: 1\n=======\nc: 3\n>>>>>>> template\n",
      conflicts: [1, 9], style: .markers),
  ]
}
