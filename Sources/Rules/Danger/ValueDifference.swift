import YAML

/// Where two values first differ, as Kubernetes compares them.
struct ValueDifference {
  /// The order of two texts as quantities: below 0, 0 or above; nil where one is none.
  typealias QuantityOrder = (String, String) -> Int?

  /// The keys and indexes that lead there.
  let path: [String]
  let old: Value?
  let new: Value?

  /// The first place where the values differ, or nil where they are the same.
  ///
  /// Nothing, an empty map and an empty list are the same, and so are equal amounts of resources.
  /// From a reference with dots nothing differs: Flux cannot substitute it, so no cluster has it.
  init?(_ old: Value?, _ new: Value?, at path: [String], _ order: QuantityOrder) {
    let (left, right) = (old?.orAbsent, new?.orAbsent)
    guard left != right, !Self.areSameAmounts(left, right, path, order),
      left?.isNeverApplied != true
    else { return nil }
    if let inner = Self.inner(left, right, path, order) {
      guard let inner = inner.first else { return nil }
      self = inner
      return
    }
    self.path = path
    self.old = left
    self.new = right
  }

  /// The differences of the parts; nil where the values have no parts to be compared.
  private static func inner(
    _ old: Value?, _ new: Value?, _ path: [String], _ order: QuantityOrder
  ) -> [ValueDifference]? {
    switch (old, new) {
    case (.map(let left), .map(let right)):
      return Set(left.keys).union(right.keys).sorted().compactMap {
        ValueDifference(left[$0], right[$0], at: path + [$0], order)
      }
    case (.list(let left), .list(let right)) where left.count == right.count:
      return left.indices.compactMap {
        ValueDifference(left[$0], right[$0], at: path + [String($0)], order)
      }
    default: return nil
    }
  }

  /// Whether both are the same amount of a resource: `1Gi` and `1024Mi`, `1` and `"1"`.
  private static func areSameAmounts(
    _ old: Value?, _ new: Value?, _ path: [String], _ order: QuantityOrder
  ) -> Bool {
    let isResource = path.contains { $0 == "requests" || $0 == "limits" || $0 == "sizeLimit" }
    guard isResource, let left = old?.plainText, let right = new?.plainText else { return false }
    return order(left, right) == 0
  }
}

extension Value {
  /// This value, or nil for what Kubernetes takes for absent.
  fileprivate var orAbsent: Value? {
    switch self {
    case .null, .map([:]), .list([]): nil
    default: self
    }
  }

  /// Whether this is a text on which Flux fails.
  fileprivate var isNeverApplied: Bool {
    if case .string(let text) = self { text.contains("${infraConfig.") } else { false }
  }

  /// The value on one line, for a message: long ones are cut.
  var inMessage: String {
    let text = plainText ?? description
    return text.count > 80 ? text.prefix(79) + "…" : text
  }
}

extension [String] {
  /// The field with dots, and indexes in brackets.
  var fieldText: String {
    reduce(into: "") { text, step in
      if Int(step) != nil {
        text += "[\(step)]"
      } else {
        text += (text.isEmpty ? "" : ".") + step
      }
    }
  }
}
