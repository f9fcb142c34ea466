import Testing

@testable import YAML

@Suite struct ValueParsingTests {
  @Test(arguments: [
    ("", Value.null), ("# only\n", .null), ("~", .null), ("a: yes", .map(["a": .bool(true)])),
    ("a: 0x1F", .map(["a": .int(31)])), ("a: 1.30", .map(["a": .double(1.3)])),
    ("a: \"1.30\"", .map(["a": .string("1.30")])), ("a: !!str 1", .map(["a": .string("1")])),
    ("a: 2001-12-14", .map(["a": .string("2001-12-14")])), ("1: x", .map(["1": .string("x")])),
    ("a: &x [1]\nb: *x", .map(["a": .list([.int(1)]), "b": .list([.int(1)])])),
    (
      "a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3",
      .map([
        "a": .map(["p": .int(1), "q": .int(2)]), "b": .map(["p": .int(1), "q": .int(3)]),
      ])
    ),
    (
      "a: &x [&y 1, &y 2]\nb: [*x, *y]",
      .map([
        "a": .list([.int(1), .int(2)]), "b": .list([.list([.int(1), .int(2)]), .int(2)]),
      ])
    ),
  ])
  func valuesMeanWhatKubernetesTakesThemFor(text: String, value: Value) throws {
    #expect(try Value(yaml: Array(text.utf8)) == value)
  }

  @Test(arguments: ["a: 1\n---\nb: 1", "? [a]\n: b", "a: [", "a: 1\na: 2"])
  func whatIsNotOneValueIsAnError(text: String) {
    #expect(throws: ParseError.self) { try Value(yaml: Array(text.utf8)) }
  }

  @Test func anAliasBombEndsInAnErrorSoon() {
    #expect(throws: ParseError.self) { try Value(yaml: HostileYAML.bomb(asKeys: false)) }
  }
}
