/// What the bytes of a file tell, wherever it stands: found out once for all trees that hold them.
public struct FileContent: Sendable {
  /// What has to be read as YAML.
  public let marks: FileMarks
  /// Whether the bytes can be read as YAML; nil while nobody has tried.
  public var isYAML: Bool?
  /// The documents, kept for the files that are asked for again and again: kustomizations and the
  /// Kustomizations of Flux.
  let stream: YAMLStream?

  /// Looks through the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: its bytes, borrowed for the call.
  ///   - name: the last part of its path.
  public init(of bytes: UnsafeRawBufferPointer, name: String) {
    marks = FileMarks(of: bytes)
    guard KustomizeBuild.fileNames.contains(name) || marks.contains(.flux) else {
      stream = nil
      return
    }
    stream = try? YAMLStream(Array(bytes))
    isYAML = stream != nil
  }
}
