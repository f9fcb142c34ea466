import Flux
import YAML

extension ChangePlaces {
  /// The paths that a Flux Kustomization reads; nil where they are the same.
  func paths(of pair: ObjectMatching.Pair) -> (old: String, new: String)? {
    func path(_ object: ClusterObject) -> String? {
      RepositoryPath.normalised(object.value["spec", "path"]?.plainText ?? "")
    }
    guard let old = path(pair.before), let new = path(pair.after), old != new else { return nil }
    return (old, new)
  }

  /// Another path of a Flux Kustomization.
  func pathChange(
    _ pair: ObjectMatching.Pair, effect: String, remedy: String
  ) -> DangerousChange {
    let place = place(of: pair.after, ["spec", "path"])
    return DangerousChange(
      code: .flux, path: place.file, position: place.position, object: pair.before.key.text,
      field: "spec.path", old: pair.before.value["spec", "path"]?.inMessage,
      new: pair.after.value["spec", "path"]?.inMessage, effect: effect, remedy: remedy)
  }

  /// A Kustomization that applies itself, as `flux bootstrap` writes it, and leaves its path: the cluster goes on
  /// reading the path that it knows, which the moved file is no longer in.
  func rootMove(_ pair: ObjectMatching.Pair) -> DangerousChange? {
    guard let (old, new) = paths(of: pair), RepositoryPath.holds(old, pair.before.file),
      !RepositoryPath.holds(old, pair.after.file)
    else { return nil }
    return pathChange(
      pair,
      effect: "the cluster goes on reading the old path, finds nothing there, and stops syncing",
      remedy: "keep the path; or give --allow-replace and, once merged, run flux bootstrap again "
        + "with --path=\(new)")
  }

  /// The same of moved files, whether their folders can be built or not.
  var rootMoves: [DangerousChange] {
    files.flatMap { file -> [DangerousChange] in
      guard let old = file.old, let new = file.new, old != new else { return [] }
      let objects = kustomizations(in: new, after)
      return kustomizations(in: old, before).compactMap { object in
        objects.first { $0.key == object.key }.flatMap {
          rootMove(ObjectMatching.Pair(before: object, after: $0))
        }
      }
    }
  }

  private func kustomizations(in file: String, _ reader: ManifestReader) -> [ClusterObject] {
    guard RepositoryPath.isYAML(file), reader.marks(file).contains(.flux),
      let bytes = reader.readableBytes(file)
    else { return [] }
    return (WrittenObjects.all(in: file, bytes) ?? []).map {
      ClusterObject($0, owner: nil, target: "")
    }
    .filter(\.key.isFlux)
  }
}
