/// The variables of a Flux Kustomization, as far as the repository tells them.
public struct FluxVariables: Hashable, Sendable {
  /// The texts by name.
  public private(set) var known: [String: String] {
    didSet { invalidName = Self.invalidName(of: known) }
  }
  /// The first name, in the order of their texts, that Flux does not take for one; nil where all are.
  private(set) var invalidName: String?
  /// The names whose texts are not known: those of an encrypted Secret.
  public var unknown: Set<String> = []
  /// Whether there may be others: a ConfigMap or Secret is not in the repository.
  public var isOpen = false

  public init(_ known: [String: String] = [:]) {
    self.known = known
    invalidName = Self.invalidName(of: known)
  }

  private static func invalidName(of known: [String: String]) -> String? {
    known.keys.lazy.filter { !FluxSubstitution.isName($0) }.min()
  }

  /// Whether there are none at all.
  public var isEmpty: Bool { known.isEmpty && unknown.isEmpty && !isOpen }

  /// Whether nothing can be said of a variable.
  public func isUnknown(_ name: String) -> Bool {
    known[name] == nil && (isOpen || unknown.contains(name))
  }

  /// The text of a variable: `${name}` for one of which nothing is known, nil for one that is not set.
  func text(_ name: String) -> String? {
    known[name] ?? (isUnknown(name) ? "${\(name)}" : nil)
  }

  /// Puts texts over those that are there.
  mutating func set(_ texts: [String: String]) {
    known.merge(texts) { _, new in new }
    unknown.subtract(texts.keys)
  }

  /// Notes that names have texts which are not known, whatever they had before.
  mutating func set(unknown names: Set<String>) {
    unknown.formUnion(names)
    known = known.filter { !names.contains($0.key) }
  }

  /// Notes that any name may have another text than the one it had.
  mutating func setOpen() {
    // Flux would let a later source win over an earlier one.
    known = [:]
    isOpen = true
  }
}
