/// A Flux Kustomization as a file has it, whether a cluster applies it or not.
public struct WrittenKustomization: Sendable {
  public let spec: KustomizationSpec
  public let place: SourcePlace

  /// Those in the files of a tree, in the order of files and documents.
  public static func all(in tree: any ManifestTree) -> [WrittenKustomization] {
    WrittenObject.all(in: ManifestReader(tree)).compactMap { object in
      KustomizationSpec(object.value, defaultNamespace: KustomizationSpec.defaultNamespace).map {
        WrittenKustomization(spec: $0, place: object.place)
      }
    }
  }
}
