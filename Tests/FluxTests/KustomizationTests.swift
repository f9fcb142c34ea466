import Testing

@testable import Flux
@testable import YAML

@Suite struct KustomizationTests {
  @Test(arguments: [
    ("resources:\n- a.yaml\n", "resources:\n- a.yaml\n- n.yaml\n"),
    (
      "resources:\n  - a.yaml # a\n\n# end\nkind: K\n",
      "resources:\n  - a.yaml # a\n  - n.yaml\n\n# end\nkind: K\n"
    ),
    ("resources:\n  -   'a.yaml'", "resources:\n  -   'a.yaml'\n  -   n.yaml\n"),
    ("resources: [a.yaml]\n", "resources: [a.yaml, n.yaml]\n"),
    ("resources: [\n  a.yaml,\n]\n", "resources: [\n  a.yaml, n.yaml,\n]\n"),
    ("resources: []\n", "resources: [n.yaml]\n"),
    ("resources:\nkind: K\n", "resources:\n  - n.yaml\nkind: K\n"),
    ("resources: # all\nkind: K\n", "resources: # all\n  - n.yaml\nkind: K\n"),
    ("kind: K\n", "kind: K\nresources:\n  - n.yaml\n"),
    ("kind: K", "kind: K\nresources:\n  - n.yaml\n"),
    ("---\nkind: K\n\n# end\n", "---\nkind: K\nresources:\n  - n.yaml\n\n# end\n"),
    ("", "resources:\n  - n.yaml\n"), ("# none\n", "# none\nresources:\n  - n.yaml\n"),
    ("resources:\n- a.yaml\n- ./n.yaml\n", "resources:\n- a.yaml\n- ./n.yaml\n"),
    ("resources: [n.yaml/]", "resources: [n.yaml/]"),
    (
      "patches:\n- patch: |\n    - a\nresources:\n- a\nx: 1\n",
      "patches:\n- patch: |\n    - a\nresources:\n- a\n- n.yaml\nx: 1\n"
    ),
  ])
  func aResourceIsAddedAndTheRestStays(before: String, after: String) throws {
    let result = try addingResource("n.yaml", toKustomization: Array(before.utf8))
    #expect(String(decoding: result, as: UTF8.self) == after)
    #expect(try addingResource("n.yaml", toKustomization: result) == result)
    let crlf = try addingResource("n.yaml", toKustomization: Self.crlf(before))
    if before.utf8.contains(0x0A) { #expect(crlf == Self.crlf(after)) }
  }

  @Test func aNameThatNeedsQuotesGetsThem() throws {
    let result = try addingResource("no", toKustomization: Array("resources: [a]".utf8))
    #expect(String(decoding: result, as: UTF8.self) == "resources: [a, \"no\"]")
  }

  @Test(arguments: [
    "resources: a\n", "resources:\n- {a: b}\n", "resources: null\n", "a: 1\n---\nb: 1\n", "- a\n",
    "{a: b}\n",
    "a: [\n", "a: &x r\nresources:\n- *x\n",
  ])
  func aFileOfAnotherShapeIsAnErrorAndStays(text: String) {
    #expect(throws: ManifestError.self) {
      try addingResource("n.yaml", toKustomization: Array(text.utf8))
    }
  }

  private static func crlf(_ text: String) -> [UInt8] {
    text.utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
  }
}
