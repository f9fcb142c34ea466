import Testing

@testable import YAML

@Suite struct ValueTests {
  private let value: Value = .map([
    "nodes": .list([.map(["name": .string("a")]), .map(["name": .string("b")])]),
    "count": .int(2),
  ])

  @Test func aPathThroughMapsAndListsFindsItsValue() {
    #expect(value["nodes", "1", "name"] == .string("b"))
    #expect(value["count"] == .int(2))
    #expect(value["nodes", "2"] == nil)
    #expect(value["count", "x"] == nil)
  }

  @Test func textIsTheSameInEveryRunAndInByteOrder() {
    let map = Value.map([
      "b": .null, "a": .bool(true), "Z": .double(1.5), "é": .list([.int(-1)]),
      "ab": .string("\n\""),
    ])
    #expect(map.description == #"{"Z":1.5,"a":true,"ab":"\n\"","b":null,"é":[-1]}"#)
  }

  @Test func aNumberWithExponentKeepsItsPointSoThatOldReadersSeeANumber() {
    #expect(Value.double(1e21).description == "1.0e+21")
    #expect(Value.double(.nan).description == "null")
  }
}
