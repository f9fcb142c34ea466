/// The ConfigMaps and Secrets of a repository, which are looked for only when one is asked for.
final class Definitions {
  private let reader: ManifestReader

  init(_ reader: ManifestReader) {
    self.reader = reader
  }

  /// All of them, with their keys.
  private(set) lazy var objects: [FluxObject] =
    FluxObjects(reader) { $0.contains("ConfigMap") || $0.contains("Secret") }.others
}
