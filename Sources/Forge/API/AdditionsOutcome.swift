/// What became of additions to a review.
struct AdditionsOutcome: Hashable, Sendable {
  /// Whether the review is another one now.
  var hasChanged = false
  var problems: [ForgeError] = []

  /// Notes what `body` returns or throws.
  mutating func note(_ body: () async throws(ForgeError) -> Bool) async {
    do {
      if try await body() { hasChanged = true }
    } catch {
      problems.append(error)
    }
  }

  /// Reports each of `names`, which are names of a `kind` such as "label", as unknown.
  mutating func reportUnknown(_ names: [String], kind: String, forge: Forge) {
    for name in names {
      problems.append(
        ForgeError(
          .validation, "there is no \(kind) \"\(name.printable)\" at \(forge.origin)/\(forge.path)",
          remedy: "create it, or take it out of the configuration"))
    }
  }
}
