internal import Dispatch
internal import Foundation
internal import Git
internal import Synchronization

extension Repository {
  /// How many blobs a worker takes at a time.
  private static let portion = 64

  /// What `body` makes of each blob's bytes, in the order of `ids`, on all processors.
  ///
  /// Each worker has a handle of its own, which sees what is on disk; what this handle holds in
  /// memory alone is read by the caller's thread.
  ///
  /// - Parameters:
  ///   - ids: The blobs.
  ///   - body: Called with the place in `ids` and the bytes, which are borrowed for the call, by
  ///     several threads at once.
  /// - Returns: One result for each of `ids`.
  /// - Throws: BotError when a blob cannot be read.
  func readEach<Result: Sendable>(
    _ ids: [ObjectID], _ body: @escaping @Sendable (Int, UnsafeRawBufferPointer) -> Result
  ) throws(BotError) -> [Result] {
    var results = [Result?](repeating: nil, count: ids.count)
    let workers = min(
      ProcessInfo.processInfo.activeProcessorCount, ids.count / (2 * Repository.portion))
    if workers > 1 {
      let (path, borrowed) = (path, borrowed)
      let next = Atomic(0)
      let done = Mutex<[(start: Int, results: [Result?])]>([])
      DispatchQueue.concurrentPerform(iterations: workers) { _ in
        // Whatever a worker cannot read, the caller's thread tries again, and reports.
        guard let handle = try? Repository.open(path, borrowing: borrowed) else { return }
        while true {
          let start = next.add(Repository.portion, ordering: .relaxed).oldValue
          guard start < ids.count else { return }
          let portion = (start..<min(start + Repository.portion, ids.count)).map { index in
            try? handle.blob(ids[index]).withBytes { body(index, $0) }
          }
          done.withLock { $0.append((start, portion)) }
        }
      }
      for (start, portion) in done.withLock({ $0 }) {
        results.replaceSubrange(start..<start + portion.count, with: portion)
      }
    }
    var complete: [Result] = []
    complete.reserveCapacity(ids.count)
    for (index, result) in results.enumerated() {
      if let result {
        complete.append(result)
      } else {
        complete.append(
          try git("reading \(ids[index])") { () throws(GitError) in
            try blob(ids[index]).withBytes { body(index, $0) }
          })
      }
    }
    return complete
  }
}
