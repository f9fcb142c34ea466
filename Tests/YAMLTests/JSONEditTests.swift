import TestSupport
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
    Case(
      before: "// x\n{\n  \"a\": 1 // one\n}\n", path: ["b"], value: .int(2),
      after: "// x\n{\n  \"a\": 1, // one\n  \"b\": 2\n}\n"),
    Case(
      before: "{\n  \"a\": 1, /* one */ // two\n  // end\n}", path: ["b"], value: .int(2),
      after: "{\n  \"a\": 1, /* one */ // two\n  \"b\": 2,\n  // end\n}"),
    Case(
      before: "{\n  \"a\": 1,\n}", path: ["b"], value: .int(2),
      after: "{\n  \"a\": 1,\n  \"b\": 2,\n}"),
    Case(
      before: "{\n  \"a\": 1\n  // none\n}", path: ["a"], value: .int(2),
      after: "{\n  \"a\": 2\n  // none\n}"),
    Case(
      before: "{ // nothing yet\n}", path: ["a"], value: .int(1),
      after: "{ // nothing yet\n  \"a\": 1\n}"),
    Case(before: "[1,]", path: ["1"], value: .int(2), after: "[1, 2,]"),
    Case(before: "[1 // x\n]", path: ["1"], value: .int(2), after: "[1, 2 // x\n]"),
    Case(before: "[1 /* , */ ]", path: ["1"], value: .int(2), after: "[1, 2 /* , */ ]"),
  ]

  @Test(arguments: cases)
  private func aSetValueLeavesTheRestOfTheFileAsItsOwnerWroteIt(_ edit: Case) throws {
    let result = try settingJSON(Array(edit.before.utf8), path: edit.path, to: edit.value)
    #expect(String(decoding: result, as: UTF8.self) == edit.after)
    #expect(try PositionedValue.parse(commentedJSON: result).value[path: edit.path] == edit.value)
  }

  @Test(arguments: [
    ("{\n  \"a\": 1, // one\n  \"b\": 2\n}", "a", "{\n  // one\n  \"b\": 2\n}"),
    ("{\n  \"a\": 1, // one\n  \"b\": 2\n}", "b", "{\n  \"a\": 1 // one\n}"),
    (
      "{\n  \"a\": 1,\n  // two\n  \"b\": 2, // b\n}", "b",
      "{\n  \"a\": 1,\n  // two\n  // b\n}"
    ),
    ("{ /* x */ \"a\": 1, /* y */ }", "a", "{ /* x */  /* y */ }"),
    ("{\r\n  // x\r\n  \"a\": 1\r\n}", "a", "{\r\n  // x\r\n  }"),
    ("{\"a\": 1, \"b\": 2,}", "b", "{\"a\": 1,}"),
  ])
  func whatIsRemovedLeavesTheCommentsAroundIt(before: String, key: String, after: String) throws {
    let result = try removingJSON(Array(before.utf8), path: [key])
    #expect(String(decoding: result, as: UTF8.self) == after)
    #expect(try PositionedValue.parse(commentedJSON: result).member(key) == nil)
  }

  /// Files with comments in every place where white space may be, and every edit that can be made in them.
  @Test(arguments: 0..<200)
  func noEditOfARandomFileLosesAComment(seed: UInt64) throws {
    var file = CommentedJSON(seed: seed)
    let text = file.text()
    let bytes = Array(text.utf8)
    let root = try PositionedValue.parse(commentedJSON: bytes)
    for path in CommentedJSON.paths(in: root) {
      var edits = [(path + ["new"], try settingJSON(bytes, path: path + ["new"], to: .int(7)))]
      edits.append((path + ["list"], try settingJSON(bytes, path: path + ["list"], to: .list([]))))
      for (path, edited) in edits {
        #expect(
          try PositionedValue.parse(commentedJSON: edited).value[path: path] != nil, "\(text)")
        #expect(CommentedJSON.comments(in: edited) == file.comments, "\(text)")
      }
      guard !path.isEmpty else { continue }
      let removed = try removingJSON(bytes, path: path)
      let rest = try PositionedValue.parse(commentedJSON: removed)
      #expect(rest.value[path: path] == nil, "\(text)")
      #expect(
        CommentedJSON.comments(in: removed).isSuperset(
          of: file.comments.subtracting(CommentedJSON.comments(in: bytes, below: path, root))),
        "\(text)\n-> \(String(decoding: removed, as: UTF8.self))")
    }
  }

  @Test(arguments: [["a", "b"], ["l", "7"], ["l", "x"]])
  func aPathThatCannotBeIsAnErrorWithItsPlace(path: [String]) {
    let error = #expect(throws: ParseError.self) {
      try settingJSON(Array(#"{"a": 1, "l": [1]}"#.utf8), path: path, to: .int(1))
    }
    #expect(error?.position.line == 1)
  }
}

/// A random JSON object with comments; each has a number of its own.
private struct CommentedJSON {
  private var random: SeededGenerator
  private(set) var comments: Set<String> = []

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func text() -> String { gap() + object(depth: 0) + gap() }

  private mutating func gap() -> String {
    var text =
      random.number(below: 2) == 0 ? "" : ["", " ", "\n", "\n  ", "\r\n"][random.number(below: 5)]
    while random.number(below: 3) == 0 {
      let name = "c\(comments.count),{}"
      let comment = random.number(below: 2) == 0 ? "/* \(name) */" : "// \(name)\n"
      comments.insert(name)
      text += " " + comment + [" ", ""][random.number(below: 2)]
    }
    return text
  }

  private mutating func object(depth: Int) -> String {
    let count = random.number(below: depth > 2 ? 2 : 4)
    var parts: [String] = []
    for index in 0..<count {
      let value = depth < 3 && random.number(below: 2) == 0 ? object(depth: depth + 1) : "\(index)"
      parts.append(gap() + "\"k\(index)\"" + gap() + ":" + gap() + value + gap())
    }
    let end = count > 0 && random.number(below: 3) == 0 ? "," + gap() : ""
    return "{" + (count == 0 ? gap() : parts.joined(separator: ",")) + end + "}"
  }

  /// The paths of all objects.
  static func paths(in value: PositionedValue, _ path: [String] = []) -> [[String]] {
    guard case .map(let members) = value.kind else { return [] }
    return [path] + members.flatMap { paths(in: $0.value, path + [$0.key]) }
  }

  static func comments(in bytes: some Sequence<UInt8>) -> Set<String> {
    let text = String(decoding: Array(bytes), as: UTF8.self)
    return Set(text.matches(of: /c\d+,\{\}/).map { String($0.output) })
  }

  /// The comments between the name at `path` and the end of its value.
  static func comments(
    in bytes: [UInt8], below path: [String], _ root: PositionedValue
  ) -> Set<String> {
    guard let parent = path.dropLast().reduce(root, { $0?.child($1) }), let key = path.last,
      let member = parent.member(key)
    else { return [] }
    return comments(in: bytes[member.keyRange.lowerBound..<member.value.range.upperBound])
  }
}
