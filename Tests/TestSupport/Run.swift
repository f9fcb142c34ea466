import Foundation
import Subprocess

/// Runs a program to its end.
///
/// - Parameters:
///   - program: A name or a path.
///   - arguments: What follows the name.
///   - folder: Where it runs; the current folder by default.
///   - environment: Variables that differ from this process's; nil removes one.
///   - input: What it reads.
/// - Returns: Its exit code and what it printed, up to 256 MiB.
/// - Throws: `TestSupportError` that names the program when it is missing.
public func run(
  _ program: String, _ arguments: [String] = [], in folder: String? = nil,
  environment: [String: String?] = [:], input: [UInt8] = []
) async throws -> ProgramResult {
  var variables: [Environment.Key: String?] = [:]
  for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
  let limit = 256 << 20
  let result = try await Subprocess.run(
    .path(file(try Programs.find(program))), arguments: Arguments(arguments),
    environment: .inherit.updating(variables), workingDirectory: folder.map { file($0) },
    input: .array(input), output: .bytes(limit: limit), error: .bytes(limit: limit))
  let status: Int32
  switch result.terminationStatus {
  case .exited(let code): status = code
  case .signaled(let signal): status = 128 + signal
  }
  return ProgramResult(
    status: status, standardOutput: result.standardOutput, standardError: result.standardError)
}

/// A path in whatever type the module that names paths has on this platform.
func file<Path: ExpressibleByStringLiteral>(_ path: String) -> Path
where Path.StringLiteralType == String { Path(stringLiteral: path) }
