import Findings
import Flux
import FluxTestSupport
import Rules
import TestSupport
import Testing

/// Files that a check passes over where it only tells the errors of two trees apart.
@Suite struct UntouchedFilesTests {
  /// The errors of a tree as far as they tell it from another one.
  private static func errors(
    _ tree: SurveyedTree, _ other: SurveyedTree, _ files: [ChangedFile], ownNames: [String]?
  ) -> [String] {
    let check = ManifestCheck(WiringConfiguration(places: [])) { _, _ in nil }
    return check.findings(
      in: tree, concerning: ChangedPaths(of: tree, and: other, in: files, ownNames: ownNames)
    ).filter { $0.severity == .error }.map { "\($0.code) \($0.path ?? "") \($0.message)" }
  }

  @Test("what is passed over changes nothing of which errors are new", arguments: 0..<400)
  func sameErrors(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var old = RandomCluster.files
    if seed % 3 == 0 { RandomCluster.change(&old, &generator) }
    var new = old
    for _ in 0..<Int.random(in: 1...3, using: &generator) { RandomCluster.change(&new, &generator) }
    let changed = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    let files = changed.map {
      ChangedFile(old: old[$0] == nil ? nil : $0, new: new[$0] == nil ? nil : $0)
    }
    let trees = (SurveyedTree(old), SurveyedTree(new))
    let known = (
      before: Self.errors(trees.0, trees.1, files, ownNames: nil),
      after: Self.errors(trees.1, trees.0, files.map(\.reversed), ownNames: nil)
    )
    let names = ["infrastructure-config"]
    let found = (
      before: Self.errors(trees.0, trees.1, files, ownNames: names),
      after: Self.errors(trees.1, trees.0, files.map(\.reversed), ownNames: names)
    )
    let fresh = (
      known: Set(known.after).subtracting(known.before),
      found: Set(found.after).subtracting(found.before)
    )
    #expect(fresh.known.isSubset(of: fresh.found), "\(changed)")
    // A build that fails hides what else is wrong in it, unless what it fails for was passed over.
    guard !known.before.contains(where: { $0.hasPrefix("build-failed") }) else { return }
    #expect(fresh.known == fresh.found, "\(changed)")
    #expect(Set(found.after).isSubset(of: known.after), "\(changed)")
    #expect(Set(found.before).isSubset(of: known.before), "\(changed)")
  }
}
