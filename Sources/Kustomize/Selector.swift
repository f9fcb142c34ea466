internal import YAML

/// Which resources something applies to, as a `target` or a `select` names them.
///
/// Group, version, kind, name and namespace are regular expressions of Go for the whole text; what
/// is empty fits everything. Source: `api/types/selector.go`.
public struct Selector: Hashable, Sendable {
  public var group = ""
  public var version = ""
  public var kind = ""
  public var name = ""
  public var namespace = ""
  public var labelSelector = ""
  public var annotationSelector = ""

  public init() {}

  /// The fields of a selector, to read them inline with others.
  static let fields = [
    "group", "version", "kind", "name", "namespace", "annotationSelector", "labelSelector",
  ]

  /// Reads a selector.
  ///
  /// - Throws: `BuildError` for unknown fields and values that are no texts.
  init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let reader = try FieldReader(value, Self.fields, context, strictness)
    try self.init(reader)
  }

  /// Takes the fields of a selector from a reader that knows others besides.
  init(_ reader: FieldReader) throws(BuildError) {
    group = try reader.text("group")
    version = try reader.text("version")
    kind = try reader.text("kind")
    name = try reader.text("name")
    namespace = try reader.text("namespace")
    labelSelector = try reader.text("labelSelector")
    annotationSelector = try reader.text("annotationSelector")
  }
}

/// A selector with its patterns compiled, to test many resources.
struct SelectorMatcher: Sendable {
  /// A text to compare with, or a pattern.
  private enum Test: Sendable {
    case everything
    case text(String)
    case pattern(GoPattern)

    init(_ pattern: String) throws(BuildError) {
      let isPlain = pattern.utf8.allSatisfy { byte in
        byte == 0x2D || byte == 0x2F || byte == 0x5F || byte.isLetter || byte.isDigit
      }
      if pattern.isEmpty {
        self = .everything
      } else if isPlain {
        self = .text(pattern)
      } else {
        self = .pattern(try GoPattern("^(?:\(pattern))$"))
      }
    }

    func matches(_ text: String) -> Bool {
      switch self {
      case .everything: true
      case .text(let own): own == text
      case .pattern(let pattern): pattern.matches(text)
      }
    }
  }

  private let group: Test
  private let version: Test
  private let kind: Test
  private let name: Test
  private let namespace: Test
  private let labels: Result<LabelSelector, BuildError>
  private let annotations: Result<LabelSelector, BuildError>

  /// - Throws: `BuildError` for a pattern that Go refuses.
  init(_ selector: Selector) throws(BuildError) {
    group = try Test(selector.group)
    version = try Test(selector.version)
    kind = try Test(selector.kind)
    name = try Test(selector.name)
    namespace = try Test(selector.namespace)
    labels = Self.parsed(selector.labelSelector)
    annotations = Self.parsed(selector.annotationSelector)
  }

  private static func parsed(_ text: String) -> Result<LabelSelector, BuildError> {
    do throws(BuildError) {
      return .success(try LabelSelector(text))
    } catch {
      return .failure(error)
    }
  }

  /// Whether a resource is selected: by its first or present name and namespace, and its present
  /// type.
  ///
  /// - Throws: `BuildError` for a label or annotation selector that is none, where the rest fits.
  ///   kustomize notices them no earlier.
  func matches(_ resource: Resource) throws(BuildError) -> Bool {
    guard matchesName(of: resource), matchesType(of: resource), matchesNamespace(of: resource)
    else { return false }
    let isLabelled = try labels.get()
    guard isLabelled.requirements.isEmpty || isLabelled.matches(resource.labels) else {
      return false
    }
    let isAnnotated = try annotations.get()
    return isAnnotated.requirements.isEmpty || isAnnotated.matches(resource.annotations)
  }

  private func matchesName(of resource: Resource) -> Bool {
    if case .everything = name { return true }
    return name.matches(resource.name)
      || resource.previous.first.map { name.matches($0.name) } ?? false
  }

  private func matchesType(of resource: Resource) -> Bool {
    guard kind.matches(resource.kind) else { return false }
    let type = resource.type
    return group.matches(type.group) && version.matches(type.version)
  }

  private func matchesNamespace(of resource: Resource) -> Bool {
    if case .everything = namespace { return true }
    return namespace.matches(resource.originalID.effectiveNamespace)
      || namespace.matches(resource.id.effectiveNamespace)
  }
}

extension ResourceList {
  /// The indices of the resources that a selector selects.
  ///
  /// - Throws: `BuildError` for a pattern that Go refuses, and, where a resource fits otherwise,
  ///   for a label or annotation selector that is none.
  /// Source: `Select` in `api/resmap/reswrangler.go`.
  public func indices(selectedBy selector: Selector) throws(BuildError) -> [Int] {
    let matcher = try SelectorMatcher(selector)
    var indices: [Int] = []
    for index in resources.indices where try matcher.matches(resources[index]) {
      indices.append(index)
    }
    return indices
  }
}
