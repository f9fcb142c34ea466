public import YAML

/// Values that `terraform output -json` told, by the keys that `--set` knows.
public struct TerraformOutput: Hashable, Sendable {
  /// Strings, numbers and booleans by key, such as `cluster.region`.
  public var values: [String: Value] = [:]
  /// Those about the cluster.
  public var facts = ClusterFacts()

  /// Reads the outputs that `mapping` names.
  ///
  /// Every other output is left alone, and the value of one that is marked sensitive is never read.
  ///
  /// - Parameters:
  ///   - root: The object that `terraform output -json` prints.
  ///   - file: What the text came from, for errors.
  ///   - mapping: The output's name for each key: `["cluster.region": "region"]`.
  /// - Returns: The values of the keys of `mapping`.
  /// - Throws: ConfigurationError with a position and every mistake: an output that is not there,
  ///   that is sensitive, or whose value does not suit its key.
  public static func decode(
    _ root: PositionedValue, file: String, mapping: [String: String]
  ) throws(ConfigurationError) -> TerraformOutput {
    guard case .map(let outputs) = root.kind else {
      throw ConfigurationError(
        "this is no object of outputs", file: file, position: root.position,
        remedy: "give the whole output of terraform output -json")
    }
    var result = TerraformOutput()
    var problems: [ConfigurationError.Problem] = []
    for (key, name) in mapping.sorted(by: { $0.key < $1.key }) {
      do {
        let value = try scalar(named: name, for: key, in: root, outputs, file: file)
        try result.take(value, for: key, file: file)
      } catch {
        problems += error.problems
      }
    }
    if !problems.isEmpty { throw ConfigurationError(problems) }
    return result
  }

  private static func scalar(
    named name: String, for key: String, in root: PositionedValue,
    _ outputs: [PositionedValue.Member], file: String
  ) throws(ConfigurationError) -> PositionedValue {
    guard let output = outputs.first(where: { $0.key == name }) else {
      let nearest = nearestSpelling(to: name, among: outputs.map(\.key))
      throw ConfigurationError(
        "there is no output \"\(name)\" for \(key)", file: file, position: root.position,
        remedy: nearest.map { "did you mean \"\($0)\"?" }
          ?? "add the output to the Terraform module, or correct its name in the configuration")
    }
    guard let value = output.value.member("value")?.value else {
      throw ConfigurationError(
        "the output \"\(name)\" has no value", file: file, position: output.value.position,
        remedy: "give the whole output of terraform output -json")
    }
    // What cannot be read as not sensitive is taken for sensitive.
    let mark = output.value.member("sensitive")?.value.value ?? .bool(false)
    guard mark == .bool(false) else {
      throw ConfigurationError(
        "the output \"\(name)\" for \(key) is sensitive", file: file,
        position: output.value.position,
        remedy: "choose another output; what is read here ends up in a commit")
    }
    return value
  }
}

extension TerraformOutput {
  private mutating func take(
    _ value: PositionedValue, for key: String, file: String
  ) throws(ConfigurationError) {
    switch key {
    case "cluster.region": facts.region = try text(value, key, file)
    case "cluster.nodeSize": facts.nodeSize = try text(value, key, file)
    case "cluster.version": facts.version = try text(value, key, file)
    case "cluster.nodeCount": facts.nodeCount = try count(value, key, file)
    case "cluster.minNodes": facts.minNodes = try count(value, key, file)
    case "cluster.maxNodes": facts.maxNodes = try count(value, key, file)
    case "cluster.haControlPlane": facts.haControlPlane = try flag(value, key, file)
    case "cluster.nodeCpu": facts.nodeCpuMillicores = try amount(value, key, file).thousandths
    case "cluster.nodeMemory": facts.nodeMemoryBytes = try amount(value, key, file).units
    default: _ = try text(value, key, file)
    }
    values[key] = value.value
  }

  /// Terraform gives numbers and booleans as such or, from maps and providers, as strings.
  private func text(
    _ value: PositionedValue, _ key: String, _ file: String
  ) throws(ConfigurationError) -> String {
    switch value.kind {
    case .string(let text) where !text.isEmpty: return text
    case .int, .double, .bool: return value.value.description
    default: throw unsuitable(value, key, "a string that is not empty, or a number", file)
    }
  }

  private func count(
    _ value: PositionedValue, _ key: String, _ file: String
  ) throws(ConfigurationError) -> Int {
    guard let count = Int(try text(value, key, file)), count >= 0 else {
      throw unsuitable(value, key, "a whole number from 0", file)
    }
    return count
  }

  private func flag(
    _ value: PositionedValue, _ key: String, _ file: String
  ) throws(ConfigurationError) -> Bool {
    guard let flag = Bool(try text(value, key, file)) else {
      throw unsuitable(value, key, "true or false", file)
    }
    return flag
  }

  private func amount(
    _ value: PositionedValue, _ key: String, _ file: String
  ) throws(ConfigurationError) -> Quantity {
    let text = try text(value, key, file)
    guard let quantity = try? Quantity(parsing: text), quantity > Quantity(thousandths: 0) else {
      throw unsuitable(value, key, "a quantity above 0, such as \"4\" or \"8Gi\"", file)
    }
    return quantity
  }

  private func unsuitable(
    _ value: PositionedValue, _ key: String, _ expected: String, _ file: String
  ) -> ConfigurationError {
    ConfigurationError(
      "the output for \(key) must be \(expected)", file: file, position: value.position,
      remedy: "change the output, or name another one for \(key)")
  }
}
