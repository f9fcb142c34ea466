import FluxTestSupport
import Foundation
import Kustomize
import Testing
import YAML

@testable import Flux

/// What Flux makes of the trees of kustomize's own vectors, whose top file it rewrites first.
struct TopKustomizationVectorTests {
  @Test("A path is built as Flux builds it", arguments: FluxBuildVector.names)
  func build(name: String) throws {
    let vector = try #require(FluxBuildVector.all[name])
    let object = Value.map([
      "apiVersion": .string("kustomize.toolkit.fluxcd.io/v1"), "kind": .string("Kustomization"),
      "metadata": .map(["name": .string("x")]), "spec": .map(["path": .string(vector.path)]),
    ])
    let spec = try #require(KustomizationSpec(object, defaultNamespace: "flux-system"))
    let sources = ModelSources(vector.tree, artifacts: [:])
    let built: [Value]
    do throws(BuildError) {
      built = try Self.values(spec, sources)
    } catch {
      #expect(vector.documents == nil, "\(error)")
      return
    }
    #expect(built == (try #require(vector.documents)))
  }

  private static func values(
    _ spec: KustomizationSpec, _ sources: ModelSources
  ) throws(BuildError) -> [Value] {
    var values: [Value] = []
    let made = ModelSources.build(spec, of: sources.repository(nil))
    if let error = made.error { throw error }
    for resource in made.resources {
      let value = try resource.node.value()
      guard value["apiVersion"]?.plainText?.isEmpty == false else {
        throw BuildError("the object lacks apiVersion")
      }
      values.append(value)
    }
    return values
  }
}

/// One of the trees, with what Flux makes of it.
struct FluxBuildVector {
  let path: String
  let tree: MemoryTree
  /// Nil where Flux fails.
  let documents: [Value]?

  static let all = RecordedCases.named(in: "../KustomizeTests/Fixtures/kustomize.json").mapValues(
    FluxBuildVector.init)

  static let names = all.keys.sorted()

  private init(_ value: Value) {
    path = value["path"]?.plainText ?? ""
    var tree = MemoryTree([:])
    for (path, content) in value["files"]?.members ?? [] {
      if let text = content.plainText { tree.files[path] = Array(text.utf8) }
      if let text = content["base64"]?.plainText {
        tree.files[path] = Data(base64Encoded: text).map(Array.init)
      }
    }
    self.tree = tree
    if case .list(let list) = (value["flux"] ?? value)["documents"] {
      documents = list
    } else {
      documents = nil
    }
  }
}
