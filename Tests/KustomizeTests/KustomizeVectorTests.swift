import FluxTestSupport
import Foundation
import Kustomize
import Testing
import YAML

/// What kustomize itself made of small trees: `Fixtures/kustomize.json`.
struct KustomizeVectorTests {
  @Test("A build gives what kustomize gives", arguments: KustomizeVector.names)
  func build(name: String) throws {
    let vector = try #require(KustomizeVector.all[name])
    let built: [Value]
    do throws(BuildError) {
      built = try vector.built()
    } catch {
      #expect(vector.documents == nil, "\(error)")
      return
    }
    let expected = try #require(vector.documents, "kustomize fails here: \(vector.error ?? "")")
    #expect(built.count == expected.count)
    for (value, expected) in zip(built, expected) { #expect(value == expected) }
  }
}

/// One of the trees.
struct KustomizeVector {
  let path: String
  let tree: FolderFiles
  /// The documents that kustomize prints; nil where it fails.
  let documents: [Value]?
  let error: String?

  func built() throws(BuildError) -> [Value] {
    var kustomizer = Kustomizer(tree)
    var values: [Value] = []
    for resource in try kustomizer.build(path) { values.append(try resource.node.value()) }
    return values
  }

  static let all = RecordedCases.named(in: "Fixtures/kustomize.json").mapValues(
    KustomizeVector.init)

  static let names = all.keys.sorted()

  private init(_ value: Value) {
    path = value["path"]?.plainText ?? ""
    tree = FolderFiles(value["files"] ?? .null)
    if case .list(let list) = value["documents"] { documents = list } else { documents = nil }
    error = value["error"]?.plainText
  }
}

/// Files of a folder that are held in memory; symbolic links within it are followed, as on disk.
struct FolderFiles: FileSource {
  private var files: [String: [UInt8]] = [:]
  private var links: [String: String] = [:]

  init(_ value: Value) {
    for (path, content) in value.members {
      if let text = content.plainText { files[path] = Array(text.utf8) }
      if let text = content["base64"]?.plainText {
        files[path] = Data(base64Encoded: text).map(Array.init)
      }
      links[path] = content["link"]?.plainText
    }
  }

  func file(_ path: String) -> [UInt8]? {
    guard let link = links[path] else { return files[path] }
    var parts = path.split(separator: "/").dropLast()
    for part in link.split(separator: "/") where part != "." {
      if part != ".." { parts.append(part) } else if parts.popLast() == nil { return nil }
    }
    return files[parts.joined(separator: "/")]
  }

  func isFolder(_ path: String) -> Bool { entries(of: path) != nil }

  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    let prefix = folder.isEmpty ? "" : folder + "/"
    var entries: [String: Bool] = [:]
    for path in files.keys where path.hasPrefix(prefix) {
      let parts = path.dropFirst(prefix.count).split(separator: "/")
      if let name = parts.first { entries[String(name)] = parts.count > 1 }
    }
    guard !entries.isEmpty || folder.isEmpty else { return nil }
    return entries.sorted { $0.key < $1.key }.map { (name: $0.key, isFolder: $0.value) }
  }
}
