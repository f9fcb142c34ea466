internal import YAML

/// Values that `terraform output -json` told, by the keys that `--set` knows.
///
/// Every output that nothing names is left alone, and the value of one that is marked sensitive is
/// never read.
public struct Terraform: LiveSource {
  /// - Throws: LiveSourceError with a position and every mistake: an output that is not there, that is
  ///   sensitive, or whose value does not suit its key.
  public func told(
    by answer: LiveAnswer, of environment: LiveEnvironment
  ) throws(LiveSourceError) -> LiveTold {
    var told = LiveTold()
    for root in try answer.documents() {
      var names = environment.outputs
      if names.isEmpty { names = environment.usualOutputs.filter { root.member($0.value) != nil } }
      let output = try TerraformOutput(root, names)
      told = LiveTold(
        facts: output.facts, values: output.values.compactMapValues(\.plainText))
    }
    return told
  }
}

/// What the outputs say that have a name among the keys.
struct TerraformOutput: Hashable {
  /// Strings, numbers and booleans by key, such as `cluster.region`.
  private(set) var values: [String: Value] = [:]
  /// Those about the cluster.
  private(set) var facts = ClusterFacts()

  /// Reads the outputs of `root` that `mapping` names: `["cluster.region": "region"]`.
  init(_ root: PositionedValue, _ mapping: [String: String]) throws(LiveSourceError) {
    guard case .map(let outputs) = root.kind else {
      throw LiveSourceError(
        "this is no object of outputs", at: root.position,
        remedy: "give the whole output of terraform output -json")
    }
    var problems: [LiveSourceError.Problem] = []
    for (key, name) in mapping.sorted(by: { $0.key < $1.key }) {
      do {
        try take(try TerraformOutput.scalar(named: name, for: key, in: root, outputs), for: key)
      } catch {
        problems += error.problems
      }
    }
    if !problems.isEmpty { throw LiveSourceError(problems) }
  }

  private static func scalar(
    named name: String, for key: String, in root: PositionedValue,
    _ outputs: [PositionedValue.Member]
  ) throws(LiveSourceError) -> PositionedValue {
    guard let output = outputs.first(where: { $0.key == name }) else {
      throw LiveSourceError(
        "there is no output \"\(name)\" for \(key)", at: root.position,
        remedy: "add the output to the Terraform module, or correct its name in the configuration",
        misspelling: LiveSourceError.Misspelling(name: name, known: outputs.map(\.key)))
    }
    guard let value = output.value.member("value")?.value else {
      throw LiveSourceError(
        "the output \"\(name)\" has no value", at: output.value.position,
        remedy: "give the whole output of terraform output -json")
    }
    // What cannot be read as not sensitive is taken for sensitive.
    let mark = output.value.member("sensitive")?.value.value ?? .bool(false)
    guard mark == .bool(false) else {
      throw LiveSourceError(
        "the output \"\(name)\" for \(key) is sensitive",
        at: output.value.position,
        remedy: "choose another output; what is read here ends up in a commit")
    }
    return value
  }
}

extension TerraformOutput {
  private mutating func take(
    _ value: PositionedValue, for key: String
  ) throws(LiveSourceError) {
    switch key {
    case "cluster.region": facts.region = try text(value, key)
    case "cluster.nodeSize": facts.nodeSize = try text(value, key)
    case "cluster.version": facts.version = try text(value, key)
    case "cluster.nodeCount": facts.nodeCount = try count(value, key)
    case "cluster.minNodes": facts.minNodes = try count(value, key)
    case "cluster.maxNodes": facts.maxNodes = try count(value, key)
    case "cluster.haControlPlane": facts.haControlPlane = try flag(value, key)
    case "cluster.nodeCpu": facts.nodeCpuMillicores = try amount(value, key).thousandths
    case "cluster.nodeMemory": facts.nodeMemoryBytes = try amount(value, key).units
    default: _ = try text(value, key)
    }
    values[key] = value.value
  }

  /// Terraform gives numbers and booleans as such or, from maps and providers, as strings.
  private func text(
    _ value: PositionedValue, _ key: String
  ) throws(LiveSourceError) -> String {
    switch value.kind {
    case .string(let text) where !text.isEmpty: return text
    case .int, .double, .bool: return value.value.description
    default: throw unsuitable(value, key, "a string that is not empty, or a number")
    }
  }

  private func count(
    _ value: PositionedValue, _ key: String
  ) throws(LiveSourceError) -> Int {
    guard let count = Int(try text(value, key)), count >= 0 else {
      throw unsuitable(value, key, "a whole number from 0")
    }
    return count
  }

  private func flag(
    _ value: PositionedValue, _ key: String
  ) throws(LiveSourceError) -> Bool {
    guard let flag = Bool(try text(value, key)) else {
      throw unsuitable(value, key, "true or false")
    }
    return flag
  }

  private func amount(
    _ value: PositionedValue, _ key: String
  ) throws(LiveSourceError) -> Quantity {
    let text = try text(value, key)
    guard let quantity = try? Quantity(parsing: text), quantity > Quantity(thousandths: 0) else {
      throw unsuitable(value, key, "a quantity above 0, such as \"4\" or \"8Gi\"")
    }
    return quantity
  }

  private func unsuitable(
    _ value: PositionedValue, _ key: String, _ expected: String
  ) -> LiveSourceError {
    LiveSourceError(
      "the output for \(key) must be \(expected)", at: value.position,
      remedy: "change the output, or name another one for \(key)")
  }
}
