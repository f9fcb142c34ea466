import Kustomize
import YAML

/// One input of the fuzzer, and what has to be true of it.
struct KustomizeTrial {
  private let tree: TreeInput

  init(_ tree: TreeInput) {
    self.tree = tree
  }

  func run() {
    var kustomizer = Kustomizer(tree)
    let first = built(&kustomizer)
    let second = built(&kustomizer)
    require(first == second, "what was read before changes what is built")
    checkBuildOfBuild(first)
  }

  /// The documents of the folder; nil where it is refused with good reason.
  private func built(_ kustomizer: inout Kustomizer) -> [Value]? {
    do throws(BuildError) {
      var documents: [Value] = []
      for resource in try kustomizer.build(tree.folder) {
        checkPlace(of: resource, kustomizer.files)
        documents.append(try resource.node.value())
      }
      return documents
    } catch {
      require(!error.message.isEmpty, "an error without a message")
      if let line = error.line { require(line > 0, "an error at line \(line)") }
      return nil
    }
  }

  private func checkPlace(of resource: Resource, _ files: SourceFiles) {
    guard let path = files.path(of: resource.place), let text = tree.file(path) else { return }
    // YAML 1.1 knows more line breaks than others do.
    let breaks: Set<UInt32> = [0x0A, 0x0D, 0x85, 0x2028, 0x2029]
    let lines =
      String(decoding: text, as: UTF8.self).unicodeScalars
      .count { breaks.contains($0.value) } + 1
    require(Int(resource.place.line) <= lines, "a resource at a line that is not there")
  }

  /// A build of what was built gives that again.
  private func checkBuildOfBuild(_ documents: [Value]?) {
    guard let documents, !documents.isEmpty, documents.allSatisfy(\.isPlainObject) else { return }
    let text = documents.map(\.description).joined(separator: "\n---\n")
    let again = MemoryFiles(["kustomization.yaml": "resources: [all.yaml]", "all.yaml": text])
    var kustomizer = Kustomizer(again)
    do throws(BuildError) {
      var values: [Value] = []
      for resource in try kustomizer.build("") { values.append(try resource.node.value()) }
      require(values == documents, "a build of what was built gives something else")
    } catch {
      stop("what was built cannot be built again: \(error)")
    }
  }
}

extension Value {
  /// Whether this stands for itself in a build: an object with kind and name, that is neither a list of others nor
  /// marked for tools.
  fileprivate var isPlainObject: Bool {
    guard let kind = self["kind"]?.plainText, !kind.hasSuffix("List"),
      let name = self["metadata", "name"]?.plainText, !name.isEmpty, isRepeatable
    else { return false }
    guard let annotations = self["metadata", "annotations"] else { return true }
    return !annotations.members.contains { $0.key.contains("config.k") }
  }

  /// Whether texts and numbers come through another reading: not what YAML cannot write plainly.
  private var isRepeatable: Bool {
    switch self {
    case .null, .bool, .int: true
    case .double(let number): Double(number.description) == number
    case .string(let text): text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F }
    case .list(let list): list.allSatisfy(\.isRepeatable)
    case .map(let map): map.allSatisfy { $0.value.isRepeatable && $0.key != "<<" }
    }
  }
}

/// Files by their paths, all in one folder.
private struct MemoryFiles: FileSource {
  private let files: [String: [UInt8]]

  init(_ texts: [String: String]) {
    files = texts.mapValues { Array($0.utf8) }
  }

  func file(_ path: String) -> [UInt8]? { files[path] }
  func isFolder(_ path: String) -> Bool { path.isEmpty }
  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    folder.isEmpty ? files.keys.sorted().map { (name: $0, isFolder: false) } : nil
  }
}
