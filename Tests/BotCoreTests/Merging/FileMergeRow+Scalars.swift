extension FileMergeRow {
  /// Scalars of YAML.
  static let scalars = [
    Self(
      "both changed one scalar", "a: 1\nb: 1\n", "a: 2\nb: 1\n", "a: 3\nb: 1\n", "a: 2\nb: 1\n",
      conflicts: [1]),
    Self(
      "two scalars on one line", "a: {x: 1, y: 1}\n", "a: {x: 2, y: 1}\n", "a: {x: 1, y: 2}\n",
      "a: {x: 2, y: 2}\n", isSymmetric: true),
    Self(
      "two scalars on one line, one of them changed by both", "a: {x: 1, y: 1}\n",
      "a: {x: 2, y: 1}\n", "a: {x: 3, y: 2}\n", "a: {x: 2, y: 2}\n", conflicts: [1]),
    Self(
      "the owner indented a block anew", "a:\n  b: 1\n  c: 1\n", "a:\n    b: 1\n    c: 2\n",
      "a:\n  b: 2\n  c: 1\n", "a:\n    b: 2\n    c: 2\n"),
    Self(
      "the owner ordered keys anew", "a: 1\nb: 1\nc: 1\n", "c: 1\nb: 1\na: 1\n",
      "a: 2\nb: 1\nc: 1\n", "c: 1\nb: 1\na: 2\n"),
    Self(
      "the owner's quotes stay", "a: one\n", "a: 'one' # mine\n", "a: two\n", "a: 'two' # mine\n"),
    Self(
      "the owner's comment stays beside a changed scalar", "a: 1\n", "a: 1 # mine\n", "a: 2\n",
      "a: 2 # mine\n"),
    Self(
      "a text that became a number", "a: \"1\"\n", "a: \"1\" # mine\n", "a: 1\n",
      "a: 1 # mine\n"),
    Self(
      "a scalar with an anchor", "a: &x 1\nb: *x\n", "a: &x 1 # mine\nb: *x\n", "a: &x 2\nb: *x\n",
      "a: &x 2 # mine\nb: *x\n"),
    Self(
      "theirs turned a scalar into a map", "a: 1\n", "a: 2\n", "a:\n  b: 1\n", "a: 2\n",
      conflicts: [1]),
    Self(
      "theirs changed a scalar of a map that the owner removed", "a:\n  b: 1\nc: 1\n", "c: 1\n",
      "a:\n  b: 2\nc: 1\n", "c: 1\n", conflicts: [1]),
    Self(
      "a block scalar edited on two lines", "s: |\n  a\n  b\n  c\n", "s: |\n  x\n  b\n  c\n",
      "s: |\n  a\n  b\n  z\n", "s: |\n  x\n  b\n  z\n", isSymmetric: true),
    Self(
      "a block scalar edited on one line", "s: |\n  a\nt: 1\n", "s: |\n  x\nt: 1\n",
      "s: |\n  y\nt: 1\n", "s: |\n  x\nt: 1\n", conflicts: [2]),
    Self(
      "of two chart versions the higher", "version: 1.2.0\n", "version: 1.3.0\n",
      "version: 1.10.0\n", "version: 1.10.0\n", isSymmetric: true),
    Self(
      "of two image tags the higher", "image: a/b:v1.0.0\n", "image: a/b:v1.2.0-rc.1\n",
      "image: a/b:v1.2.0\n", "image: a/b:v1.2.0\n", isSymmetric: true),
    Self(
      "tags of two images", "image: a:1.0.0\n", "image: b:1.0.0\n", "image: a:2.0.0\n",
      "image: b:1.0.0\n", conflicts: [1]),
    Self(
      "ranges of versions", "version: 1.x\n", "version: 2.x\n", "version: 3.x\n",
      "version: 2.x\n", conflicts: [1]),
    Self(
      "tags that are no versions", "tag: a\n", "tag: b\n", "tag: c\n", "tag: b\n", conflicts: [1]),
    Self(
      "a number that is no version", "replicas: 1\n", "replicas: 2\n", "replicas: 3\n",
      "replicas: 2\n", conflicts: [1]),
  ]

  private static func containers(_ first: String, _ second: String, gap: String = "") -> String {
    "c:\n- name: a\n  image: a:\(first)\n\(gap)- name: b\n  image: b:\(second)\n"
  }

  /// Lists and documents.
  static let lists = [
    Self(
      "items by name although their order changed", containers("1.0.0", "1.0.0"),
      "c:\n- name: b\n  image: b:1.0.0\n- name: a\n  image: a:1.0.0\n",
      containers("1.0.0", "2.0.0"),
      "c:\n- name: b\n  image: b:2.0.0\n- name: a\n  image: a:1.0.0\n"),
    Self(
      "items by name behind one that the owner added", "c: [{name: a, v: 1}]\n",
      "c: [{name: new, v: 1}, {name: a, v: 1}]\n", "c: [{name: a, v: 2}]\n",
      "c: [{name: new, v: 1}, {name: a, v: 2}]\n"),
    Self(
      "items by place", "c: [1, 2, 3]\n", "c: [9, 2, 3]\n", "c: [1, 2, 8]\n", "c: [9, 2, 8]\n",
      isSymmetric: true),
    Self(
      "items without names after the owner added one", "c: [1, 2]\n", "c: [0, 1, 2]\n",
      "c: [1, 3]\n", "c: [0, 1, 2]\n", conflicts: [1]),
    Self(
      "theirs adds an item, ours edits another", containers("1.0.0", "1.0.0"),
      containers("2.0.0", "1.0.0"), containers("1.0.0", "1.0.0", gap: "- name: n\n  image: n:1\n"),
      containers("2.0.0", "1.0.0", gap: "- name: n\n  image: n:1\n"), isSymmetric: true),
    Self(
      "documents by name although their order changed",
      "kind: A\nmetadata: {name: a}\nv: 1\n---\nkind: B\nmetadata: {name: b}\nv: 1\n",
      "kind: B\nmetadata: {name: b}\nv: 1\n---\nkind: A\nmetadata: {name: a}\nv: 1\n",
      "kind: A\nmetadata: {name: a}\nv: 2\n---\nkind: B\nmetadata: {name: b}\nv: 1\n",
      "kind: B\nmetadata: {name: b}\nv: 1\n---\nkind: A\nmetadata: {name: a}\nv: 2\n"),
    Self(
      "a document that ours added before", "kind: A\nv: 1\n", "kind: B\n---\nkind: A\nv: 1\n",
      "kind: A\nv: 2\n", "kind: B\n---\nkind: A\nv: 2\n", isSymmetric: true),
  ]
}
