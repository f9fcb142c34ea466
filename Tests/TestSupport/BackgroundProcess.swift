import Foundation
import Subprocess

/// A server program that ends when nothing retains it any more, or when this process ends.
///
/// A shell starts it and waits for the end of a pipe, which comes however this process ends.
final class BackgroundProcess: Sendable {
  private let end: AsyncStream<Never>.Continuation
  private let log: String

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - program: The absolute path.
  ///   - arguments: What follows it.
  ///   - environment: Variables that differ from this process's.
  ///   - log: The file that takes what it prints.
  init(
    _ program: String, _ arguments: [String], environment: [String: String?] = [:], log: String
  ) {
    self.log = log
    let (waiting, end) = AsyncStream.makeStream(of: Never.self)
    self.end = end
    var variables: [Environment.Key: String?] = [:]
    for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
    let surroundings = Environment.inherit.updating(variables)
    let script = #""$@" >>"$0" 2>&1 & server=$!; cat >/dev/null; kill $server; wait $server"#
    Task {
      _ = try await Subprocess.run(
        .path(file("/bin/sh")), arguments: Arguments(["-c", script, log, program] + arguments),
        environment: surroundings, input: .inputWriter, output: .discarded, error: .discarded
      ) { execution in
        for await _ in waiting {}
        try await execution.standardInputWriter.finish()
      }
    }
  }

  deinit { stop() }

  /// Ends the program, if it still runs.
  func stop() { end.finish() }

  /// Waits until the program is ready.
  ///
  /// - Parameters:
  ///   - what: Its name, for the error.
  ///   - isReady: Says so.
  /// - Throws: `TestSupportError` with what it printed when it is not ready within two minutes.
  func wait(for what: String, _ isReady: () -> Bool) async throws {
    let patience = ContinuousClock.now + .seconds(120)
    while !isReady() {
      guard ContinuousClock.now < patience else {
        let printed = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        throw TestSupportError("\(what) did not start\n\(printed)")
      }
      try await Task.sleep(for: .milliseconds(10))
    }
  }
}
