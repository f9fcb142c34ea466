import Foundation
import TestSupport

/// What `--output json` prints, as the documentation of the output has it.
struct Fields: Decodable {
  struct Base: Decodable, Equatable {
    var branch: String
    var commit: String
  }
  struct File: Decodable {
    var path: String
    var renamedFrom: String?
    var edits: [Edit]
    var generated: Bool
  }
  struct Edit: Decodable {
    var line: Int
    var column: Int
    var rule: Int?
    var old: String
    var new: String
  }
  struct Skipped: Decodable {
    var path: String
    var reason: String
  }
  struct Conflict: Decodable {
    var path: String
    var line: Int?
  }
  struct Finding: Decodable {
    var code: String
    var severity: String
    var path: String?
    var line: Int?
    var column: Int?
    var message: String
    var remedy: String
  }
  struct Value: Decodable {
    var key: String
    var value: String
    var source: String
    var environment: String?
  }

  var outcome: String
  var base: Base
  var branch: String
  var commit: String?
  var files: [File]
  var skipped: [Skipped]
  var conflicts: [Conflict]
  var findings: [Finding]
  var values: [Value]

  /// Decodes all that a program printed.
  init(_ result: ProgramResult) throws {
    self = try JSONDecoder().decode(Fields.self, from: Data(result.standardOutput))
  }
}
