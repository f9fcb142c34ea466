extension FileMergeRow {
  private static let secret = "a: ENC[x]\nsops:\n  mac: ENC[1]\n"
  private static let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n"

  /// Files that are taken as they are.
  static let whole = [
    Self("nobody changed it", "a: 1\n", "a: 1\n", "a: 1\n", "a: 1\n", isSymmetric: true),
    Self("both changed it alike", "a: 1\n", "a: 2\n", "a: 2\n", "a: 2\n", isSymmetric: true),
    Self("only ours changed", "a: 1\n", "a: 2\n", "a: 1\n", "a: 2\n", isSymmetric: true),
    Self("only theirs changed", "a: 1\n", "a: 1\n", "a: 2\n", "a: 2\n", isSymmetric: true),
    Self("both added the same", nil, "a: 1\n", "a: 1\n", "a: 1\n", isSymmetric: true),
    Self("both added something else", nil, "a: 1\n", "a: 2\n", "a: 1\n", conflicts: [1]),
    Self(
      "both added it, ours with the old value", nil, "h: x.acme.io\n", "h: x.acme.dev\n",
      "h: x.acme.dev\n"),
    Self("ours emptied it", "a: 1\n", "", "a: 2\n", "", conflicts: [1]),
    Self("theirs emptied it", "a: 1\n", "a: 2\n", "", "a: 2\n", conflicts: [1]),
    Self(
      "a binary changed by both", path: "logo.png", bytes: [0, 1], [0, 2], [0, 3], [0, 2],
      conflicts: [nil]),
    Self(
      "a text that became a binary", path: "logo", bytes: [65], [66], [0, 3], [66],
      conflicts: [nil]),
    Self(
      "a pointer of Git LFS changed by both", path: "big.bin", pointer, pointer + "x\n",
      pointer + "y\n", pointer + "x\n", conflicts: [nil]),
    Self(
      "an encrypted file changed by both", secret, secret + "b: 1\n", "c: 1\n" + secret,
      secret + "b: 1\n", conflicts: [nil]),
    Self(
      "a file that ours encrypted", "a: 1\nb: 1\n", secret, "a: 1\nb: 2\n", secret,
      conflicts: [nil]),
    Self(
      "a file above the size that is read", path: "big.txt",
      bytes: Array(repeating: 10, count: 10 << 20), Array(repeating: 10, count: (10 << 20) + 1),
      [65, 10], Array(repeating: 10, count: (10 << 20) + 1), conflicts: [nil]),
  ]

  /// Kustomizations whose last items go, some with each side.
  static let emptied = [
    Self(
      "each side removes another item, and nothing is left", path: "a/kustomization.yaml",
      "kind: Kustomization\nresources: # all\n  - a.yaml\n  - b.yaml\n",
      "kind: Kustomization\nresources: # all\n  - a.yaml\n",
      "kind: Kustomization\nresources: # all\n  - b.yaml\n",
      "kind: Kustomization\nresources: [] # all\n", isSymmetric: true),
    Self(
      "a list that was emptied gets an item again", path: "a/kustomization.yaml",
      "kind: Kustomization\nresources:\n  - b.yaml\n", "kind: Kustomization\nresources: []\n",
      "kind: Kustomization\nresources:\n  - b.yaml\n  - c.yaml\n",
      "kind: Kustomization\nresources:\n  - c.yaml\n", isSymmetric: true),
    Self(
      "each side removes another item, and a field is left", path: "a/kustomization.yaml",
      "kind: Kustomization\nresources:\n  - a.yaml\n  - b.yaml\nnamespace: a\n",
      "kind: Kustomization\nresources:\n  - a.yaml\nnamespace: a\n",
      "kind: Kustomization\nresources:\n  - b.yaml\nnamespace: a\n",
      "kind: Kustomization\nresources:\nnamespace: a\n", isSymmetric: true),
  ]

  /// Lines of any text.
  static let lines = [
    Self(
      "edits far apart", path: "a.txt", "1\n2\n3\n4\n5\n", "x\n2\n3\n4\n5\n", "1\n2\n3\n4\ny\n",
      "x\n2\n3\n4\ny\n", isSymmetric: true),
    Self(
      "edits of neighbours", path: "a.txt", "1\n2\n3\n", "x\n2\n3\n", "1\ny\n3\n", "x\ny\n3\n",
      isSymmetric: true),
    Self(
      "an edit and a removal of neighbours", path: "a.txt", "1\n2\n3\n", "x\n2\n3\n", "1\n3\n",
      "x\n3\n", isSymmetric: true),
    Self(
      "a line added before an edited one", path: "a.txt", "1\n2\n3\n", "1\nn\n2\n3\n", "1\ny\n3\n",
      "1\nn\ny\n3\n", isSymmetric: true),
    Self(
      "a line added behind an edited one", path: "a.txt", "1\n2\n3\n", "1\n2\nn\n3\n", "1\ny\n3\n",
      "1\ny\nn\n3\n", isSymmetric: true),
    Self(
      "different lines added in one place", path: "a.txt", "1\n2\n", "1\nx\n2\n", "1\ny\n2\n",
      "1\nx\n2\n", conflicts: [2]),
    Self(
      "the same line added in one place", path: "a.txt", "1\n2\n3\n", "1\nx\n2\n3\n",
      "1\nx\n2\n4\n", "1\nx\n2\n4\n", isSymmetric: true),
    Self(
      "the same line added by both, beside an edit", path: "a.yaml", "a: 1\nb: 1\n",
      "a: 2\nn: 1\nb: 1\n", "a: 1\nn: 1\nb: 1\n", "a: 2\nn: 1\nb: 1\n", isSymmetric: true),
    Self(
      "a paragraph that each adds behind a blank line", path: "a.txt", "1\n2\n",
      "1\n\nmine\n2\n", "1\n\nother\nx\n", "1\n\nmine\n\nother\nx\n", isSymmetric: true),
    Self(
      "the same line removed by both", path: "a.txt", "1\n2\n3\n4\n", "1\n3\n4\n", "1\n3\n5\n",
      "1\n3\n5\n", isSymmetric: true),
    Self(
      "one line changed otherwise", path: "a.txt", "1\n2\n3\n", "1\nx\n3\n", "1\ny\n3\n",
      "1\nx\n3\n", conflicts: [2]),
    Self(
      "two lines that ours changed, one of them changed by theirs", path: "a.txt", "1\n2\n3\n",
      "x\ny\n3\n", "1\nz\n3\n", "x\ny\n3\n", conflicts: [2]),
    Self(
      "two lines that theirs changed, one of them changed by ours", path: "a.txt", "1\n2\n3\n",
      "1\nz\n3\n", "x\ny\n3\n", "x\nz\n3\n", conflicts: [2]),
    Self(
      "a line removed by ours and changed by theirs", path: "a.txt", "1\n2\n3\n", "1\n3\n",
      "1\ny\n3\n", "1\n3\n", conflicts: [2]),
    Self(
      "a line changed by ours and removed by theirs", path: "a.txt", "1\n2\n3\n", "1\ny\n3\n",
      "1\n3\n", "1\ny\n3\n", conflicts: [2]),
    Self(
      "bytes that are no UTF-8", path: "a.txt", bytes: [0xFF, 10, 65, 10, 66, 10],
      [0xFE, 10, 65, 10, 66, 10], [0xFF, 10, 65, 10, 67, 10], [0xFE, 10, 65, 10, 67, 10],
      isSymmetric: true),
  ]

  /// How lines and texts end and start.
  static let ends = [
    Self(
      "CRLF stays CRLF", "a: 1\r\nb: 1\r\nc: 1\r\n", "a: 2\r\nb: 1\r\nc: 1\r\n",
      "a: 1\r\nb: 1\r\nc: 2\r\n", "a: 2\r\nb: 1\r\nc: 2\r\n", isSymmetric: true),
    Self(
      "CRLF and LF in one file", "a: 1\r\nb: 1\nc: 1\r\n", "a: 2\r\nb: 1\nc: 1\r\n",
      "a: 1\r\nb: 1\nc: 2\r\n", "a: 2\r\nb: 1\nc: 2\r\n", isSymmetric: true),
    Self(
      "ours went to CRLF", "a: 1\nb: 1\n", "a: 1\r\nb: 1\r\n", "a: 1\nb: 2\n",
      "a: 1\r\nb: 2\r\n"),
    Self(
      "no line end at the end", "a: 1\nb: 1", "a: 2\nb: 1", "a: 1\nb: 2", "a: 2\nb: 2",
      isSymmetric: true),
    Self(
      "theirs ends the last line", "a: 1\nb: 1\nc: 1", "a: 2\nb: 1\nc: 1", "a: 1\nb: 1\nc: 1\n",
      "a: 2\nb: 1\nc: 1\n", isSymmetric: true),
    Self(
      "theirs adds behind a last line that ours left open", path: "a.txt", "1\n2\n", "1\n2",
      "1\n2\n3\n", "1\n2\n3\n", isSymmetric: true),
    Self(
      "ours edits an open last line and theirs adds one", "a: 1\nb: 1", "a: 1\nb: 2",
      "a: 1\nb: 1\nc: 1\n", "a: 1\nb: 2\nc: 1\n", isSymmetric: true),
    Self(
      "a byte-order mark stays", "\u{FEFF}a: 1\nb: 1\n", "\u{FEFF}a: 2\nb: 1\n",
      "\u{FEFF}a: 1\nb: 2\n", "\u{FEFF}a: 2\nb: 2\n", isSymmetric: true),
    Self(
      "blank lines", "a: 1\n\nb: 1\n", "a: 1\n\n\nb: 1\n", "a: 1\n\nb: 2\n", "a: 1\n\n\nb: 2\n",
      isSymmetric: true),
  ]
}
