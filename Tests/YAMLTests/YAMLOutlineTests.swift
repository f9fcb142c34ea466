import TestSupport
import Testing

@testable import YAML

/// The list of nodes has to say of every text what the tree of nodes says.
@Suite struct YAMLOutlineTests {
  /// A node with everything that both know of it.
  private struct Node: Equatable {
    let kind: YAMLOutline.Kind
    let position: TextPosition
    let tag: String
    let anchor: String?
    var text: String?
    var style: YAMLNode.Style?
    var extents: [Range<Int>] = []
    var textStart = 0
    var inFlow = false
    var isKey = false
  }

  private struct Outline: Equatable {
    var documents = 0
    var nodes: [Node] = []
    var scalars = 0

    init(_ outline: YAMLOutline) {
      documents = outline.documents
      scalars = outline.scalars.count
      nodes = outline.nodes.map { node in
        var copy = Node(
          kind: node.kind, position: node.position, tag: node.fullTag, anchor: node.anchor)
        guard case .scalar(let index) = node.kind else { return copy }
        let scalar = outline.scalars[index]
        copy.text = outline.text(scalar)
        copy.style = scalar.style
        copy.extents = [scalar.extent?.outer, scalar.extent?.inner].compactMap { $0 }
        copy.textStart = scalar.textStart
        copy.inFlow = scalar.inFlow
        copy.isKey = scalar.isKey
        return copy
      }
    }

    init(_ stream: YAMLStream) {
      documents = stream.documents.count
      for document in stream.documents { add(document, isKey: false) }
    }

    private mutating func add(_ node: YAMLNode, isKey: Bool) {
      let kind: YAMLOutline.Kind =
        switch node.kind {
        case .scalar: .scalar(scalars)
        case .list(let elements): .list(elements.count)
        case .map(let members): .map(2 * members.count)
        case .alias(let number): .alias(number)
        }
      var copy = Node(kind: kind, position: node.position, tag: node.tag, anchor: node.anchor)
      if let scalar = node.scalar {
        scalars += 1
        copy.text = scalar.text
        copy.style = scalar.style
        copy.extents = [scalar.extent?.outer, scalar.extent?.inner].compactMap { $0 }
        copy.textStart = node.textStart
        copy.inFlow = node.inFlow
        copy.isKey = isKey
      }
      nodes.append(copy)
      for element in node.elements ?? [] { add(element, isKey: isKey) }
      for member in node.members ?? [] {
        add(member.key, isKey: true)
        add(member.value, isKey: isKey)
      }
    }
  }

  private func expectSame(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      let stream = Outline(try YAMLStream(bytes))
      do {
        #expect(try Outline(YAMLOutline(bytes)) == stream, "\(text)")
      } catch {
        Issue.record("\(error) in \(text)")
      }
    } catch {
      #expect(throws: error, "\(text)") { try YAMLOutline(bytes) }
    }
  }

  private static let many = (1...20).map { "k\($0): \($0)\n" }.joined()

  @Test(arguments: [
    "", "\u{FEFF}", "# a\n", "---\n---\n", "a", "? a\n", "? [a, {b: c}]\n: d\n", "{}: []\n",
    "a: &x b\nc: *x\nd: &x e\nf: *x\n", "a: &x [b, &y c, *y]\nd: [*x, *y]\n", "- &x\n- *x\n",
    "a: !t b\nc: !!str d\ne: !<x> {f: ! g}\n", "\u{FEFF}a: é\nü: [ß]\n",
    "a:\n  - b:\n    - c: |\n        d\n",
    "a: {b: c, ? d : e, f}\n", "[a, [b: c], {d: [e]}]\n", "a: 'b\n  c'\nd: \"e\\\n  f\"\n",
    "''\n", "\"\": ''\n'': 1\n", "a: 1\n'a': 2\n", "a: 1\nA: 2\n", "? &x a\n: 1\n? *x\n: 2\n",
    "\u{E9}: 1\ne\u{301}: 2\n", many, many + "k20: x\n", "a:\n" + many + "k: v\n",
    "a: {b: 1, c: {b: 1}, d: 2, b: 3}\n", "? {a: 1, a: 2}\n: b\n", "? [a]\n: 1\n? [a]\n: 2\n",
    "!a b: 1\nb: 2\n", "a: *b\n", "&a [*a]\n", "a: &a {b: *a}\n", "%YAML 1.1\n---\na: b\n",
    "a: b: c\n", "a: [\n", "a: 1\na: 2\nb: [\n",
  ])
  func theListHasWhatTheTreeHas(text: String) {
    expectSame(Array(text.utf8))
  }

  @Test(arguments: [79, 80, 81, 82])
  func bothStopAtTheSameDepth(depth: Int) {
    let (open, close) = (String(repeating: "[", count: depth), String(repeating: "]", count: depth))
    for inner in ["", "a", "{}"] { expectSame(Array((open + inner + close).utf8)) }
  }

  @Test func hostileFilesAreReadAlike() {
    for asKeys in [false, true] { expectSame(HostileYAML.bomb(asKeys: asKeys)) }
    for open in ["[", "{a: ", "- ", "? "] { expectSame(HostileYAML.nested(open, 300)) }
    expectSame(HostileYAML.indented(300))
    expectSame([0x61, 0xFF])
  }

  @Test(arguments: 0..<12)
  func randomFilesAreReadAlikeAlsoWithMistakes(seed: UInt64) {
    var random = SeededGenerator(seed: seed &+ 2000)
    let pieces = [
      "- ", "? ", ": ", "&x ", "*x", "!t ", "[", "]", "{", "}", ",", "'", "\"", "|\n", "\n", "  ",
      "# ", "é", "k1: ", "---\n", "a",
    ]
    for _ in 0..<150 {
      var bytes = Array(StructureProofPropertyTests.file(&random).utf8)
      expectSame(bytes)
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        bytes.insert(contentsOf: random.one(of: pieces).utf8, at: place)
      }
      expectSame(bytes)
    }
  }
}
