internal import Dispatch
internal import Foundation
internal import Synchronization

extension Array where Element: Sendable {
  /// What `body` makes of each element, in their order; on all processors where there are many.
  func concurrentMap<Result: Sendable>(
    _ body: @Sendable (Element) -> Result
  ) -> [Result] {
    let portion = 32
    let processors = ProcessInfo.processInfo.activeProcessorCount
    guard processors > 1, count >= 2 * portion else { return map(body) }
    let done = Mutex<[Int: [Result]]>([:])
    let portions = (count + portion - 1) / portion
    DispatchQueue.concurrentPerform(iterations: portions) { number in
      let results = self[number * portion..<Swift.min((number + 1) * portion, count)].map(body)
      done.withLock { $0[number] = results }
    }
    return done.withLock { done in (0..<portions).flatMap { done[$0] ?? [] } }
  }
}
