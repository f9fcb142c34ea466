extension ResourceList {
  /// Notes in resources which variables read them.
  ///
  /// A variable whose resource is not there is no error yet.
  ///
  /// - Throws: `BuildError` where several resources fit one.
  public mutating func note(_ variables: [Variable]) throws(BuildError) {
    guard !variables.isEmpty else { return }
    let index = identityIndex(of: Set(variables.map(\.object.name)))
    for variable in variables {
      let wanted = variable.object
      let matches = (index[wanted.name] ?? []).filter { $0.id.fits(wanted) }.map(\.resource)
      let found = Set(matches)
      guard found.count < 2 else {
        throw BuildError(
          "found \(found.count) resId matches for var \(variable.name) (unable to disambiguate)",
          remedy: "add namespace, kind or apiVersion to its objref")
      }
      if let resource = found.first { resources[resource].variableNames.append(variable.name) }
    }
  }

  private func identityIndex(
    of names: Set<String>
  ) -> [String: [(id: ResourceID, resource: Int)]] {
    var index: [String: [(id: ResourceID, resource: Int)]] = [:]
    for (position, resource) in resources.enumerated() where !resource.node.isNullOrEmpty {
      for id in resource.previousIDs + [resource.id] where names.contains(id.name) {
        index[id.name, default: []].append((id, position))
      }
    }
    return index
  }

  /// Puts the values of variables in the place of `$(NAME)`.
  ///
  /// - Parameters:
  ///   - set: the variables of the whole build.
  ///   - specs: the fields that are looked at.
  /// - Throws: `BuildError` where the resource or the field of a variable is not there, used or not.
  public mutating func resolve(
    _ set: VariableSet, in specs: [FieldSpec]
  ) throws(BuildError) {
    let variables = set.sorted
    guard !variables.isEmpty else { return }
    let replacer = VariableReplacer(values: try values(of: variables))
    for index in resources.indices {
      try resources[index].node.visit(specs) { node throws(BuildError) in
        try replacer.replace(in: &node)
      }
    }
  }

  private func values(
    of variables: [Variable]
  ) throws(BuildError) -> [String: VariableValue] {
    var readers: [String: Int] = [:]
    for (index, resource) in resources.enumerated() {
      for name in resource.variableNames where readers[name] == nil { readers[name] = index }
    }
    var values: [String: VariableValue] = [:]
    for variable in variables {
      guard let index = readers[variable.name] else {
        throw BuildError(
          "var '\(variable.name)' cannot be mapped to a field in the set of known resources",
          remedy: "name a resource of this kustomization in its objref, or remove it")
      }
      do {
        values[variable.name] = try resources[index].node.variableValue(at: variable.path)
      } catch {
        throw BuildError(
          "field specified in var '\(variable.name)' not found in corresponding resource:"
            + " \(variable.path): \(error.message)", cause: error.cause)
      }
    }
    return values
  }
}

extension ResourceID {
  /// Whether the object of a variable is meant; without a namespace it fits in all.
  fileprivate func fits(_ wanted: ResourceID) -> Bool {
    // The schema is not asked for the wanted type; see `Target.GVK`.
    wanted.namespace.isEmpty ? hasTypeAndName(of: wanted) : isSame(as: wanted)
  }
}

/// What a variable stands for.
enum VariableValue: Hashable, Sendable {
  case string(String)
  case int(Int)
  case float(Double)
  case bool(Bool)
  /// A list or a map, which replaces nothing.
  case other
}

extension ManifestNode {
  /// The value of a field by a path such as `spec.ports[0].port`.
  ///
  /// Source: `GetFieldValue` of `kyaml/yaml/rnode.go`.
  ///
  /// - Throws: `BuildError` where there is no such field, and where its text does not fit its type.
  func variableValue(at path: String) throws(BuildError) -> VariableValue {
    let parts = FieldPath.parts(of: path).flatMap(FieldPath.separatingIndex)
    guard let node = try lookup(parts) else { throw BuildError("no field named '\(path)'") }
    guard let text = node.text else { return .other }
    switch node.tag {
    case .int:
      guard let number = Int(text) else { throw BuildError("\"\(text)\" is no decimal number") }
      return .int(number)
    case .float:
      guard let number = Double(text), number.isFinite else {
        throw BuildError("\"\(text)\" is no decimal number")
      }
      return .float(number)
    case .bool:
      guard ["true", "True", "TRUE", "false", "False", "FALSE"].contains(text) else {
        throw BuildError("\"\(text)\" is no boolean")
      }
      return .bool(text.lowercased() == "true")
    default: return .string(text)
    }
  }
}

extension FieldPath {
  /// `ports[0]` as `ports` and `0`; other parts as they are.
  static func separatingIndex(_ part: String) -> [String] {
    guard part.hasSuffix("]"), let open = part.lastIndex(of: "[") else { return [part] }
    let digits = part[part.index(after: open)...].dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return [part]
    }
    let key = String(part[..<open])
    return (key.isEmpty ? [] : [key]) + [String(digits)]
  }
}
