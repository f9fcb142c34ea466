internal import BotCore
internal import Foundation
internal import Git

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What the process says on standard error while it works, and how long each phase takes.
///
/// Elsewhere than on a terminal that is one line for each phase; on a terminal its line counts along.
final class PhaseDisplay {
  private let isSilent: Bool
  private let isLive: Bool
  private let isLog: Bool
  private let clock = ContinuousClock()

  private var finished: [Report.Phase] = []
  private var current: (name: String, since: ContinuousClock.Instant)?
  private var counted = ""
  private var lastShown: ContinuousClock.Instant?

  /// How often a line is renewed.
  private static let interval = Duration.milliseconds(100)

  /// - Parameters:
  ///   - isSilent: Whether nothing is printed.
  ///   - isLog: Whether it is printed to a log although nothing says so.
  init(isSilent: Bool, isLog: Bool = false) {
    self.isSilent = isSilent
    self.isLog = isLog
    isLive =
      !isSilent && isatty(STDERR_FILENO) == 1
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// What the core reports to.
  var progress: BotCore.Progress {
    BotCore.Progress(
      phase: { self.begin($0) },
      transfer: isLive ? { self.count($0) } : nil,
      count: isLive ? { self.count("\($0) of \($1) files") } : nil)
  }

  /// Ends the last phase, so that other lines can follow.
  ///
  /// - Returns: The phases so far with their times.
  @discardableResult
  func finish() -> [Report.Phase] {
    guard let phase = current else { return finished }
    let seconds = (clock.now - phase.since) / .seconds(1)
    finished.append(Report.Phase(name: phase.name, seconds: (seconds * 1000).rounded() / 1000))
    if isLive { write("\r\u{1B}[K\(line(of: phase.name)), \(finished.last?.text ?? "")\n") }
    (current, counted, lastShown) = (nil, "", nil)
    return finished
  }

  private func begin(_ name: String) {
    finish()
    current = (name, clock.now)
    if isLive {
      write(line(of: name))
    } else if !isSilent {
      Terminal.error(name + " …", isLog: isLog)
    }
  }

  private func count(_ transfer: TransferProgress) {
    guard let phase = current else { return }
    let seconds = max((clock.now - phase.since) / .seconds(1), 0.001)
    let mebibytes = Double(transfer.bytes) / 1_048_576
    count(
      "\(transfer.objects) of \(transfer.totalObjects) objects, "
        + String(format: "%.1f MiB, %.1f MiB/s", mebibytes, mebibytes / seconds))
  }

  private func count(_ text: String) {
    counted = text
    guard let phase = current else { return }
    if let lastShown, clock.now - lastShown < PhaseDisplay.interval { return }
    lastShown = clock.now
    write("\r\u{1B}[K" + line(of: phase.name))
  }

  private func line(of name: String) -> String {
    Terminal.shown(name, isLog: isLog) + (counted.isEmpty ? " …" : " … " + counted)
  }

  private func write(_ text: String) { Terminal.progress(text) }
}

extension Report.Phase {
  /// The time in words.
  var text: String { String(format: "%.3f s", seconds) }
}
