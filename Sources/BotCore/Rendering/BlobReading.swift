internal import Dispatch
internal import Foundation
internal import Git
internal import Synchronization

/// Blobs that are being read by several threads while the caller does something else.
///
/// Each worker has a handle of its own, which sees what is on disk; what the caller's handle holds in
/// memory alone is read by the caller's thread at last.
final class BlobReading<Result: Sendable>: Sendable {
  /// What a worker has made of some blobs; nil for one that it could not read.
  private typealias Portion = (start: Int, results: [Result?])

  private let ids: [ObjectID]
  private let body: @Sendable (Int, UnsafeRawBufferPointer) -> Result
  private let next = Atomic(0)
  private let done = Mutex<[Portion]>([])
  private let group = DispatchGroup()

  /// How many blobs a worker takes at a time; fewer than two portions are no work for several.
  private static var portion: Int { 64 }

  /// Starts reading.
  ///
  /// - Parameters:
  ///   - ids: The blobs.
  ///   - repository: Where they are.
  ///   - body: Called with the place in `ids` and the bytes, which are borrowed for the call, by
  ///     several threads at once.
  init(
    of ids: [ObjectID], in repository: Repository,
    _ body: @escaping @Sendable (Int, UnsafeRawBufferPointer) -> Result
  ) {
    self.ids = ids
    self.body = body
    let workers = min(
      ProcessInfo.processInfo.activeProcessorCount, ids.count / (2 * Self.portion))
    guard workers > 1 else { return }
    let (path, borrowed) = (repository.path, repository.borrowed)
    for _ in 0..<workers {
      DispatchQueue.global(qos: .userInitiated).async(group: group) {
        // Whatever a worker cannot read, the caller's thread tries again, and reports.
        guard let handle = try? Repository.open(path, borrowing: borrowed) else { return }
        self.work(with: handle)
      }
    }
  }

  private func work(with handle: Repository) {
    while true {
      let start = next.add(Self.portion, ordering: .relaxed).oldValue
      guard start < ids.count else { return }
      let portion = (start..<min(start + Self.portion, ids.count)).map { index in
        try? handle.blob(ids[index]).withBytes { body(index, $0) }
      }
      done.withLock { $0.append((start, portion)) }
    }
  }

  /// Waits until all are read.
  ///
  /// - Parameter repository: The caller's handle.
  /// - Returns: What `body` made of each, in the order of `ids`.
  /// - Throws: BotError when a blob cannot be read.
  func results(in repository: Repository) throws(BotError) -> [Result] {
    group.wait()
    var results = [Result?](repeating: nil, count: ids.count)
    for (start, portion) in done.withLock({ $0 }) {
      results.replaceSubrange(start..<start + portion.count, with: portion)
    }
    var complete: [Result] = []
    complete.reserveCapacity(ids.count)
    for (index, result) in results.enumerated() {
      if let result {
        complete.append(result)
        continue
      }
      complete.append(
        try git("reading \(ids[index])") { () throws(GitError) in
          try repository.blob(ids[index]).withBytes { body(index, $0) }
        })
    }
    return complete
  }
}
