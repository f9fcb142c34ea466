/// Changes of a tree that leave most of it valid.
struct TreeMutation {
  /// Values and keys with a meaning of their own somewhere.
  private static let words = [
    "{}", "[]", "null", "~", "''", "\"\"", "true", "no", "0", "-1", "1e400", "0x1F", "1_000",
    "2024-01-02",
    ".nan", "<<: *a", "&a", "*a", "!!str", "!!binary", "|", ">-", "$patch: delete",
    "$patch: replace",
    "$retainKeys: []", "$setElementOrder/containers: []", "$deleteFromPrimitiveList/a: []",
    "- op: copy",
    "from: \"\"", "path: /a/-", "path: /a~1b", "create: true", "delimiter: \"\"", "index: -1",
    "index: 9999999999",
    "fieldPath: a.*.b", "fieldPaths: [a.[b=c].d]", "name: .*", "labelSelector: a in (b)",
    "kind: List", "kind: Component",
    "behavior: merge", "behavior: replace", "options: {allowNameChange: true}",
    "includeSelectors: true", "unsetOnly: true",
    "namespace: $(X)", "namePrefix: a-", "literals: [a=b]", "envs: [e]", "files: [a=b]", "../", ".",
    "a/../b", "%",
    "(a+)+$", "[", "\\", "\u{FEFF}", "\u{2028}", "é", "\t", "\r\n", "---", "...", "# x",
    "99999999999999999999",
    "newTag: \"1\"", "digest: sha256:a", "vars: [{name: X, objref: {kind: A, name: a}}]",
    "configurations: [c.yaml]",
    "buildMetadata: [originAnnotations, transformerAnnotations, managedByLabel]",
    "sortOptions: {order: legacy}",
  ]

  private var random: UInt64

  init(seed: UInt64) {
    random = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  }

  /// A number below `limit`, which is not 0.
  private mutating func below(_ limit: Int) -> Int {
    // xorshift64*
    random ^= random >> 12
    random ^= random << 25
    random ^= random >> 27
    return Int((random &* 0x2545_F491_4F6C_DD1D) >> 33) % limit
  }

  mutating func changed(_ input: TreeInput) -> TreeInput {
    var input = input
    guard !input.files.isEmpty else {
      input.files = [("kustomization.yaml", Array("resources: []\n".utf8))]
      return input
    }
    for _ in 0...below(4) { change(&input) }
    return input
  }

  /// The files of one input with a file or some lines of another.
  mutating func joined(_ input: TreeInput, _ other: TreeInput) -> TreeInput {
    guard !other.files.isEmpty, !input.files.isEmpty else { return changed(input) }
    var input = input
    let source = other.files[below(other.files.count)]
    if below(3) == 0 {
      input.files.append(source)
    } else {
      let target = below(input.files.count)
      input.files[target].text = spliced(input.files[target].text, source.text)
    }
    return input
  }

  private mutating func change(_ input: inout TreeInput) {
    let index = below(input.files.count)
    switch below(12) {
    case 0:
      let other = input.files[below(input.files.count)]
      input.files[index].text = spliced(input.files[index].text, other.text)
    case 1: input.files[index].path = input.files[below(input.files.count)].path + "x"
    case 2:
      input.files.append((input.folder + "/" + String(below(9)) + ".yaml", input.files[index].text))
    case 3: changeByte(&input.files[index].text)
    default: input.files[index].text = changed(input.files[index].text)
    }
  }

  private mutating func changeByte(_ text: inout [UInt8]) {
    guard !text.isEmpty else { return }
    text[below(text.count)] = UInt8(below(255) + 1)
  }

  /// A text with lines of another at a line of its own.
  private mutating func spliced(_ text: [UInt8], _ other: [UInt8]) -> [UInt8] {
    var lines = Self.lines(of: text)
    let source = Self.lines(of: other)
    let start = below(source.count)
    let end = min(start + 1 + below(8), source.count)
    lines.insert(contentsOf: source[start..<end], at: below(lines.count + 1))
    return Array(lines.joined(separator: [0x0A]))
  }

  /// A text with a line that is dropped, doubled, moved, indented or changed in one of its words.
  private mutating func changed(_ text: [UInt8]) -> [UInt8] {
    var lines = Self.lines(of: text)
    let index = below(lines.count)
    switch below(9) {
    case 0: lines.remove(at: index)
    case 1: lines.insert(lines[index], at: below(lines.count + 1))
    case 2: lines.swapAt(index, below(lines.count))
    case 3: lines[index] = [0x20, 0x20] + lines[index]
    case 4 where lines[index].starts(with: [0x20, 0x20]): lines[index].removeFirst(2)
    case 5: lines.insert(margin(of: lines[index]) + word(), at: index)
    default: lines[index] = withOtherWord(lines[index], from: lines[below(lines.count)])
    }
    return Array(lines.joined(separator: [0x0A]))
  }

  /// A line in which a word is one of those above, or one of another line.
  private mutating func withOtherWord(_ line: [UInt8], from other: [UInt8]) -> [UInt8] {
    var words = line.split(separator: 0x20, omittingEmptySubsequences: false).map(Array.init)
    let others = other.split(separator: 0x20).map(Array.init)
    let index = below(words.count)
    words[index] = others.isEmpty || below(2) == 0 ? word() : others[below(others.count)]
    return Array(words.joined(separator: [0x20]))
  }

  private func margin(of line: [UInt8]) -> [UInt8] { Array(line.prefix { $0 == 0x20 }) }

  private mutating func word() -> [UInt8] { Array(Self.words[below(Self.words.count)].utf8) }

  /// The lines of a text, at least one.
  private static func lines(of text: [UInt8]) -> [[UInt8]] {
    text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
  }
}
