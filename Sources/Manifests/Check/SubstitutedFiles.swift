/// The files of builds, each read once, however many builds share it.
struct SubstitutedFiles {
  private let reader: ManifestReader
  private var known: [KustomizeBuild.File: SubstitutedFile?] = [:]

  init(_ reader: ManifestReader) {
    self.reader = reader
  }

  /// The files of a build that hold a `$`, and the patches of the Kustomization itself.
  mutating func all(of member: FluxCluster.Member) -> [(path: String, file: SubstitutedFile)] {
    var files: [(path: String, file: SubstitutedFile)] = []
    for var file in member.marked {
      file.listedIn = nil
      if let read = read(file) { files.append((file.path, read)) }
    }
    let kustomization = member.kustomization
    let stream = reader.keptStream(kustomization.file)
    if let stream, stream.documents.indices.contains(kustomization.document) {
      let root = stream.documents[kustomization.document]
      files.append((kustomization.file, SubstitutedFile(patchesOf: root, in: stream)))
    }
    return files
  }

  private mutating func read(_ file: KustomizeBuild.File) -> SubstitutedFile? {
    guard reader.marks(file.path).contains(.variable) else { return nil }
    if let known = known[file] { return known }
    let read = parsed(file)
    known[file] = .some(read)
    return read
  }

  private func parsed(_ file: KustomizeBuild.File) -> SubstitutedFile? {
    if case .generated(let kind, let name) = file.role {
      return reader.readableBytes(file.path).map {
        SubstitutedFile(generatedFrom: $0, "\(kind)/\(name)")
      }
    }
    guard let stream = reader.stream(file.path) else { return nil }
    return file.role == .kustomization
      ? SubstitutedFile(kustomization: stream) : SubstitutedFile(objectsOf: stream)
  }
}
