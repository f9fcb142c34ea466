extension StrategicMerge {
  /// Merges two lists by the keys of their elements.
  static func mergeList(
    _ base: inout ManifestNode?, _ patch: inout ManifestNode?, _ keys: [String],
    _ definition: Definition?
  ) throws(BuildError) -> Outcome {
    guard base?.isNull == false, let old = base?.takeElements() else {
      guard let new = patch?.takeElements() else { return .neither }
      // A directive of a list that is added stays as it is.
      let list = ElementList(new)
      patch?.content = .list(try merged(list, list, keys, definition))
      return .patch
    }
    guard patch?.isNull != true else { return .neither }
    let list = ElementList(old)
    guard let new = patch?.takeElements() else {
      base?.content = .list(try merged(list, nil, keys, definition))
      return .base
    }
    let additions = ElementList(new)
    switch try takeDirective(of: additions) {
    case .delete: return .neither
    case .replace:
      patch?.content = .list(try merged(additions, additions, keys, definition))
      return .patch
    case .merge:
      base?.content = .list(try merged(list, additions, keys, definition))
      return .base
    }
  }

  /// Merges a list with itself.
  ///
  /// - Returns: whether the list stays.
  static func settleList(
    _ node: inout ManifestNode, _ keys: [String], _ definition: Definition?
  ) throws(BuildError) -> Bool {
    guard let elements = node.takeElements() else { return true }
    let list = ElementList(elements)
    guard try takeDirective(of: list) != .delete else { return false }
    node.content = .list(try merged(list, list, keys, definition))
    return true
  }

  /// The elements of `list` with those of the patch, which may be the same list, before them.
  private static func merged(
    _ list: ElementList, _ patch: ElementList?, _ keys: [String], _ definition: Definition?
  ) throws(BuildError) -> [ManifestNode] {
    var texts = identities(patch, list, keys)
    let keys = keys.isEmpty ? [""] : keys
    if keys.count > 1 { unite(&texts) }
    guard !texts.isEmpty else { return list.nodes }
    let result = ElementList()
    for values in texts {
      let (keys, values) = used(texts, keys, values)
      let element = try mergeElement(list, patch, keys, values, definition)
      guard let element, !element.isEmpty else {
        try list.set(nil, keys, values)
        continue
      }
      try element.complete(keys, values)
      try result.set(element, keys, values)
    }
    try result.append(list, used(texts, keys, []).keys)
    return result.nodes
  }

  /// The element that stands for those of both lists with these texts; nil where it goes.
  private static func mergeElement(
    _ list: ElementList, _ patch: ElementList?, _ keys: [String], _ values: [String],
    _ definition: Definition?
  ) throws(BuildError) -> Element? {
    let (keys, values) = used([values], keys, values)
    let old = list.first(keys, values)
    let new = patch?.first(keys, values)
    if let old, old === new { return try settle(&old.node, definition) ? old : nil }
    var base = old?.node
    var addition = new?.node
    old?.node = .null
    new?.node = .null
    let outcome = try merge(&base, &addition, definition)
    if let base { old?.node = base }
    if let addition { new?.node = addition }
    switch outcome {
    case .base: return old
    case .patch: return new
    case .neither: return nil
    }
  }
}

extension StrategicMerge {
  /// The texts at the keys of all elements, each once: those of the patch first.
  ///
  /// Without keys, the texts of scalars.
  private static func identities(
    _ patch: ElementList?, _ list: ElementList, _ keys: [String]
  ) -> [[String]] {
    var seen: Set<[String]> = []
    var identities: [[String]] = []
    for element in (patch?.elements ?? []) + list.elements {
      let texts = keys.isEmpty ? [element.node.text ?? ""] : keys.map(element.text)
      if seen.insert(texts).inserted { identities.append(texts) }
    }
    return identities
  }

  /// Makes those equal that have one text in common and differ only where one has none: a port with
  /// a protocol and one without.
  ///
  /// Source: `mergeValues` in `kyaml/yaml/walk/associative_sequence.go` of kustomize 5.8.
  private static func unite(_ identities: inout [[String]]) {
    for index in identities.indices {
      let texts = identities[index]
      for other in identities.indices {
        guard let united = united(texts, identities[other]) else { continue }
        identities[index] = united
        identities[other] = united
      }
    }
  }

  private static func united(_ left: [String], _ right: [String]) -> [String]? {
    var isRelated = false
    var united: [String] = []
    for (left, right) in zip(left, right) {
      guard left == right || left.isEmpty || right.isEmpty else { return nil }
      if left == right { isRelated = true }
      united.append(left.isEmpty ? right : left)
    }
    return isRelated ? united : nil
  }

  /// The keys that one of the identities has a text for, all where none has, with their texts in
  /// `values`.
  private static func used(
    _ identities: [[String]], _ keys: [String], _ values: [String]
  ) -> (keys: [String], values: [String]) {
    let isUsed = keys.indices.map { index in identities.contains { !$0[index].isEmpty } }
    guard isUsed.contains(true) else { return (keys, values) }
    return (
      zip(keys, isUsed).filter(\.1).map(\.0), zip(values, isUsed).filter(\.1).map(\.0)
    )
  }
}

extension StrategicMerge.Element {
  /// Gives the element the members by which it is found.
  fileprivate func complete(_ keys: [String], _ values: [String]) throws(BuildError) {
    for (key, value) in zip(keys, values) where !value.isEmpty {
      if key.isEmpty {
        guard node.isScalar else { throw BuildError("wrong node kind: expected a scalar") }
        node.content = .scalar(value)
        node.tag = .none
      } else if node[key] == nil {
        guard node.isMap else { throw BuildError("wrong node kind: expected a map with \(key)") }
        node[key] = .string(value)
      }
    }
  }
}

extension StrategicMerge.ElementList {
  /// Adds the elements of `list`, each in the place of one that has its texts at the keys.
  ///
  /// One without a text for a key removes others: all of them where there is one key. Source:
  /// `appendListNode` in `kyaml/yaml/walk/associative_sequence.go` of kustomize 5.8.
  fileprivate func append(
    _ list: StrategicMerge.ElementList, _ keys: [String]
  ) throws(BuildError) {
    for element in list.elements {
      if keys.first == "" {
        try set(element, keys, [element.node.text ?? ""])
        continue
      }
      guard element.node.isMap || element.node.isNull else {
        throw BuildError("wrong node kind: expected a map with \(keys.joined(separator: " and "))")
      }
      var values: [String] = []
      for key in keys {
        if let value = element.node[key] {
          values.append(value.text ?? "")
        } else {
          elements.append(element)
        }
      }
      if keys.count > 1 { try set(nil, keys, values) }
      try set(element, keys, values)
    }
  }
}

extension ManifestNode {
  /// Takes the elements out of a list, so that they are held once; nil for others.
  fileprivate mutating func takeElements() -> [ManifestNode]? {
    guard case .list(let elements) = content else { return nil }
    content = .list([])
    return elements
  }
}
