import Findings
import Flux
import YAML

/// A manifest beside a kustomization that nothing in the repository reads.
enum UnlistedManifestRule: CheckRule {
  static func findings(in tree: CheckedTree) -> [Finding] {
    let read = tree.record.files
    let folders = Set(
      read.filter {
        // That of a folder without one is made up.
        RepositoryPath.isKustomization($0) && tree.reader.hasFile($0)
      }
      .map { RepositoryPath.folder(of: $0) })
    guard !folders.isEmpty else { return [] }
    let candidates = folders.sorted().flatMap { unread(in: $0, tree) }
    guard !candidates.isEmpty else { return [] }
    let mentioned = MentionedFiles(tree.reader)
    return candidates.filter { !mentioned.contains($0) }.compactMap { finding($0, tree.reader) }
  }

  /// The YAML files right in a folder that no build has read.
  private static func unread(in folder: String, _ tree: CheckedTree) -> [String] {
    (tree.reader.entries(of: folder) ?? []).compactMap { entry in
      guard !entry.isFolder, RepositoryPath.isYAML(entry.name), !entry.name.hasPrefix("."),
        !KustomizeBuild.fileNames.contains(entry.name)
      else { return nil }
      let path = RepositoryPath.path(of: entry.name, in: folder)
      return tree.record.files.contains(path) ? nil : path
    }
  }

  private static func finding(_ path: String, _ reader: ManifestReader) -> Finding? {
    guard let documents = reader.stream(path)?.documents, let first = documents.first,
      documents.allSatisfy(\.isManifest)
    else { return nil }
    return Finding(
      .manifestUnlisted, .warning, path: path, position: first.position,
      "no kustomization lists this manifest, so that nothing applies it",
      remedy: "list it in the kustomization beside it, or remove it")
  }
}

extension YAMLNode {
  /// Whether this is an object that a cluster may be given.
  fileprivate var isManifest: Bool {
    guard let version = self["apiVersion"]?.text, self["kind"]?.text != nil,
      node("metadata", "name")?.text != nil
    else { return false }
    return !version.hasPrefix("kustomize.config.k8s.io/")
  }
}

/// The files that other files of a repository speak of.
private struct MentionedFiles {
  private let reader: ManifestReader
  /// The files that kustomizations name, also in comments: what is commented out is left out on purpose.
  private var kustomizations: [String: [UInt8]] = [:]
  private var named: Set<String> = []
  /// What scripts and the files of tools hold.
  private var tools: [[UInt8]] = []

  init(_ reader: ManifestReader) {
    self.reader = reader
    for path in reader.kustomizationFiles() {
      let folder = RepositoryPath.folder(of: path)
      kustomizations[folder] = reader.readableBytes(path)
      for document in reader.stream(path)?.documents ?? [] {
        document.forEachScalar { _, scalar in add(scalar.text, from: folder) }
      }
    }
    for path in reader.yamlFiles(marked: [.flux, .instance]) {
      for document in reader.stream(path)?.documents ?? [] {
        document.forEachScalar { _, scalar in
          if scalar.text.contains("/") { add(scalar.text, from: "") }
        }
      }
    }
    addTools(in: "", depth: 0)
  }

  private mutating func add(_ text: String, from folder: String) {
    guard !text.contains("\n"), text.utf8.count < 500 else { return }
    for part in [text] + text.split(separator: "=", maxSplits: 1).dropFirst().map(String.init) {
      if let path = RepositoryPath.joined(folder, part) { named.insert(path) }
    }
  }

  func contains(_ path: String) -> Bool {
    if named.contains(path) { return true }
    var folder = RepositoryPath.folder(of: path)
    var name = RepositoryPath.name(of: path)
    while true {
      if let bytes = kustomizations[folder], bytes.contains(name) { return true }
      guard !folder.isEmpty else { return isUsed(path) }
      name = RepositoryPath.name(of: folder) + "/" + name
      folder = RepositoryPath.folder(of: folder)
    }
  }

  /// Whether a file that is no manifest, such as a script, names this one with the folder that it is in.
  private func isUsed(_ path: String) -> Bool {
    let parts = path.split(separator: "/").suffix(2).joined(separator: "/")
    return tools.contains { $0.contains(parts) }
  }

  private mutating func addTools(in folder: String, depth: Int) {
    guard depth < 5 else { return }
    for entry in reader.entries(of: folder) ?? [] where entry.name != ".git" {
      let path = RepositoryPath.path(of: entry.name, in: folder)
      if entry.isFolder {
        addTools(in: path, depth: depth + 1)
      } else if !RepositoryPath.isYAML(entry.name) || Self.isTool(path),
        let bytes = reader.readableBytes(path), bytes.count < Self.largestTool
      {
        tools.append(bytes)
      }
    }
  }

  /// No script is as large as a picture.
  private static let largestTool = 256 << 10

  /// Whether a YAML file says what tools do.
  private static func isTool(_ path: String) -> Bool {
    let name = RepositoryPath.name(of: path).lowercased()
    return path.hasPrefix(".") || name.contains("task") || name.contains("helmfile")
      || name.contains("playbook") || !path.contains("/")
  }
}
