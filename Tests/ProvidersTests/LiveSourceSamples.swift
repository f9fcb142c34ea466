import YAML

@testable import Providers

extension LiveSource {
  /// The facts that the source finds in `texts`.
  func facts(
    in texts: [String], cluster: String? = nil, _ environment: LiveEnvironment = LiveEnvironment()
  ) throws(LiveSourceError) -> ClusterFacts {
    try told(in: texts, cluster: cluster, environment).facts
  }

  /// What the source finds in `texts`.
  func told(
    in texts: [String], cluster: String? = nil, _ environment: LiveEnvironment = LiveEnvironment()
  ) throws(LiveSourceError) -> LiveTold {
    let answer = LiveAnswer(name: "source", texts: texts.map { Array($0.utf8) }, cluster: cluster)
    return try told(by: answer, of: environment)
  }
}

/// What `body` complains about, as `line:column message; remedy`; empty when about nothing.
///
/// A name that is none of those known is followed by them: `; cluser: cluster, node`.
func complaints(_ body: () throws(LiveSourceError) -> Void) -> [String] {
  do {
    try body()
    return []
  } catch {
    return error.problems.map { problem in
      let place = problem.position.map { "\($0) " } ?? ""
      let slip = problem.misspelling.map { "; \($0.name): \($0.known.joined(separator: ", "))" }
      return "\(place)\(problem.message); \(problem.remedy)\(slip ?? "")"
    }
  }
}
