import Flux
import Testing
import YAML

/// References of whole scalars give back what `values.yaml` holds, whatever it holds.
@Suite struct FlatRoundTripTests {
  @Test(arguments: 0..<20)
  func aReferenceGivesBackTheSameTypedValue(block: UInt64) throws {
    for seed in 0..<50 {
      var random = RandomValues(seed: block * 50 + UInt64(seed))
      let values = random.map(depth: 0)
      let variables = try flatVariables(of: values).reduce(into: [:]) { $0[$1.key] = $1.text }
      let nodes = nodes(of: values, "infraConfig")
      let manifest = manifest(of: nodes)
      for isStrict in [true, false] {
        let results = try FluxSubstitution.substituted(
          stream: Array(manifest.utf8), variables: variables, isStrict: isStrict)
        let result = try #require(results.first)
        for (index, node) in nodes.enumerated() { check(node, index, result) }
      }
    }
  }

  private func check(_ node: (name: String, value: Value), _ index: Int, _ result: Value) {
    for style in ["plain", "single", "double", "listed"] {
      #expect(result["spec", "\(style)\(index)"] == node.value.asJSON, "\(node.name) \(style)")
    }
    switch node.value {
    case .int, .double, .bool:
      #expect(result["spec", "text\(index)"] == .string(node.value.description))
    default: #expect(result["spec", "text\(index)"] == .null)
    }
  }

  /// Every node with the name of its variable.
  private func nodes(of value: Value, _ name: String) -> [(name: String, value: Value)] {
    var nodes = [(name, value)]
    switch value {
    case .map(let map):
      for (key, child) in map {
        let scalars = key.unicodeScalars.map { scalar in
          scalar.isASCII && (Character(scalar).isLetter || Character(scalar).isNumber)
            ? Character(scalar) : "_"
        }
        nodes += self.nodes(of: child, name + "_" + String(scalars))
      }
    case .list(let list):
      for (index, child) in list.enumerated() { nodes += self.nodes(of: child, "\(name)_\(index)") }
    default: break
    }
    return nodes
  }

  private func manifest(of nodes: [(name: String, value: Value)]) -> String {
    var text = "apiVersion: example.org/v1\nkind: Sample\nmetadata:\n  name: s\nspec:\n"
    for (index, node) in nodes.enumerated() {
      text += "  plain\(index): ${\(node.name)}\n  single\(index): '${\(node.name)}'\n"
      text += "  double\(index): \"${\(node.name)}\"\n  listed\(index): ${\(node.name)}\n"
      switch node.value {
      case .int, .double, .bool: text += "  text\(index): \"${\(node.name)_string}\"\n"
      default: text += "  text\(index): null\n"
      }
    }
    return text
  }
}

extension Value {
  /// This value as JSON has it, where whole numbers are all alike.
  fileprivate var asJSON: Value {
    switch self {
    case .double(let number): Int(exactly: number).map(Value.int) ?? self
    case .list(let list): .list(list.map(\.asJSON))
    case .map(let map): .map(map.mapValues(\.asJSON))
    default: self
    }
  }
}
