/// What the bytes of a file tell, wherever it stands: found out once for all trees that hold them.
public struct FileContent: Sendable {
  /// What has to be read as YAML.
  public let marks: FileMarks
  /// Whether the bytes can be read as YAML; nil while nobody has tried.
  public var isYAML: Bool?
  /// The documents, kept for the files that are asked for again and again: those of Flux's own kinds.
  let stream: YAMLStream?
  /// What a kustomization file takes in.
  let kustomization: KustomizationFile?

  /// Looks through the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: its bytes, borrowed for the call.
  ///   - name: the last part of its path.
  public init(of bytes: UnsafeRawBufferPointer, name: String) {
    marks = FileMarks(of: bytes)
    // A mark at the start is a column to some readers of the documents and none to others.
    let text = Array(bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0))
    kustomization =
      KustomizeBuild.fileNames.contains(name) ? KustomizationFile(text) : nil
    stream = marks.contains(.flux) && text.count == bytes.count ? try? YAMLStream(text) : nil
    if stream != nil || kustomization != nil { isYAML = true }
  }
}
