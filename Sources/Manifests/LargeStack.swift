import Foundation
import Synchronization

/// Runs what may recurse deep on a thread whose stack is known to be large enough.
enum LargeStack {
  /// 16 KiB for each of the thousand levels that libyaml allows.
  private static let size = 16 << 20

  private final class Outcome<Value: Sendable, Failure: Error>: Sendable {
    let result = Mutex<Result<Value, Failure>?>(nil)
  }

  /// The value of `body`, or nil where no thread could be had.
  ///
  /// The caller waits. What `body` made and does not return is gone before it goes on.
  ///
  /// - Throws: what `body` throws.
  static func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
  ) throws(Failure) -> Value? {
    let outcome = Outcome<Value, Failure>()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      let result = Result(catching: body)
      outcome.result.withLock { $0 = result }
      done.signal()
    }
    thread.stackSize = size
    thread.start()
    done.wait()
    return try outcome.result.withLock { $0 }?.get()
  }
}
