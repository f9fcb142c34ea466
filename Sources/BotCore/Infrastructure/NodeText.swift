internal import YAML

/// A node's object in the JSON of kubectl.
struct NodeText {
  let value: PositionedValue
  let file: String

  private func value(at path: [String]) -> PositionedValue? {
    var found: PositionedValue? = value
    for step in path { found = found?.member(step)?.value }
    return found
  }

  /// The strings of the object at `path`; empty where there is none.
  func strings(at path: String...) -> [String: String] {
    guard case .map(let members) = value(at: path)?.kind else { return [:] }
    var strings: [String: String] = [:]
    for member in members {
      if case .string(let text) = member.value.kind { strings[member.key] = text }
    }
    return strings
  }

  /// Whether a taint keeps pods away that is more than the node's condition of the moment.
  ///
  /// Kubernetes taints a node that is cordoned, not ready or short of something under
  /// `node.kubernetes.io/`, and clouds one that is still starting under
  /// `node.cloudprovider.kubernetes.io/`
  /// (https://kubernetes.io/docs/reference/labels-annotations-taints/).
  var hasLastingTaint: Bool {
    guard case .list(let taints) = value(at: ["spec", "taints"])?.kind else { return false }
    return taints.contains { taint in
      guard case .string(let key) = taint.value["key"],
        case .string(let effect) = taint.value["effect"]
      else { return false }
      return effect != "PreferNoSchedule" && !key.hasPrefix("node.kubernetes.io/")
        && !key.hasPrefix("node.cloudprovider.kubernetes.io/")
    }
  }

  /// The quantity at `status.part.resource`, which must be there.
  func quantity(_ part: String, _ resource: String) throws(ConfigurationError) -> Quantity {
    guard let found = value(at: ["status", part, resource]) else {
      throw NodeText.unexpected("a node has no status.\(part).\(resource)", at: value, file: file)
    }
    return try quantity(found, "status.\(part).\(resource)")
  }

  /// What the node leaves to pods; empty where it does not say.
  func allocatable() throws(ConfigurationError) -> [String: Int] {
    guard case .map(let members) = value(at: ["status", "allocatable"])?.kind else { return [:] }
    var amounts: [String: Int] = [:]
    for member in members {
      let amount = try quantity(member.value, "status.allocatable.\(member.key)")
      amounts[member.key] = member.key == "cpu" ? amount.thousandths : amount.units
    }
    return amounts
  }

  private func quantity(
    _ value: PositionedValue, _ name: String
  ) throws(ConfigurationError) -> Quantity {
    let text: String
    switch value.kind {
    case .string(let string): text = string
    case .int(let number): text = String(number)
    default: throw NodeText.unexpected("\(name) is no quantity", at: value, file: file)
    }
    do {
      return try Quantity(parsing: text)
    } catch {
      throw NodeText.unexpected("\(name): \(error.message)", at: value, file: file)
    }
  }

  /// The error for a text that kubectl did not print.
  static func unexpected(
    _ message: String, at value: PositionedValue, file: String
  ) -> ConfigurationError {
    ConfigurationError(
      message, file: file, position: value.position,
      remedy: "give the whole output of kubectl get nodes -o json")
  }
}
