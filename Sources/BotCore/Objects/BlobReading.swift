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
  private let body: @Sendable (Int, UnsafeRawBufferPointer?) -> Result
  private let weight: @Sendable (Result) -> Int
  private let next = Atomic(0)
  private let held = Atomic(0)
  private let done = Mutex<[Portion]>([])
  private let group = DispatchGroup()

  /// How many bytes of results are held at most; what comes behind is left to the caller's thread.
  private static var mostHeld: Int { 40 << 20 }

  /// How many blobs a worker takes at a time; fewer than two portions are no work for several.
  private static var portion: Int { 64 }

  /// Starts reading.
  ///
  /// - Parameters:
  ///   - ids: The blobs.
  ///   - repository: Where they are.
  ///   - weight: How many bytes a result takes; without it they are taken to be small.
  ///   - body: Called with the place in `ids` and the bytes, which are borrowed for the call, nil for a
  ///     blob that is too large to be read; by several threads at once.
  init(
    of ids: [ObjectID], in repository: Repository,
    weight: @escaping @Sendable (Result) -> Int = { _ in 0 },
    _ body: @escaping @Sendable (Int, UnsafeRawBufferPointer?) -> Result
  ) {
    self.ids = ids
    self.body = body
    self.weight = weight
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
      guard start < ids.count, held.load(ordering: .relaxed) < Self.mostHeld else { return }
      let portion = (start..<min(start + Self.portion, ids.count)).map { index -> Result? in
        guard let result = try? made(of: index, with: handle) else { return nil }
        held.add(weight(result), ordering: .relaxed)
        return result
      }
      done.withLock { $0.append((start, portion)) }
    }
  }

  /// Waits for the workers, then hands over what `body` made of each, in the order of the blobs.
  ///
  /// - Parameters:
  ///   - repository: The caller's handle.
  ///   - consume: Takes the results one by one, with their places.
  /// - Throws: BotError when a blob cannot be read, and what `consume` throws.
  func forEach(
    in repository: Repository, _ consume: (Int, Result) throws(BotError) -> Void
  ) throws(BotError) {
    group.wait()
    var results = [Result?](repeating: nil, count: ids.count)
    for (start, portion) in done.withLock({ $0 }) {
      results.replaceSubrange(start..<start + portion.count, with: portion)
    }
    for index in ids.indices {
      if let result = results[index] {
        try consume(index, result)
        continue
      }
      let result = try git("reading \(ids[index])") { () throws(GitError) in
        try made(of: index, with: repository)
      }
      try consume(index, result)
    }
  }

  private func made(of index: Int, with handle: Repository) throws(GitError) -> Result {
    guard let blob = try handle.readableBlob(ids[index]) else { return body(index, nil) }
    return blob.withBytes { body(index, $0) }
  }
}
