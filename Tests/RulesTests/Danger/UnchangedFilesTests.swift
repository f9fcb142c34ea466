import Flux
import FluxTestSupport
import TestSupport
import Testing

@testable import Rules

/// Files that the danger gate passes over.
@Suite struct UnchangedFilesTests {
  private static func database(_ number: Int) -> String {
    """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata:
      name: data-\(number)
      namespace: default
    spec:
      serviceName: plain
      text: plain
      volumeClaimTemplates:
      - metadata: { name: data }
        spec: { resources: { requests: { storage: 10Gi } } }

    """
  }

  private static var files: [String: String] {
    var files = RandomCluster.files
    for number in 0..<6 { files["apps/data-\(number).yaml"] = database(number) }
    files["more/data.yaml"] = database(9)
    files["other/kustomization.yaml"] = "namespace: other\nresources:\n- data.yaml\n- ../shared\n"
    files["other/data.yaml"] = database(7)
    files["shared/data.yaml"] = database(8)
    files["clusters/a/other.yaml"] = ClusterSample.kustomization("other", "./other")
    return files
  }

  private static let edits = [
    ("storage: 10Gi", "storage: 5Gi"), ("serviceName: plain", "serviceName: other"),
    ("name: data-", "name: base-"), ("namespace: default", "namespace: shop"),
    ("DOMAIN: example.com", "DOMAIN: acme.io"), ("name: data-3", "name: data-${DOMAIN}"),
    ("text: plain", "text: other"), ("kind: StatefulSet", "kind: Deployment"),
    ("name: data-4", "name: data-5"), ("namespace: other", "namespace: third"),
  ]

  private static func change(_ files: inout [String: String], _ generator: inout SeededGenerator) {
    guard generator.chance(70) else { return RandomCluster.change(&files, &generator) }
    let paths = files.keys.sorted()
    if generator.chance(20), let path = generator.pick(paths.filter { $0.contains("data") }) {
      files[path] = nil
    } else {
      let (old, new) = generator.one(of: edits)
      let path = generator.one(of: paths)
      files[path] = files[path]?.replacing(old, with: new)
    }
  }

  @Test("what is passed over hides no danger and makes none", arguments: 0..<600)
  func sameDangers(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var old = Self.files
    if seed % 3 == 0 { Self.change(&old, &generator) }
    var new = old
    for _ in 0..<generator.number(below: 4) + 1 { Self.change(&new, &generator) }
    let changed = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    let files = changed.map {
      ChangedFile(old: old[$0] == nil ? nil : $0, new: new[$0] == nil ? nil : $0)
    }
    // A tree that was not looked through is read as a whole.
    let known = dangerousChanges(
      from: MemoryTree(old), to: MemoryTree(new), in: files, amount: Double.init)
    let found = dangerousChanges(
      from: SurveyedTree(old), to: SurveyedTree(new), in: files, amount: Double.init)
    #expect(found == known, "\(changed)")
  }

  @Test("files are passed over where a value changed, and none where a kustomization did")
  func passedOver() throws {
    let old = SurveyedTree(Self.files)
    let file = ChangedFile(old: "apps/data-0.yaml", new: "apps/data-0.yaml")
    let passed = try #require(UnchangedFiles(old, old, in: [file]))
    #expect(passed.contains("apps/data-1.yaml") && passed.contains("apps/release-1.yaml"))
    for path in [
      "apps/data-0.yaml", "apps/charts.yaml", "clusters/a/vars.yaml", "other/kustomization.yaml",
    ] {
      #expect(!passed.contains(path), "\(path)")
    }
    for path in ["other/kustomization.yaml", "clusters/a/other.yaml", ".sourceignore"] {
      #expect(UnchangedFiles(old, old, in: [file, ChangedFile(old: path, new: path)]) == nil)
    }
  }
}
