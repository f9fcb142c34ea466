internal import BotCore
internal import Dispatch
internal import Foundation
internal import Git

/// Ends the program without leaving anything behind, when it is told to and when a server stays silent.
enum Ending {
  /// Where the signal handler writes: nothing but `write(2)` may be done there.
  nonisolated(unsafe) private static var signals: Int32 = -1
  private static let queue = DispatchQueue(label: "ending")
  /// Watch as long as the program runs.
  nonisolated(unsafe) private static var watches: [any DispatchSourceProtocol] = []

  /// Starts to watch; to be called once, before anything else.
  ///
  /// - Throws: BotError when the limit of silence is none.
  static func prepare(_ variables: [String: String]) throws(BotError) {
    watchSignals()
    try watchServers(limit: silenceLimit(variables))
  }

  private static func watchSignals() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    signals = ends[1]
    let source = DispatchSource.makeReadSource(fileDescriptor: ends[0], queue: queue)
    let reading = ends[0]
    source.setEventHandler {
      var number: UInt8 = 0
      guard read(reading, &number, 1) == 1 else { return }
      removeScratchFolders()
      // Whoever sent it learns that it was followed.
      signal(Int32(number), SIG_DFL)
      kill(getpid(), Int32(number))
    }
    source.resume()
    watches.append(source)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let earlier = signal(number) { number in
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Ending.signals, &byte, 1)
      }
      // As `nohup(1)` asks.
      if unsafeBitCast(earlier, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        signal(number, SIG_IGN)
      }
    }
  }

  private static func watchServers(limit: Duration) {
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + 1, repeating: 1)
    timer.setEventHandler {
      guard let silence = Network.silence, silence >= limit else { return }
      Terminal.show(
        BotError(
          "the Git server has not answered for \(silence.components.seconds) seconds",
          remedy: "run again, or set GITOPS_BOT_GIT_TIMEOUT to more seconds"))
      removeScratchFolders()
      _exit(BotError.Exit.failure.rawValue)
    }
    timer.resume()
    watches.append(timer)
  }
}
