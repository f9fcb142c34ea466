import Testing

@testable import Flux
@testable import YAML

@Suite struct ConfigMapInsertionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let before: String
    let text: String
    let after: String
    var testDescription: String { before }
  }

  private static let head = "kind: ConfigMap\nmetadata:\n  name: c\n"

  private static let bodies = [
    // The key is there.
    Case(
      before: "data:\n  k: |\n    old\n  z: \"1\" # z\n", text: "a: 1\nb: 2\n",
      after: "data:\n  k: |\n    a: 1\n    b: 2\n  z: \"1\" # z\n"),
    Case(
      before: "data:\n  k: |- # why\n      old\n\n      more\n\n# end\n", text: "n\n",
      after: "data:\n  k: | # why\n      n\n\n# end\n"),
    Case(
      before: "data:\n  k: \"old\" # why\n  z: x\n", text: "n\nm",
      after: "data:\n  k: |- # why\n    n\n    m\n  z: x\n"),
    Case(
      before: "data:\n  k: 'a\n    b'\n  z: x\n", text: "n",
      after: "data:\n  k: |-\n    n\n  z: x\n"),
    Case(before: "data:\n  k:\n  z: x\n", text: "n\n", after: "data:\n  k: |\n    n\n  z: x\n"),
    Case(
      before: "data:\n  k: # why\n  z: x\n", text: "n\n",
      after: "data:\n  k: | # why\n    n\n  z: x\n"),
    Case(
      before: "data:\n  k: |+\n    old\n\n\n  z: x\n", text: "n\n",
      after: "data:\n  k: |\n    n\n  z: x\n"),
    Case(
      before: "data:\n  k: |\n    old\n\n  z: x\n", text: "n\n\n",
      after: "data:\n  k: |+\n    n\n\n  z: x\n"),
    Case(
      before: "data:\n  k: |\n    old\n  z: x\n", text: "a\rb",
      after: "data:\n  k: \"a\\rb\"\n  z: x\n"),
    Case(before: "data:\n  k: |\n    old", text: "n\n", after: "data:\n  k: |\n    n\n"),
    Case(before: "data:\n  k: x", text: "n\n", after: "data:\n  k: |\n    n\n"),
    Case(before: "data: {k: old, z: 1}\n", text: "n\n", after: "data: {k: \"n\\n\", z: 1}\n"),
    Case(before: "data:\n  k: true\n", text: "true", after: "data:\n  k: |-\n    true\n"),
    // The key is missing.
    Case(
      before: "data:\n  a: x # a\n# end\n", text: "n\n",
      after: "data:\n  a: x # a\n  k: |\n    n\n# end\n"),
    Case(
      before: "data:\n    a: |\n      x\n\n# end\n", text: "n\n",
      after: "data:\n    a: |\n      x\n    k: |\n      n\n\n# end\n"),
    Case(
      before: "data:\n  a: |+\n    x\n\nimmutable: true\n", text: "n\n",
      after: "data:\n  a: |+\n    x\n\n  k: |\n    n\nimmutable: true\n"),
    Case(
      before: "data:\n  a:\nimmutable: true\n", text: "n\n",
      after: "data:\n  a:\n  k: |\n    n\nimmutable: true\n"),
    Case(before: "data:\n  a: 'x'", text: "n\n", after: "data:\n  a: 'x'\n  k: |\n    n\n"),
    Case(before: "data:\n  a: x\n", text: "n\n\n", after: "data:\n  k: |+\n    n\n\n  a: x\n"),
    Case(
      before: "data:\n  # of a\n  a: &x y\n  b: *x\n", text: "n\n",
      after: "data:\n  # of a\n  k: |\n    n\n  a: &x y\n  b: *x\n"),
    Case(before: "data: {a: 1}\n", text: "n", after: "data: {\"k\": \"n\", a: 1}\n"),
    // There is no data.
    Case(
      before: "data: {}  # none\nimmutable: true\n", text: "n\n",
      after: "data:  # none\n  k: |\n    n\nimmutable: true\n"),
    Case(
      before: "data:\nimmutable: true\n", text: "n\n",
      after: "data:\n  k: |\n    n\nimmutable: true\n"),
    Case(before: "data: ~ # none\n", text: "n\n", after: "data: # none\n  k: |\n    n\n"),
    Case(before: "", text: "n\n", after: "data:\n  k: |\n    n\n"),
    Case(
      before: "\n# end\n---\nkind: B\n", text: "n\n",
      after: "data:\n  k: |\n    n\n\n# end\n---\nkind: B\n"),
    Case(
      before: "immutable: true", text: "n\n\n", after: "immutable: true\ndata:\n  k: \"n\\n\\n\"\n"),
  ]

  @Test(arguments: bodies, ["\n", "\r\n"])
  func settingOneKeyKeepsEveryOtherByte(_ edit: Case, newline: String) throws {
    func file(_ body: String) -> [UInt8] {
      var bytes: [UInt8] = []
      for byte in (Self.head + body).utf8 {
        if byte == 0x0A { bytes += newline.utf8 } else { bytes.append(byte) }
      }
      return bytes
    }
    let result = try ConfigMap.inserting(intoExisting: file(edit.before), key: "k", text: edit.text)
    #expect(
      String(decoding: result, as: UTF8.self) == String(decoding: file(edit.after), as: UTF8.self))
    let again = try ConfigMap.inserting(intoExisting: result, key: "k", text: edit.text)
    #expect(again == result)
    let stream = try YAMLStream(result)
    #expect(stream.documents[0]["data"]?["k"]?.scalar?.text == edit.text)
  }

  @Test func theNamedConfigMapOfSeveralIsTheOneThatChanges() throws {
    func file(_ body: String) -> String {
      """
      kind: ConfigMap
      metadata: {name: c, namespace: one}
      ---
      kind: ConfigMap
      metadata: {name: c, namespace: two}
      \(body)---
      kind: Secret
      metadata: {name: c}

      """
    }
    let result = try ConfigMap.inserting(
      intoExisting: Array(file("").utf8), key: "k", text: "x", name: "c", namespace: "two")
    #expect(String(decoding: result, as: UTF8.self) == file("data:\n  k: |-\n    x\n"))
    #expect(throws: ManifestError.self) {
      try ConfigMap.inserting(intoExisting: Array(file("").utf8), key: "k", text: "x", name: "c")
    }
    #expect(throws: ManifestError.self) {
      try ConfigMap.inserting(intoExisting: Array(file("").utf8), key: "k", text: "x", name: "d")
    }
  }

  @Test(arguments: [
    "data: [a]\n", "data: text\n", "data: &x\n", "data:\n  k: [1]\n", "data:\n  k: &a x\n  z: *a\n",
    "data:\n  a: 1\n  a: 2\n", "data: {\n",
  ])
  func whatCannotBeEditedAloneIsAnErrorWithItsPlace(body: String) {
    let error = #expect(throws: ManifestError.self) {
      try ConfigMap.inserting(intoExisting: Array((Self.head + body).utf8), key: "k", text: "n\n")
    }
    #expect(error?.position != nil)
  }
}
