extension ManifestNode {
  /// Applies a JSON 6902 patch.
  ///
  /// The whole node goes through JSON on the way, so that its scalars change as they do in
  /// kustomize: numbers become ones of 64 bits with a point, timestamps strings. Places stay; what
  /// comes from the patch has the patch's place.
  ///
  /// - Throws: `BuildError` where an operation is wrong or does not fit; the node is not usable
  ///   then.
  /// Source: evanphx/json-patch 4.13, `api/filters/patchjson6902`.
  public mutating func apply(_ patch: JSONPatch) throws(BuildError) {
    try becomeJSON()
    var limit = GrowthLimit()
    for operation in patch.operations {
      do {
        try apply(operation, &limit)
      } catch {
        guard error.cause == .invalid else { throw error }
        let line = operation.place.lineNumber
        throw BuildError(
          "operation \(operation.name) at \(operation.path ?? ""): \(error.message)",
          line: error.line ?? line, remedy: error.remedy)
      }
    }
    guard isMap else { throw BuildError("the patch leaves no map") }
    try resolveJSON()
  }

  private mutating func apply(
    _ operation: JSONPatch.Operation, _ limit: inout GrowthLimit
  ) throws(BuildError) {
    switch operation.name {
    case "add":
      let value = operation.value ?? .null.at(operation.place)
      try atParent(of: operation.path) { parent, key throws(BuildError) in
        try parent.jsonAdd(value, key)
      }
    case "remove":
      try atParent(of: operation.path) { parent, key throws(BuildError) in
        try parent.jsonRemove(key)
      }
    case "replace": try replace(operation)
    case "move":
      let value = try jsonValue(at: operation.from)
      try atParent(of: operation.from) { parent, key throws(BuildError) in
        try parent.jsonRemove(key)
      }
      try atParent(of: operation.path) { parent, key throws(BuildError) in
        try parent.jsonAdd(value ?? .null.at(operation.place), key)
      }
    case "copy":
      // A field that is not there is copied as null.
      let value = try jsonValue(at: operation.from) ?? .null.at(operation.place)
      try limit.count(value)
      try atParent(of: operation.path) { parent, key throws(BuildError) in
        try parent.jsonAdd(value, key)
      }
    case "test": try test(operation)
    default:
      throw BuildError(
        "there is no such operation", remedy: "use add, remove, replace, move, copy or test")
    }
  }

  private mutating func replace(_ operation: JSONPatch.Operation) throws(BuildError) {
    guard operation.path != "" else {
      guard let value = operation.value, !value.isScalar else {
        throw BuildError("the value for the whole document must be a map or list")
      }
      self = value
      return
    }
    let value = operation.value ?? .null.at(operation.place)
    try atParent(of: operation.path) { parent, key throws(BuildError) in
      if parent.isMap {
        parent.setJSONMember(key, value)
      } else {
        try parent.atElement(key) { $0 = value }
      }
    }
  }

  private func test(_ operation: JSONPatch.Operation) throws(BuildError) {
    let isEqual: Bool
    if operation.path == "" {
      isEqual = operation.value.map(isJSONEqual) ?? false
    } else if let value = try jsonValue(at: operation.path) {
      isEqual = operation.value.map(value.isJSONEqual) ?? false
    } else {
      isEqual = operation.value?.isJSONNull ?? true
    }
    guard isEqual else { throw BuildError("the value is another one; the test failed") }
  }
}

extension ManifestNode {
  /// Whether this is null in JSON form, of a patch or not.
  private var isJSONNull: Bool { isNull || tag == .none && text == "null" }

  /// The keys of a JSON pointer; what stands before its first slash does not count.
  private static func keys(of pointer: String?) throws(BuildError) -> [String] {
    guard let pointer else { throw BuildError("the pointer is missing or no text") }
    let parts = pointer.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 1 else {
      throw BuildError("\"\(pointer)\" points to no field", remedy: "start it with /")
    }
    return parts.dropFirst().map { unescaped($0) }
  }

