extension FileMergeRow {
  /// Comments, which no reader of YAML sees and people rely on.
  static let comments = [
    Self(
      "both changed a comment of its own line", "# one\na: 1\n", "# mine\na: 1\n",
      "# new\na: 1\n", "# mine\na: 1\n", conflicts: [1]),
    Self(
      "both changed a comment behind a scalar", "a: 1 # one\nb: 1\n", "a: 1 # mine\nb: 1\n",
      "a: 1 # new\nb: 1\n", "a: 1 # mine\nb: 1\n", conflicts: [1]),
    Self(
      "both changed the comments of two lines, alike in one of them", "# a\nt: 1 # b\nz: 1\n",
      "# x\nt: 1 # mine\nz: 1\n", "# x\nt: 1 # new\nz: 1\n", "# x\nt: 1 # mine\nz: 1\n",
      conflicts: [2]),
    Self(
      "a comment that both changed, behind a scalar that theirs changed", "a: 1 # one\n",
      "a: 1 # mine\n", "a: 2 # new\n", "a: 2 # mine\n", conflicts: [1]),
    Self(
      "each added a comment behind one scalar", "a: 1\nb: 1\n", "a: 1 # mine\nb: 1\n",
      "a: 1 # new\nb: 1\n", "a: 1 # mine\nb: 1\n", conflicts: [1]),
    Self(
      "each added a comment in one place", "a: 1\nb: 1\n", "a: 1\n# mine\nb: 1\n",
      "a: 1\n# new\nb: 1\n", "a: 1\n# mine\nb: 1\n", conflicts: [2]),
    Self(
      "theirs removes a comment that ours changed", "# one\na: 1\n", "# mine\na: 1\n", "a: 1\n",
      "# mine\na: 1\n", conflicts: [1]),
    Self(
      "theirs changes a comment that ours removed", "a: 1\n# one\nb: 1\n", "a: 1\nb: 1\n",
      "a: 1\n# new\nb: 1\n", "a: 1\nb: 1\n", conflicts: [2]),
    Self(
      "theirs changes the comment behind a scalar that ours changed", "a: 1 # one\nb: 1\n",
      "a: 2 # one\nb: 1\n", "a: 1 # new\nb: 1\n", "a: 2 # new\nb: 1\n", isSymmetric: true),
    Self(
      "theirs adds a comment behind a scalar that ours quoted", "a: one\nb: 1\n",
      "a: \"one\"\nb: 1\n", "a: one # new\nb: 1\n", "a: \"one\" # new\nb: 1\n",
      isSymmetric: true),
    Self(
      "theirs changes a comment below a scalar that ours quoted", "a: one\n# one\nb: 1\n",
      "a: 'one'\n# one\nb: 1\n", "a: one\n# new\nb: 1\n", "a: 'one'\n# new\nb: 1\n",
      isSymmetric: true),
    Self(
      "theirs changes a comment and a scalar that ours quoted", "a: one # x\nb: 1\n",
      "a: 'one' # x\nb: 1\n", "a: two # y\nb: 1\n", "a: 'two' # y\nb: 1\n"),
    Self(
      "theirs changes a comment and a scalar on the line of a flow map", "a: {x: 1, y: 1} # one\n",
      "a: {x: 2, y: 1} # one\n", "a: {x: 1, y: 2} # new\n", "a: {x: 2, y: 2} # new\n",
      isSymmetric: true),
    Self(
      "a comment of a block that the owner indented anew", "a:\n  # one\n  b: 1\n  c: 1 # one\n",
      "a:\n    # one\n    b: 1\n    c: 1 # one\n", "a:\n  # new\n  b: 1\n  c: 1 # new\n",
      "a:\n    # new\n    b: 1\n    c: 1 # new\n"),
    Self(
      "what looks like a comment is a part of a text", "a: \"x # one\"\nb: 1\n",
      "a: \"y # one\"\nb: 1\n", "a: \"x # new\"\nb: 1\n", "a: \"y # one\"\nb: 1\n",
      conflicts: [1]),
    Self(
      "what looks like a comment is a line of a script", "s: |\n  a # one\nt: 1\n",
      "s: |\n  b # one\nt: 1\n", "s: |\n  a # new\nt: 1\n", "s: |\n  b # one\nt: 1\n",
      conflicts: [2]),
    Self(
      "both changed a comment of a script", path: "a.sh", "# one\necho\n", "# mine\necho\n",
      "# new\necho\n", "# mine\necho\n", conflicts: [1]),
    Self(
      "theirs changes a comment in a last line that ours left open", "a: 1\nb: 1 # one\n",
      "a: 1\nb: 1 # one", "a: 1\nb: 1 # new\n", "a: 1\nb: 1 # new", isSymmetric: true),
    Self(
      "theirs changes a comment above a last line that ours left open", "a: 1 # one\nb: 1\n",
      "a: 1 # one\nb: 1", "a: 1 # new\nb: 1\n", "a: 1 # new\nb: 1", isSymmetric: true),
    Self(
      "theirs changes a last line that ours left open", path: "a.txt", "1\n2\n", "1\n2",
      "1\nx\n", "1\nx", isSymmetric: true),
    Self(
      "theirs changes a comment whose value changes too", "a: 1 # acme.io\nb: 1\n",
      "a: 2 # acme.io\nb: 1\n", "a: 1 # acme.dev\nb: 1\n", "a: 2 # acme.dev\nb: 1\n"),
    Self(
      "the line ends of a script change beside an edit", path: "a.sh", "a\nb\nc\n", "a\nx\nc\n",
      "a\r\nb\r\nc\r\n", "a\r\nx\r\nc\r\n", isSymmetric: true),
    Self(
      "the line ends of a script change beside an edit of the other side's", path: "a.sh",
      "a\r\nb\r\nc\r\n", "a\nb\nc\n", "a\r\nb\r\nx\r\n", "a\nb\nx\n", isSymmetric: true),
    Self(
      "line ends and a line on both sides", path: "a.txt", "1\n2\n3\n", "1\r\nx\r\n3\r\n",
      "1\ny\n3\n", "1\r\nx\r\n3\r\n", conflicts: [2]),
    Self(
      "only line ends changed, on both sides", "a: 1\nb: 1\n", "a: 1\r\nb: 1\r\n",
      "a: 1\r\nb: 1\r\n", "a: 1\r\nb: 1\r\n"),
  ]
}
