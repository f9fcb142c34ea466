import CGit2

/// References that exist while they are pushed: libgit2 before 1.7 pushes references alone, not
/// commits (`calculate_work` in its `push.c`).
struct OutgoingReferences {
  private let repository: Repository
  private var temporary: [(name: String, id: ObjectID)] = []

  /// The refspecs to push, one for each update.
  private(set) var refspecs: [String] = []

  /// Makes the references.
  init(for updates: [PushUpdate], in repository: Repository) throws(GitError) {
    self.repository = repository
    do {
      for update in updates { try add(update) }
    } catch {
      remove()
      throw error
    }
  }

  private mutating func add(_ update: PushUpdate) throws(GitError) {
    guard let id = update.source else {
      refspecs.append(":\(update.destination)")
      return
    }
    // Unique, so that two processes do not take away each other's.
    let suffix = String(UInt64.random(in: .min ... .max), radix: 16)
    let name = "refs/outgoing/\(id.hex)-\(suffix)"
    try repository.setReference(name, to: id, expecting: nil, message: "push")
    temporary.append((name, id))
    refspecs.append("+\(name):\(update.destination)")
  }

  /// Removes the references; one that cannot be removed stays without harm.
  func remove() {
    for item in temporary {
      try? repository.removeReference(item.name, expecting: item.id)
    }
  }
}
