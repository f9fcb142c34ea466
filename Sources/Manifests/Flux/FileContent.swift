/// What the bytes of a file tell, wherever it stands: found out once for all trees that hold them.
public struct FileContent: Sendable {
  /// What has to be read as YAML.
  public let marks: FileMarks
  /// Whether the bytes can be read as YAML; nil while nobody has tried.
  public var isYAML: Bool?
  /// Whether it was not read, being too large.
  public let isTooLarge: Bool
  /// What was read of it; nil for nearly all files.
  private let reading: Reading?

  /// A file that is too large to be read, so that it may hold anything.
  public static let tooLarge = FileContent(Plain(marks: .all, isYAML: nil, isTooLarge: true))

  private final class Reading: Sendable {
    let stream: YAMLStream?
    let kustomization: KustomizationFile?

    init(_ stream: YAMLStream?, _ kustomization: KustomizationFile?) {
      self.stream = stream
      self.kustomization = kustomization
    }
  }

  /// The documents, kept for the files that are asked for again and again.
  ///
  /// Those are of Flux's own kinds, or what the tree has room for, and have no byte-order mark.
  var stream: YAMLStream? { reading?.stream }

  /// How many bytes of a file are kept as documents.
  public var keptByteCount: Int { stream?.bytes.count ?? 0 }

  /// What a kustomization file takes in.
  var kustomization: KustomizationFile? { reading?.kustomization }

  /// What is known of a file in which nothing had to be read: little, for there are many.
  public struct Plain: Sendable {
    fileprivate let marks: FileMarks
    fileprivate let isYAML: Bool?
    fileprivate var isTooLarge = false
  }

  /// The same in short; nil where something was read.
  public var plain: Plain? {
    reading == nil ? Plain(marks: marks, isYAML: isYAML, isTooLarge: isTooLarge) : nil
  }

  /// Takes what is known of a file in which nothing had to be read.
  public init(_ plain: Plain) {
    marks = plain.marks
    isYAML = plain.isYAML
    isTooLarge = plain.isTooLarge
    reading = nil
  }

  /// Looks through the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: its bytes, borrowed for the call.
  ///   - name: the last part of its path.
  public init(of bytes: UnsafeRawBufferPointer, name: String) {
    marks = FileMarks(of: bytes)
    isTooLarge = false
    let isKustomization = KustomizeBuild.fileNames.contains(name)
    guard isKustomization || marks.contains(.flux) else {
      reading = nil
      return
    }
    let isMarked = marks.contains(.byteOrderMark)
    let text = Array(bytes.dropFirst(isMarked ? 3 : 0))
    let kustomization = isKustomization ? KustomizationFile(text) : nil
    let stream = marks.contains(.flux) && !isMarked ? try? YAMLStream(text) : nil
    guard stream != nil || kustomization != nil else {
      reading = nil
      return
    }
    reading = Reading(stream, kustomization)
    isYAML = true
  }

  /// The same with the documents; they are not kept for a file with a byte-order mark.
  func keeping(_ stream: YAMLStream) -> FileContent {
    marks.contains(.byteOrderMark) ? self : FileContent(self, stream)
  }

  private init(_ content: FileContent, _ stream: YAMLStream) {
    marks = content.marks
    isTooLarge = false
    isYAML = true
    reading = Reading(stream, content.kustomization)
  }
}
