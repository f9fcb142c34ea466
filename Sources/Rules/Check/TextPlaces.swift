import Flux
import Kustomize
import YAML

/// Finds the `$` of a built object again in the file that it comes from.
final class TextPlaces {
  private let reader: ManifestReader
  private var positions: [String: TextPositions] = [:]
  private var inputs: [String: [String]] = [:]

  init(_ reader: ManifestReader) {
    self.reader = reader
  }

  /// The place of one of the runs of `$` in a scalar.
  ///
  /// - Parameters:
  ///   - wanted: which run is meant; the first one is taken.
  ///   - node: the scalar, as the build gives it.
  ///   - object: the object that holds it.
  /// - Returns: where it stands; where the object starts, if that cannot be told.
  func place(
    where wanted: (DollarRun) -> Bool, in node: ManifestNode, of object: CheckedObject
  ) -> SourcePlace? {
    guard let place = object.applied.place(of: node) ?? object.applied.place else { return nil }
    if let position = place.position, let stream = reader.keptStream(place.file),
      let (found, scalar) = stream.scalar(at: position), scalar.text == node.text,
      let run = PlacedRun.all(in: scalar, found, of: stream.bytes).first(where: { wanted($0.run) })
    {
      let positions = positions(of: place.file, stream.bytes)
      return SourcePlace(file: place.file, position: run.position(in: positions))
    }
    // In a patch that stands in a kustomization, in the text of a generator, or behind an alias.
    for file in [place.file] + inputs(of: place.file) {
      if let found = self.place(where: wanted, in: file) { return found }
    }
    return object.applied.place ?? place
  }

  private func place(where wanted: (DollarRun) -> Bool, in file: String) -> SourcePlace? {
    guard let bytes = reader.readableBytes(file),
      let run = DollarRun.all(in: bytes, 0..<bytes.count).first(where: wanted)
    else { return nil }
    let positions = positions(of: file, bytes)
    return SourcePlace(file: file, position: positions[run.range.lowerBound])
  }

  private func positions(of file: String, _ bytes: [UInt8]) -> TextPositions {
    if let known = positions[file] { return known }
    let made = TextPositions(bytes)
    positions[file] = made
    return made
  }

  /// The files that the generators of a kustomization read.
  private func inputs(of file: String) -> [String] {
    if let known = inputs[file] { return known }
    let root = reader.keptStream(file)?.documents.first
    let folder = RepositoryPath.folder(of: file)
    var found: [String] = []
    for key in ["configMapGenerator", "secretGenerator"] {
      for generator in root?[key]?.elements ?? [] {
        let lists = ["files", "envs"].flatMap { generator[$0]?.elements ?? [] }
        for text in (lists.map(\.text) + [generator["env"]?.text]).compactMap({ $0 }) {
          let path = text.split(separator: "=", maxSplits: 1).last.map(String.init) ?? text
          if let path = RepositoryPath.joined(folder, path) { found.append(path) }
        }
      }
    }
    inputs[file] = found
    return found
  }
}