  private static func unescaped(_ part: Substring) -> String {
    guard part.utf8.contains(0x7E) else { return String(part) }
    var text = ""
    var isEscape = false
    for scalar in part.unicodeScalars {
      switch (isEscape, scalar) {
      case (true, "0"): text.unicodeScalars.append("~")
      case (true, "1"): text.unicodeScalars.append("/")
      case (true, _):
        text.unicodeScalars.append("~")
        if scalar != "~" { text.unicodeScalars.append(scalar) }
      case (false, "~"): break
      case (false, _): text.unicodeScalars.append(scalar)
      }
      isEscape = scalar == "~"
    }
    return isEscape ? text + "~" : text
  }

  /// Calls `body` with the map or list that holds what a pointer points to, and the last key.
  private mutating func atParent(
    of pointer: String?, _ body: (inout ManifestNode, String) throws(BuildError) -> Void
  ) throws(BuildError) {
    try atParent(Self.keys(of: pointer)[...], body)
  }

  private mutating func atParent(
    _ keys: ArraySlice<String>, _ body: (inout ManifestNode, String) throws(BuildError) -> Void
  ) throws(BuildError) {
    guard let key = keys.first, !isScalar else { throw Self.missing(keys.first ?? "") }
    guard keys.count > 1 else { return try body(&self, key) }
    if isMap {
      guard self[key] != nil else { throw Self.missing(key) }
      try withMember(key) { member throws(BuildError) in
        try member.atParent(keys.dropFirst(), body)
      }
    } else {
      try atElement(key) { element throws(BuildError) in
        try element.atParent(keys.dropFirst(), body)
      }
    }
  }

  private static func missing(_ key: String) -> BuildError {
    BuildError(
      "there is nothing to hold \(key)", remedy: "add what is missing with an operation before")
  }

  /// What a pointer points to; nil for null and for a field that its map does not have.
  private func jsonValue(at pointer: String?) throws(BuildError) -> ManifestNode? {
    var node = self
    var keys = try Self.keys(of: pointer)[...]
    while let key = keys.popFirst() {
      guard !node.isScalar else { throw Self.missing(key) }
      let next: ManifestNode?
      if let elements = node.elements {
        next = elements[try Self.index(key, elements.count)]
      } else {
        next = node[key]
      }
      guard let next, !next.isNull else {
        guard let missing = keys.first else { return nil }
        throw Self.missing(missing)
      }
      node = next
    }
    return node
  }

  /// The index of an element; a negative one counts from the end.
  private static func index(_ key: String, _ count: Int) throws(BuildError) -> Int {
    guard let index = Int(key), index < count, index >= -count else {
      throw BuildError("\(key) is no index of a list of \(count)")
    }
    return index < 0 ? index + count : index
  }

  private mutating func atElement(
    _ key: String, _ body: (inout ManifestNode) throws(BuildError) -> Void
  ) throws(BuildError) {
    guard case .list(var elements) = content else { return }
    let index = try Self.index(key, elements.count)
    content = .scalar("")
    defer { content = .list(elements) }
    try body(&elements[index])
  }

  private mutating func jsonAdd(_ value: ManifestNode, _ key: String) throws(BuildError) {
    guard case .list(var elements) = content else {
      setJSONMember(key, value)
      return
    }
    let index = key == "-" ? elements.count : try Self.index(key, elements.count + 1)
    content = .scalar("")
    elements.insert(value, at: index)
    content = .list(elements)
  }

  private mutating func setJSONMember(_ key: String, _ value: ManifestNode) {
    guard case .map(var members) = content else { return }
    content = .scalar("")
    if let index = members.firstIndex(where: { $0.key.text == key }) {
      members[index].value = value
    } else {
      members.append(Member(key: .string(key, place: value.place), value: value))
    }
    content = .map(members)
  }

  private mutating func jsonRemove(_ key: String) throws(BuildError) {
    guard case .list(var elements) = content else {
      guard self[key] != nil else { throw BuildError("there is no field \(key)") }
      self[key] = nil
      return
    }
    let index = try Self.index(key, elements.count)
    content = .scalar("")
    elements.remove(at: index)
    content = .list(elements)
  }
}
