import Foundation
import TestSupport

/// What `--output json` says of the review.
struct ReviewFields: Decodable {
  struct Review: Decodable {
    var number: Int?
    var url: String?
    var operation: String
    var commitsVerified: Bool?
  }
  struct Finding: Decodable {
    var code: String
    var message: String
    var remedy: String
  }

  var outcome: String
  var findings: [Finding]
  var review: Review?

  /// Decodes all that a program printed.
  init(_ result: ProgramResult) throws {
    self = try JSONDecoder().decode(ReviewFields.self, from: Data(result.standardOutput))
  }
}
