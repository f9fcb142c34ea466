internal import Dispatch
internal import Git
internal import Synchronization

/// Objects that are fetched on another thread before it is certain that they are needed.
///
/// Nothing depends on its success: whoever needs the objects waits, looks whether they are there, and
/// else fetches them again and says what is wrong. It is given up together with the value.
final class EarlyFetch {
  let address: RemoteAddress
  /// What its server had when it was asked.
  let references: RemoteReferences
  private let group = DispatchGroup()
  private let cancellation = Cancellation()
  /// Stays as long as the thread is waited for.
  private let folder: ScratchFolder?

  private final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
  }

  /// Starts to bring what `refspec` leads to at `address` into the object database of `workspace`; no
  /// credentials are offered.
  init(
    _ refspec: Refspec, of address: RemoteAddress, _ references: RemoteReferences,
    into workspace: Workspace
  ) {
    self.address = address
    self.references = references
    folder = workspace.temporary
    let (path, cancellation) = (workspace.repository.path, cancellation)
    DispatchQueue.global(qos: .userInitiated).async(group: group) {
      // A handle belongs to one thread.
      let handle = try? Repository.open(path, discover: false)
      try? handle?.fetch(
        from: address, refspecs: [refspec], access: .anonymous,
        isCancelled: { cancellation.isSet })
    }
  }

  /// Waits for the end of the transfer, however it went.
  func wait() { group.wait() }

  deinit {
    cancellation.set()
    // A server that says nothing more cannot be told to stop, and nobody needs what it may still send.
    _ = group.wait(timeout: .now() + 5)
  }
}
