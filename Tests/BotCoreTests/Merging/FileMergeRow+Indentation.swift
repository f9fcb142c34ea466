extension FileMergeRow {
  private static let list = "r:\n- a\n- b\nz: 1\n"

  /// Files that one side laid out anew.
  static let indentation = [
    Self(
      "theirs adds an item at the end of a list that ours indented", list,
      "r:\n  - a\n  - b\nz: 1\n", "r:\n- a\n- b\n- c\nz: 1\n",
      "r:\n  - a\n  - b\n  - c\nz: 1\n"),
    Self(
      "theirs adds an item within a list that ours indented", list, "r:\n  - a\n  - b\nz: 1\n",
      "r:\n- a\n# new\n- c # why\n- b\nz: 2\n",
      "r:\n  - a\n  # new\n  - c # why\n  - b\nz: 2\n"),
    Self(
      "ours adds an item to a list that theirs indented", list, "r:\n- a\n- b\n- c\nz: 1\n",
      "r:\n  - a\n  - b\nz: 1\n", "r:\n- a\n- b\n- c\nz: 1\n"),
    Self(
      "theirs adds a container to a list that ours indented",
      "s:\n  c:\n  - name: a\n    args:\n    - x\n",
      "s:\n  c:\n    - name: a\n      args:\n        - x\n",
      "s:\n  c:\n  - name: a\n    args:\n    - x\n    - y\n  - name: b\n    s: |\n      t\n       u\n",
      "s:\n  c:\n    - name: a\n      args:\n        - x\n        - y\n    - name: b\n"
        + "      s: |\n        t\n         u\n"),
    Self(
      "theirs adds an item that ours has otherwise in an indented list", list,
      "r:\n  - a\n  - b\n  - o\nz: 1\n", "r:\n- a\n- b\n- t\nz: 1\n",
      "r:\n  - a\n  - b\n  - o\nz: 1\n", conflicts: [5]),
    Self(
      "ours took a map out of its brackets and theirs adds to it", "a: {x: 1, y: 1}\nb: 1\n",
      "a:\n  x: 1\n  y: 1\nb: 1\n", "a: {x: 1, y: 2, z: 3}\nb: 1\n",
      "a:\n  x: 1\n  y: 2\n  z: 3\nb: 1\n"),
    Self(
      "ours took a list out of its brackets and theirs adds to it", "a: [x, \"y\"]\nb: 1\n",
      "a:\n  - x\n  - \"y\"\nb: 1\n", "a: [x, \"y\", z]\nb: 1\n",
      "a:\n  - x\n  - \"y\"\n  - z\nb: 1\n"),
    Self(
      "theirs took a map out of its brackets and ours adds to it", "a: {x: 1, y: 1}\nb: 1\n",
      "a: {x: 1, y: 1, z: 3}\nb: 1\n", "a:\n  x: 1\n  y: 2\nb: 1\n",
      "a: {x: 1, y: 2, z: 3}\nb: 1\n"),
    Self(
      "theirs took a list out of its brackets and ours adds to it", "a: [x, y]\nb: 1\n",
      "a: [x, y, o]\nb: 1\n", "a:\n- x\n- y\nb: 1\n", "a: [x, y, o]\nb: 1\n"),
    Self(
      "ours took nested maps out of their brackets", "c: [{n: a, l: {cpu: 1}}]\n",
      "c:\n  - n: a\n    l:\n      cpu: 1\n", "c: [{n: a, l: {cpu: 2, memory: 1Gi}}]\n",
      "c:\n  - n: a\n    l:\n      cpu: 2\n      memory: 1Gi\n"),
    Self(
      "an item's map in brackets", "c:\n- {n: a, v: 1}\nz: 1\n", "c:\n- n: a\n  v: 1\nz: 1\n",
      "c:\n- {n: a, v: 2, w: 1}\nz: 1\n", "c:\n- n: a\n  v: 2\n  w: 1\nz: 1\n"),
    Self(
      "ours put a map into brackets and theirs adds to it", "a:\n  x: 1\n  y: 1\nb: 1\n",
      "a: {x: 1, y: 1}\nb: 1\n", "a:\n  x: 1\n  y: 1\n  z: 3\nb: 1\n",
      "a: {x: 1, y: 1, z: 3}\nb: 1\n"),
    Self(
      "a comment within brackets is not lost", "a: {x: 1,\n  # one\n  y: 1}\nb: 1\n",
      "a:\n  x: 1\n  # one\n  y: 1\nb: 1\n", "a: {x: 1,\n  # one\n  y: 1, z: 1}\nb: 1\n",
      "a:\n  x: 1\n  # one\n  y: 1\nb: 1\n", conflicts: [4]),
  ]
}
