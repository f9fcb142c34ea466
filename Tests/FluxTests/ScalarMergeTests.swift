import Testing

@testable import Flux
@testable import YAML

@Suite struct ScalarMergeTests {
  @Test func scalarsOfManyDocumentsAndItemsAreMergedByTheirNames() throws {
    func text(_ change: (Int) -> String) -> String {
      (0..<2_000).map {
        "---\nkind: A\nmetadata:\n  name: n\($0)\nitems:\n- name: x\n  v: \(change($0))\n"
      }.joined()
    }
    let base = text { _ in "0" }
    let changed = text { $0.isMultiple(of: 2) ? "1" : "0" }
    let ours = text { $0.isMultiple(of: 3) ? "2" : "0" }
    let merge = try #require(ScalarMerge(base: Array(base.utf8)) { $0 })
    let outcome = try #require(merge.merging(Array(changed.utf8), into: Array(ours.utf8)))
    #expect(outcome.edits.count == 666)
    #expect(!outcome.isComplete)
  }
}
