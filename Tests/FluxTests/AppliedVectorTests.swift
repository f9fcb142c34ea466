import Flux
import FluxTestSupport
import Testing
import YAML

/// What Flux's own code made of small repositories: `Fixtures/repositories.json`.
struct AppliedVectorTests {
  @Test("A cluster applies what Flux applies", arguments: RepositoryVector.names, [true, false])
  func applied(name: String, isStrict: Bool) throws {
    let vector = try #require(RepositoryVector.all[name])
    let model = AppliedTree(
      of: vector.tree, isStrict: isStrict, address: "https://code.test/team/gitops")
    #expect(model.clusters.map(\.root).map { $0.isEmpty ? "." : $0 } == vector.roots.sorted())
    var left = Set(
      model.clusters.flatMap { cluster in
        cluster.kustomizations.map { "\(cluster.root) \($0.spec.identifier)" }
      })
    for expected in vector.kustomizations {
      let root = expected.cluster == "." ? "" : expected.cluster
      let cluster = try #require(model.clusters.first { $0.root == root })
      let found = try #require(
        cluster.kustomizations.first { $0.spec.identifier == expected.identifier },
        "\(expected.identifier) is missing")
      left.remove("\(root) \(expected.identifier)")
      check(found, expected, isStrict ? expected.strict : expected.lax)
    }
    #expect(left.isEmpty)
  }

  private func check(
    _ found: AppliedKustomization, _ expected: RepositoryVector.Kustomization, _ result: Value?
  ) {
    #expect(found.spec.path == expected.path)
    if expected.isExternal {
      guard case .elsewhere = found.source else {
        Issue.record("\(expected.identifier) is followed")
        return
      }
      return
    }
    if let folder = expected.folder { #expect(found.folder == folder) }
    guard case .list(let documents) = result?["documents"] else {
      #expect(found.problem != nil, "\(expected.identifier): \(result?["error"]?.plainText ?? "")")
      return
    }
    #expect(found.problem == nil, "\(expected.identifier)")
    #expect(found.objects.map(\.value) == documents, "\(expected.identifier)")
  }
}

/// One of the repositories.
struct RepositoryVector {
  struct Kustomization {
    let cluster: String
    let identifier: String
    let path: String
    let folder: String?
    let isExternal: Bool
    let strict: Value?
    let lax: Value?
  }

  let roots: [String]
  let tree: MemoryTree
  let kustomizations: [Kustomization]

  static let all = RecordedCases.named(in: "Fixtures/repositories.json").mapValues(
    RepositoryVector.init)

  static let names = all.keys.sorted()

  private init(_ value: Value) {
    if case .list(let list) = value["roots"] {
      roots = list.compactMap(\.plainText)
    } else {
      roots = []
    }
    var files: [String: String] = [:]
    for (path, content) in value["files"]?.members ?? [] { files[path] = content.plainText }
    tree = MemoryTree(files)
    guard case .list(let list) = value["kustomizations"] else {
      kustomizations = []
      return
    }
    kustomizations = list.map {
      Kustomization(
        cluster: $0["cluster"]?.plainText ?? "",
        identifier: "\($0["namespace"]?.plainText ?? "")/\($0["name"]?.plainText ?? "")",
        path: $0["path"]?.plainText ?? "", folder: $0["folder"]?.plainText,
        isExternal: $0["external"] == .bool(true), strict: $0["strict"], lax: $0["lax"])
    }
  }
}
