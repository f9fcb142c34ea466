import Testing

@testable import YAML

@Suite struct JSONEditTests {
  private struct Case: Sendable, CustomTestStringConvertible {
    let before: String
    let path: [String]
    let value: Value
    let after: String
    var testDescription: String { before }
  }

  private static let cases = [
    Case(before: #"{"a":1}"#, path: ["a"], value: .int(2), after: #"{"a":2}"#),
    Case(before: #"{ "a" : "x" }"#, path: ["a"], value: .string("\""), after: #"{ "a" : "\"" }"#),
    Case(before: #"{"a":1}"#, path: ["b"], value: .bool(true), after: #"{"a":1, "b": true}"#),
    Case(
      before: "{\n  \"a\": 1\n}\n", path: ["b"], value: .null,
      after: "{\n  \"a\": 1,\n  \"b\": null\n}\n"),
    Case(
      before: "{\r\n\t\"a\": 1\r\n}", path: ["b", "c"], value: .string("x"),
      after: "{\r\n\t\"a\": 1,\r\n\t\"b\": {\r\n\t\t\"c\": \"x\"\r\n\t}\r\n}"),
    Case(before: "{}", path: ["a"], value: .int(1), after: "{\n  \"a\": 1\n}"),
    Case(
      before: "{\n    \"a\": { }\n}", path: ["a", "b"], value: .int(1),
      after: "{\n    \"a\": {\n        \"b\": 1\n    }\n}"),
    Case(
      before: #"{"a":[1,{"b":2}]}"#, path: ["a", "1", "b"], value: .int(3),
      after: #"{"a":[1,{"b":3}]}"#),
    Case(before: #"{"a":[1]}"#, path: ["a", "1"], value: .int(2), after: #"{"a":[1, 2]}"#),
    Case(
      before: "{\n  \"a\": [\n    1\n  ]\n}", path: ["a", "1"], value: .int(2),
      after: "{\n  \"a\": [\n    1,\n    2\n  ]\n}"),
    Case(
      before: "{\n  \"e\": [ { \"name\": \"p\" } ],\n  \"z\": 1\n}", path: ["e", "0", "n"],
      value: .int(3),
      after: "{\n  \"e\": [ { \"name\": \"p\", \"n\": 3 } ],\n  \"z\": 1\n}"),
    Case(before: "{\"a\": 1.0}", path: ["a"], value: .double(1), after: "{\"a\": 1.0}"),
  ]

  @Test(arguments: cases)
  private func aSetValueLeavesTheRestOfTheFileAsItsOwnerWroteIt(_ edit: Case) throws {
    let result = try settingJSON(Array(edit.before.utf8), path: edit.path, to: edit.value)
    #expect(String(decoding: result, as: UTF8.self) == edit.after)
    #expect(try PositionedValue.parse(json: result).value[path: edit.path] == edit.value)
  }

  @Test(arguments: [["a", "b"], ["l", "7"], ["l", "x"]])
  func aPathThatCannotBeIsAnErrorWithItsPlace(path: [String]) {
    let error = #expect(throws: ParseError.self) {
      try settingJSON(Array(#"{"a": 1, "l": [1]}"#.utf8), path: path, to: .int(1))
    }
    #expect(error?.position.line == 1)
  }
}
