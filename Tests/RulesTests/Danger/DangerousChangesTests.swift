import Findings
import Flux
import FluxTestSupport
import Rules
import Testing
import YAML

@Suite struct DangerousChangesTests {
  private static let cases =
    DangerCase.identity + DangerCase.removal + DangerCase.fluxPaths + DangerCase.releases
    + DangerCase.immutable + DangerCase.volumes + DangerCase.selectors

  @Test(
    "what would cost data is named with its place and values, and nothing else is",
    arguments: cases)
  func table(_ example: DangerCase) {
    #expect(example.found.map(Self.text) == example.expected)
  }

  @Test("every kind of danger has a case that finds it", arguments: DangerousChange.Code.allCases)
  func classes(_ code: DangerousChange.Code) {
    let name = code.finding.rawValue.dropFirst("dangerous-".count) + " "
    #expect(Self.cases.contains { $0.expected.contains { $0.hasPrefix(name) } })
  }

  @Test("the finding says what would happen and what to do by hand")
  func finding() throws {
    let change = try #require(
      DangerCase(
        "", DangerCase.object(DangerCase.statefulSet, "db"),
        DangerCase.object(DangerCase.statefulSet, "main")
      ).found.first)
    #expect(change.finding.severity == .error)
    #expect(
      change.finding.message
        == "StatefulSet/db: metadata.name changes from db to main; Flux would delete StatefulSet/db, "
        + "whose data is lost, and create another in its place")
    #expect(change.finding.remedy.contains("--allow-replace"))
  }

  @Test("one namespace of a kustomization is one finding, which names an object with data first")
  func grouped() throws {
    let objects =
      ["a", "b", "c"].map { DangerCase.object(DangerCase.configMap, $0) + "---\n" }.joined()
      + DangerCase.object(DangerCase.claim, "data")
    func files(_ namespace: String) -> [String: String] {
      [
        "k/kustomization.yaml": "resources: [x.yaml]\nnamespace: \(namespace)\n",
        "k/x.yaml": objects,
      ]
    }
    let found = DangerCase("", files("one"), files("two")).found
    #expect(found.map(\.object) == ["PersistentVolumeClaim/data"])
    #expect(
      found.first?.effect.contains("PersistentVolumeClaim/data and 3 more, whose data") == true)
  }

  @Test("files that show no danger by themselves cost no walk through the repository")
  func lazy() {
    let old = DangerCase.object(DangerCase.release, "r", "spec: { interval: 1m }\n")
    let new = DangerCase.object(DangerCase.release, "r", "spec: { interval: 2m }\n")
    let before = CountingTree(MemoryTree(["a/b/c.yaml": old, "d/e.yaml": old]))
    let after = CountingTree(MemoryTree(["a/b/c.yaml": new, "d/e.yaml": old]))
    let path = "a/b/c.yaml"
    let found = dangerousChanges(
      from: before, to: after, in: [ChangedFile(old: path, new: path)], isSurveyed: false,
      amount: { Int($0) })
    #expect(found == [])
    #expect(before.read == [path])
    // Whether a kustomization above it takes values from it.
    #expect(after.read.filter { !$0.contains("ustomization") } == [path])
  }

  @Test("a folder of the example that moves with all that names it loses nothing")
  func moved() throws {
    let found = try Self.replacing("/applications/", with: "/apps/")
    #expect(found.map(\.finding.description) == [])
  }

  @Test(
    "the folder of the example's cluster cannot move without a new bootstrap, and no more is said")
  func movedCluster() throws {
    let found = try Self.replacing("clusters/my-cluster", with: "clusters/prod")
    #expect(
      found.map(Self.text) == [
        "flux manifests/clusters/prod/flux-system/gotk-sync.yaml:22 Kustomization/flux-system "
          + "spec.path ./manifests/clusters/my-cluster -> ./manifests/clusters/prod"
      ])
    #expect(found.first?.remedy.contains("--path=manifests/clusters/prod") == true)
  }

  /// What is found when a text of the example is replaced in files and their paths.
  private static func replacing(_ old: String, with new: String) throws -> [DangerousChange] {
    let before = try ExampleWiringTests.example().tree
    var after = MemoryTree([:])
    var files: [ChangedFile] = []
    for (path, bytes) in before.files {
      let moved = path.replacing(old, with: new)
      let text = String(validating: bytes, as: UTF8.self)?.replacing(old, with: new)
      after.files[moved] = text.map { Array($0.utf8) } ?? bytes
      if moved != path || after.files[moved] != bytes {
        files.append(ChangedFile(old: path, new: moved))
      }
    }
    #expect(files.count > 10)
    return dangerousChanges(from: before, to: after, in: files, amount: { Int($0) })
  }

  static func text(_ change: DangerousChange) -> String {
    let line = change.position.map { ":\($0.line)" } ?? ""
    return change.code.finding.rawValue.dropFirst("dangerous-".count)
      + " \(change.path)\(line) \(change.object) \(change.field ?? "nil") "
      + "\(change.old ?? "nil") -> \(change.new ?? "nil")"
  }
}

/// A tree that knows what was asked of it.
private final class CountingTree: ManifestTree {
  private let tree: MemoryTree
  private(set) var read: Set<String> = []

  init(_ tree: MemoryTree) {
    self.tree = tree
  }

  func file(_ path: String) -> [UInt8]? {
    read.insert(path)
    return tree.file(path)
  }

  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    read.insert(folder + "/")
    return tree.entries(of: folder)
  }
}
