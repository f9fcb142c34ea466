internal import Flux
internal import YAML

extension InfrastructureFile {
  /// Refuses generated values that no ConfigMap of variables can hold, where they stand in the file.
  ///
  /// - Throws: ConfigurationError when two values would get one variable, and for a text that is
  ///   longer than a whole ConfigMap may be.
  func checkVariables(of values: Value) throws(ConfigurationError) {
    if let long = InfrastructureFile.tooLong(in: parsed) {
      throw ConfigurationError(
        "this value is longer than a ConfigMap may be", file: InfrastructureFile.name,
        position: long.position, remedy: "keep it within \(ConfigMap.maximumSize) bytes")
    }
    do {
      _ = try flatVariables(of: values)
    } catch {
      throw ConfigurationError(
        "\(error.firstPath) and \(error.secondPath) would both become the variable \(error.name)",
        file: InfrastructureFile.name, position: position(ofVariable: error.secondPath),
        remedy: "rename one of the two")
    }
  }

  /// Where the value stands that became `path`, such as `infraConfig.storage.a_b`; nil when it is
  /// not written at the top of the file.
  private func position(ofVariable path: String) -> TextPosition? {
    var value = parsed
    var position: TextPosition?
    for key in path.split(separator: ".").dropFirst() {
      guard let member = value.member(String(key)) else { return position }
      position = member.keyPosition
      value = member.value
    }
    return position
  }

  private static func tooLong(in value: PositionedValue) -> PositionedValue? {
    switch value.kind {
    case .string(let text): text.utf8.count > ConfigMap.maximumSize ? value : nil
    case .list(let items): items.lazy.compactMap(tooLong).first
    case .map(let members): members.lazy.map(\.value).compactMap(tooLong).first
    case .null, .bool, .int, .double: nil
    }
  }
}
