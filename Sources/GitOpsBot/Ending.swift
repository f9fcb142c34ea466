internal import BotCore
internal import CEnding
internal import Foundation
internal import Git
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Ends the program without leaving anything behind, whatever is the reason.
enum Ending {
  /// Where the signal handler writes: nothing but `write(2)` may be done there.
  private static let signals = Atomic<Int32>(-1)
  /// Whether a signal has come.
  private static let isEnding = Atomic(false)
  /// For how many seconds no thread can be started before the program gives up.
  private static let patience = 5

  /// Starts to watch; to be called once, before anything else, while there is one thread.
  ///
  /// - Throws: BotError when the limit of silence is none, and when the machine does not let the program
  ///   work.
  static func prepare(_ variables: [String: String]) throws(BotError) {
    // A server or a reader that hangs up, and a file that may not grow, are errors of the call then.
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    try Limits.prepare()
    let limit = try silenceLimit(variables)
    guard ending_start_cleaner() == 0 else { throw Limits.tooFewProcesses }
    // Swift's own way to show a crash, for whoever looks for its cause.
    if variables["SWIFT_BACKTRACE"] == nil { ending_handle_crashes() }
    atexit {
      // Whoever misses the folders that a signal has removed fails, which must not be the end then.
      while Ending.isEnding.load(ordering: .sequentiallyConsistent) { pause() }
      ending_stop_cleaner()
    }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Limits.tooFewDescriptors }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let reading = ends[0]
    guard ending_probe_thread() == 0 else { throw Limits.tooFewProcesses }
    handleSignals(through: ends[1])
    Thread.detachNewThread { watch(reading, limit) }
  }

  private static func handleSignals(through descriptor: Int32) {
    signals.store(descriptor, ordering: .sequentiallyConsistent)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
      let earlier = signal(number) { number in
        var byte = UInt8(truncatingIfNeeded: number)
        let error = errno
        _ = write(Ending.signals.load(ordering: .relaxed), &byte, 1)
        errno = error
      }
      // As `nohup(1)` asks.
      if unsafeBitCast(earlier, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        signal(number, SIG_IGN)
      }
    }
  }

  /// Waits for signals, and looks every second whether a server has been silent for too long, or threads
  /// can no longer be started.
  private static func watch(_ signals: Int32, _ limit: Duration) {
    var event = pollfd(fd: signals, events: Int16(POLLIN), revents: 0)
    var failures = 0
    while true {
      var number: UInt8 = 0
      if poll(&event, 1, 1000) > 0, read(signals, &number, 1) == 1 { end(by: Int32(number)) }
      if let silence = Network.silence, silence >= limit { end(with: unanswered(for: silence)) }
      // Dispatch tries for ever to start a thread that it needs.
      failures = ending_probe_thread() == 0 ? 0 : failures + 1
      if failures >= patience { end(with: Limits.tooFewProcesses) }
    }
  }

  /// Whoever sent the signal learns that it was followed.
  private static func end(by number: Int32) {
    isEnding.store(true, ordering: .sequentiallyConsistent)
    LocalWrites.finish(within: .seconds(2)) {
      removeEverything()
      signal(number, SIG_DFL)
      kill(getpid(), number)
      // It comes when it comes; writing a core file takes a while.
      sleep(10)
      _exit(128 + number)
    }
  }

  /// What to say of a Git server that was silent for too long.
  static func unanswered(for silence: Duration) -> BotError {
    BotError(
      "the Git server has not answered for \(silence.components.seconds) seconds",
      remedy: "run again, or set GITOPS_BOT_GIT_TIMEOUT to a higher number of seconds")
  }

  /// Ends the program at once, whatever other threads do.
  static func end(with error: BotError) -> Never {
    Terminal.show(error)
    LocalWrites.finish(within: .seconds(2)) {
      removeEverything()
      _exit(error.exit.rawValue)
    }
  }

  /// Removes the temporary folders, and the packs that libgit2 has begun to write into a repository.
  private static func removeEverything() {
    let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
    for path in descriptors.compactMap({ Int32($0).flatMap(path(of:)) })
    where path.split(separator: "/").last?.hasPrefix("pack_git2_") == true {
      unlink(path)
    }
    ending_remove_folders()
  }

  /// Where an open file is; nil for what is none.
  private static func path(of descriptor: Int32) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    #if canImport(Darwin)
    guard fcntl(descriptor, F_GETPATH, &bytes) >= 0 else { return nil }
    #else
    guard readlink("/proc/self/fd/\(descriptor)", &bytes, bytes.count - 1) > 0 else { return nil }
    #endif
    return bytes.withUnsafeBufferPointer { $0.baseAddress.map(String.init(cString:)) }
  }
}
