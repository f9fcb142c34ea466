internal import BotCore
internal import Foundation
internal import Git
internal import Synchronization

/// Ends the program without leaving anything behind, when it is told to and when a server stays silent.
enum Ending {
  /// Where the signal handler writes: nothing but `write(2)` may be done there.
  private static let signals = Atomic<Int32>(-1)
  /// Whether a signal has come.
  private static let isEnding = Atomic(false)

  /// Starts to watch; to be called once, before anything else.
  ///
  /// - Throws: BotError when the limit of silence is none.
  static func prepare(_ variables: [String: String]) throws(BotError) {
    let limit = try silenceLimit(variables)
    // Whoever misses the folders that a signal has removed fails, which must not be the end then.
    atexit { while Ending.isEnding.load(ordering: .sequentiallyConsistent) { pause() } }
    var ends: [Int32] = [-1, -1]
    // Without a pipe, for want of descriptors, nothing would work: then signals end the program at once.
    if pipe(&ends) == 0 { handleSignals(through: ends[1]) }
    let reading = ends[0]
    Thread.detachNewThread { watch(reading, limit) }
  }

  private static func handleSignals(through descriptor: Int32) {
    signals.store(descriptor, ordering: .sequentiallyConsistent)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let earlier = signal(number) { number in
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Ending.signals.load(ordering: .relaxed), &byte, 1)
      }
      // As `nohup(1)` asks.
      if unsafeBitCast(earlier, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        signal(number, SIG_IGN)
      }
    }
  }

  /// Waits for signals, and looks every second whether a server has been silent for too long.
  private static func watch(_ signals: Int32, _ limit: Duration) {
    var event = pollfd(fd: signals, events: Int16(POLLIN), revents: 0)
    while true {
      var number: UInt8 = 0
      if poll(&event, 1, 1000) > 0, read(signals, &number, 1) == 1 { end(by: Int32(number)) }
      if let silence = Network.silence, silence >= limit { end(after: silence) }
    }
  }

  /// Whoever sent the signal learns that it was followed.
  private static func end(by number: Int32) {
    isEnding.store(true, ordering: .sequentiallyConsistent)
    removeScratchFolders()
    signal(number, SIG_DFL)
    kill(getpid(), number)
  }

  private static func end(after silence: Duration) {
    Terminal.show(
      BotError(
        "the Git server has not answered for \(silence.components.seconds) seconds",
        remedy: "run again, or set GITOPS_BOT_GIT_TIMEOUT to more seconds"))
    removeScratchFolders()
    _exit(BotError.Exit.failure.rawValue)
  }
}
