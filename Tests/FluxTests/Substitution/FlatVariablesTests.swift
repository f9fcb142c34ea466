import Flux
import Testing
import YAML

@Suite struct FlatVariablesTests {
  private func texts(_ values: Value) throws(FlatNameError) -> [String: String] {
    try flatVariables(of: values).reduce(into: [:]) { $0[$1.key] = $1.text }
  }

  @Test func everyNodeHasAVariable() throws {
    let values = Value.map([
      "storage": .map(["bulk": .map(["size": .string("100Gi"), "count": .int(3)])]),
      "zones": .list([.string("a"), .bool(true)]), "none": .null, "ratio": .double(1.5),
    ])
    let expected = [
      "infraConfig":
        #"{"none":null,"ratio":1.5,"storage":{"bulk":{"count":3,"size":"100Gi"}},"zones":["a",true]}"#,
      "infraConfig_none": "null",
      "infraConfig_ratio": "1.5", "infraConfig_ratio_string": "\"1.5\"",
      "infraConfig_storage": #"{"bulk":{"count":3,"size":"100Gi"}}"#,
      "infraConfig_storage_bulk": #"{"count":3,"size":"100Gi"}"#,
      "infraConfig_storage_bulk_count": "3", "infraConfig_storage_bulk_count_string": "\"3\"",
      "infraConfig_storage_bulk_size": "100Gi",
      "infraConfig_zones": #"["a",true]"#, "infraConfig_zones_0": "a",
      "infraConfig_zones_1": "true", "infraConfig_zones_1_string": "\"true\"",
    ]
    #expect(try texts(values) == expected)
  }

  @Test(arguments: [
    ("nyc3", "nyc3"), ("s-4vcpu-8gb", "s-4vcpu-8gb"), ("https://a.io/b?c#d", "https://a.io/b?c#d"),
    ("a b", "a b"), ("1.31.0-do.0", "1.31.0-do.0"), ("", "\"\""), ("3", "\"3\""),
    ("1.30", "\"1.30\""), ("yes", "\"yes\""), ("N", "\"N\""), ("null", "\"null\""),
    ("~", "\"~\""), ("1e3", "\"1e3\""), ("0b-1", "\"0b-1\""), ("12:30:45", "\"12:30:45\""),
    ("2020-01-01", "\"2020-01-01\""), ("*.example.org", "\"*.example.org\""),
    ("a: b", "\"a: b\""), ("a #b", "\"a #b\""), (" a", "\" a\""), ("a\nb", "\"a\\nb\""),
    ("\"a\"", "\"\\\"a\\\"\""), ("a\\b", "a\\b"), ("{a", "\"{a\""), ("a:", "\"a:\""),
  ])
  func aStringIsQuotedOnlyWhereYAMLCouldTakeItForSomethingElse(
    text: String, variable: String
  ) throws {
    #expect(try texts(.map(["k": .string(text)]))["infraConfig_k"] == variable)
  }

  @Test func aKeyWithOtherCharactersGivesANameThatFluxTakes() throws {
    let values = Value.map(["doks.io/node-pool": .string("db"), "é": .int(1)])
    let names = try flatVariables(of: values, prefix: "x").map(\.key)
    #expect(names == ["x", "x_doks_io_node_pool", "x__", "x___string"])
    #expect(names.allSatisfy(FluxSubstitution.isName))
  }

  @Test func twoPathsWithOneNameAreAnErrorThatNamesBoth() {
    let error = #expect(throws: FlatNameError.self) {
      try flatVariables(of: .map(["s": .map(["a-b": .null, "a_b": .null])]))
    }
    #expect(error?.name == "infraConfig_s_a_b")
    #expect(error?.firstPath == "infraConfig.s.a-b")
    #expect(error?.secondPath == "infraConfig.s.a_b")
  }

  @Test(arguments: [
    Value.map(["a": .map(["b": .null]), "a_b": .null]), .map(["n": .int(1), "n_string": .null]),
    .map(["l": .list([.null]), "l_0": .null]), .map(["x.y": .null, "x/y": .null]),
  ])
  func noValueHidesBehindAnotherOne(values: Value) {
    #expect(throws: FlatNameError.self) { try flatVariables(of: values) }
  }

  @Test(arguments: [
    ("infraConfig.storage.bulk.size", "infraConfig_storage_bulk_size"),
    ("infraConfig", "infraConfig"), ("infraConfig.zones.0", "infraConfig_zones_0"),
    ("infraConfig.s.a-b", "infraConfig_s_a_b"),
    ("infraConfig.s.doks.io/pool", "infraConfig_s_doks_io_pool"),
    ("infraConfig.", nil), ("infraConfig..a", nil), (".infraConfig", nil), ("infraConfigs.a", nil),
    ("other.a", nil), ("", nil), ("infraConfig.a b", nil), ("infraConfig.a:-b", nil),
    ("infraConfig.${a}", nil), ("infraConfig_a", nil),
  ])
  func aReferenceHasTheNameOfItsVariable(reference: String, name: String?) {
    #expect(flatName(ofReference: reference) == name)
  }
}
