import CGit2

/// References that exist while they are pushed: libgit2 before 1.7 pushes references alone, not
/// commits (`calculate_work` in its `push.c`).
struct OutgoingReferences {
  private let repository: Repository
  private var temporary: [(name: ReferenceName, id: ObjectID)] = []

  /// What is pushed where, as Git writes it (git-push(1)).
  struct Refspec {
    let text: String
  }

  /// The refspecs to push, one for each update.
  private(set) var refspecs: [Refspec] = []

  /// In a repository of somebody's nothing else is the bot's to write to.
  private static let folder = "refs/gitops-bot/outgoing/"

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
      refspecs.append(Refspec(text: ":\(update.destination)"))
      return
    }
    // Unique, so that two processes do not take away each other's.
    let suffix = String(UInt64.random(in: .min ... .max), radix: 16)
    guard let name = ReferenceName("\(Self.folder)\(id.hex)-\(suffix)") else { return }
    try repository.setReference(name, to: id, expecting: nil, message: "push")
    temporary.append((name, id))
    refspecs.append(Refspec(text: "+\(name):\(update.destination)"))
  }

  /// Removes the references; one that cannot be removed stays without harm.
  func remove() {
    for item in temporary {
      try? repository.removeReference(item.name, expecting: item.id)
    }
  }
}
