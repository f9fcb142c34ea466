public import Flux
import YAML

/// Whether what differs between two trees may change what clusters apply in a way that a check speaks of.
///
/// A text in an object that is none of Flux's own, no ConfigMap and no Secret, changes nothing of that: as long as
/// its type, its name, its variables and what it names stay, both trees have the same findings.
public enum ModelChange {
  /// Whether there is such a change.
  ///
  /// - Parameters:
  ///   - tree: one of the trees.
  ///   - other: the other one.
  ///   - files: the files that differ, `old` being paths of `tree`.
  /// - Returns: false where nothing that differs matters.
  public static func isThere(
    between tree: some ManifestTree, and other: some ManifestTree, in files: [ChangedFile]
  ) -> Bool {
    // Files that come, go or move, and those whose marks say enough, are looked at first.
    files.contains { isPlain($0, tree, other) == false }
      || files.contains { differs($0, tree, other) }
  }

  /// Whether a file is in both trees and may hold nothing but plain objects; nil for what is no manifest.
  private static func isPlain(
    _ file: ChangedFile, _ tree: some ManifestTree, _ other: some ManifestTree
  ) -> Bool? {
    guard let old = file.old, let new = file.new, old == new, !file.changesKind else {
      let path = file.old ?? file.new ?? ""
      return RepositoryPath.isYAML(path) || isDecisive(path) ? false : nil
    }
    if isDecisive(old) { return false }
    guard RepositoryPath.isYAML(old) else { return nil }
    let marks = (tree.content(old)?.marks ?? .all).union(other.content(new)?.marks ?? .all)
    return marks.isDisjoint(with: [.flux, .instance, .encrypted])
  }

  private static func isDecisive(_ path: String) -> Bool {
    RepositoryPath.isKustomization(path) || RepositoryPath.name(of: path) == ".sourceignore"
  }

  private static func differs(
    _ file: ChangedFile, _ tree: some ManifestTree, _ other: some ManifestTree
  ) -> Bool {
    guard let path = file.old, let old = tree.readableFile(path),
      let new = other.readableFile(path)
    else { return false }
    guard let before = ManifestInterface(of: old, path: path),
      let after = ManifestInterface(of: new, path: path)
    else { return true }
    return before != after || releases(in: old) != releases(in: new)
  }

  /// What HelmReleases say beside their values.
  private static func releases(in bytes: [UInt8]) -> [[String]] {
    guard bytes.contains("helm.toolkit.fluxcd.io"), let stream = try? YAMLStream(bytes) else {
      return []
    }
    return stream.documents.filter { $0.isObject("helm.toolkit.fluxcd.io", "HelmRelease") }.map {
      var texts: [String] = []
      $0.forEachPlacedScalar(skipping: { $0 == ["spec", "values"] }) { path, _, scalar in
        texts.append(path.joined(separator: ".") + "=" + scalar.text)
      }
      return texts
    }
  }
}
