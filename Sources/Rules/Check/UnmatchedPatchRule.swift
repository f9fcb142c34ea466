import Findings
import Flux
import Kustomize
import YAML

/// A patch whose target matches nothing in any build.
enum UnmatchedPatchRule: CheckRule {
  static func findings(in tree: CheckedTree) -> [Finding] {
    // One patch may be for all Kustomizations, as a parent's patch or a component has it.
    let matched = Set(tree.record.patches.filter(\.value).map(\.key.patch))
    let unmatched = tree.record.patches.keys.filter { !matched.contains($0.patch) }
    return unmatched.compactMap { written($0, tree) ?? ofFlux($0, tree) }
  }

  /// A finding where the kustomization's own file has the patch.
  private static func written(_ use: PatchUse, _ tree: CheckedTree) -> Finding? {
    guard let root = tree.reader.keptStream(use.file)?.documents.first,
      !listsNothing(root, use.file, tree)
    else { return nil }
    for field in ["patches", "patchesJson6902"] {
      for entry in root[field]?.elements ?? [] where isSame(entry, use.patch) {
        let place = entry["target"] ?? entry
        return finding(use.patch, use.file, place.position)
      }
    }
    return nil
  }

  /// Whether one of the files that a kustomization lists holds nothing yet, as before `flux bootstrap` fills it.
  private static func listsNothing(
    _ root: YAMLNode, _ file: String, _ tree: CheckedTree
  ) -> Bool {
    (root["resources"]?.elements ?? []).contains { entry in
      guard let text = entry.text,
        let path = RepositoryPath.joined(RepositoryPath.folder(of: file), text),
        tree.reader.hasFile(path)
      else { return false }
      return tree.reader.stream(path)?.documents.contains { $0.members != nil } != true
    }
  }

  private static func isSame(_ entry: YAMLNode, _ patch: Patch) -> Bool {
    guard let target = entry["target"], let wanted = patch.target else { return false }
    return (entry["path"]?.text ?? "") == patch.path
      && (entry["patch"]?.text ?? "") == patch.patch
      && (target["kind"]?.text ?? "") == wanted.kind && (target["name"]?.text ?? "") == wanted.name
  }

  /// A finding where a Flux Kustomization asks for the patch.
  private static func ofFlux(_ use: PatchUse, _ tree: CheckedTree) -> Finding? {
    let folder = RepositoryPath.folder(of: use.file)
    for cluster in tree.clusters {
      for kustomization in cluster.kustomizations where kustomization.folder == folder {
        let patches = kustomization.spec("patches")?.elements ?? []
        let index = patches.firstIndex {
          ($0["patch"]?.plainText ?? "") == use.patch.patch
            && ($0["target", "name"]?.plainText ?? "") == use.patch.target?.name
            && ($0["target", "kind"]?.plainText ?? "") == use.patch.target?.kind
        }
        guard let index, let object = cluster.object(of: kustomization) else { continue }
        let place = tree.place(of: object, at: ["spec", "patches", .index(index), "target"])
        return place.flatMap { finding(use.patch, $0.file, $0.position) }
      }
    }
    return nil
  }

  private static func finding(
    _ patch: Patch, _ file: String, _ position: TextPosition?
  ) -> Finding {
    let target = patch.target
    let wanted = [target?.kind, target?.name].compactMap { $0 }.filter { !$0.isEmpty }
    let name = wanted.isEmpty ? "its selector" : wanted.joined(separator: " ")
    return Finding(
      .patchUnmatched, .warning, path: file, position: position,
      "this patch changes nothing: \(name) matches none of the resources that it is applied to",
      remedy: "correct the target, or remove the patch")
  }
}
