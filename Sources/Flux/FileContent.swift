public import YAML

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
    var marks = FileMarks(of: bytes)
    isTooLarge = false
    let isKustomization = KustomizeBuild.fileNames.contains(name)
    if isKustomization || marks.contains(.flux), Self.derives(ByteSearch(bytes)) {
      marks.insert(.derivation)
    }
    self.marks = marks
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

  private static func derives(_ text: ByteSearch) -> Bool {
    text.contains("replacements") || text.contains("vars") || text.contains("transformers")
      || text.contains("Selector") || text.contains("op: copy") || text.contains("op: move")
  }

  /// The same with the documents; they are not kept for a file with a byte-order mark.
  public func keeping(_ stream: YAMLStream) -> FileContent {
    marks.contains(.byteOrderMark) ? self : FileContent(self, stream)
  }

  private init(_ content: FileContent, _ stream: YAMLStream) {
    marks = content.marks
    isTooLarge = false
    isYAML = true
    reading = Reading(stream, content.kustomization)
  }
}

/// What a file holds somewhere, as far as it decides whether the file has to be read as YAML.
///
/// Found by looking at its bytes alone, so that a mark may be there for nothing (in a comment), but
/// none is missing.
public struct FileMarks: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The API groups of Flux's Kustomizations and sources.
  public static let flux = FileMarks(rawValue: 1 << 0)
  /// An API version of Flux that is a beta, as all those that were removed are.
  public static let fluxBeta = FileMarks(rawValue: 1 << 1)
  /// `infraConfig`: one of the generated values.
  public static let values = FileMarks(rawValue: 1 << 2)
  /// `{infraConfig.`: a reference as authors write it.
  public static let dottedReference = FileMarks(rawValue: 1 << 3)
  /// `${infraConfig`: a reference that Flux would substitute.
  public static let reference = FileMarks(rawValue: 1 << 4)
  /// `valuesFrom`.
  public static let valuesFrom = FileMarks(rawValue: 1 << 5)
  /// `$`.
  public static let dollar = FileMarks(rawValue: 1 << 6)
  /// `${`: the start of a variable.
  public static let variable = FileMarks(rawValue: 1 << 7)
  /// `ENC[`: a text that SOPS encrypted.
  public static let encrypted = FileMarks(rawValue: 1 << 8)
  /// The annotation by which Flux leaves an object alone.
  public static let substitutionMark = FileMarks(rawValue: 1 << 9)
  /// `ConfigMap`.
  public static let configMap = FileMarks(rawValue: 1 << 10)
  /// `Secret`.
  public static let secret = FileMarks(rawValue: 1 << 11)
  /// A field that names a ConfigMap or a Secret.
  public static let mention = FileMarks(rawValue: 1 << 12)

  /// A byte-order mark in front, which is a column to some readers of the documents and none to others.
  public static let byteOrderMark = FileMarks(rawValue: 1 << 13)

  /// What a FluxInstance or the chart `flux-instance` has in it.
  public static let instance = FileMarks(rawValue: 1 << 14)

  /// `Generator:`, as the fields of kustomizations end that make ConfigMaps and Secrets.
  public static let generator = FileMarks(rawValue: 1 << 15)
  /// Of a kustomization file or of Flux's own objects: words by which values of one object get into another, or by
  /// which labels decide what is patched.
  public static let derivation = FileMarks(rawValue: 1 << 16)

  /// `substituteFrom`: names of ConfigMaps and Secrets that provide variables.
  public static let substituteFrom = FileMarks(rawValue: 1 << 17)

  /// Every one of them.
  public static let all = FileMarks(rawValue: .max)

  /// Looks through `bytes`.
  public init(of bytes: UnsafeRawBufferPointer) {
    var marks: FileMarks = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? .byteOrderMark : []
    let text = ByteSearch(bytes)
    // A search goes from one first byte to the next, so a rare one comes first where it can.
    if text.contains("xcd.io") {
      if text.contains("kustomize.toolkit.fluxcd.io") || text.contains("source.toolkit.fluxcd.io") {
        marks.insert(.flux)
      }
      if text.contains("toolkit.fluxcd.io/v1beta") || text.contains("toolkit.fluxcd.io/v2beta") {
        marks.insert(.fluxBeta)
      }
      if text.contains("toolkit.fluxcd.io/substitute") { marks.insert(.substitutionMark) }
    }
    if text.contains("nstance"),
      text.contains("FluxInstance") || text.contains("flux-instance")
        || text.contains("instance:") && text.contains("sync:")
    {
      marks.insert(.instance)
    }
    if text.contains("$") {
      marks.insert(.dollar)
      if text.contains("${") { marks.insert(.variable) }
    }
    if text.contains("Config"), text.contains("infraConfig") {
      marks.insert(.values)
      if text.contains("{infraConfig.") { marks.insert(.dottedReference) }
      if text.contains("${infraConfig") { marks.insert(.reference) }
    }
    if text.contains("From") {
      if text.contains("valuesFrom") { marks.formUnion([.valuesFrom, .mention]) }
      if text.contains("substituteFrom") { marks.insert(.substituteFrom) }
    }
    if text.contains("Generator:") { marks.insert(.generator) }
    if text.contains("ConfigMap") { marks.insert(.configMap) }
    if text.contains("Secret") { marks.insert(.secret) }
    if text.contains("ENC[") { marks.insert(.encrypted) }
    // configMapRef, configMapKeyRef, secretRef, secretKeyRef
    if text.contains("Ref"),
      text.contains("MapRef") || text.contains("KeyRef") || text.contains("secretRef")
    {
      marks.insert(.mention)
    }
    self = marks
  }
}

/// The YAML files of a tree that have a mark: of large repositories a small part.
public struct MarkedFiles: Sendable {
  private var marks: ExactMap<FileMarks> = [:]
  /// The marks of those that stand in the place of others.
  private var changed: ExactMap<FileMarks> = [:]

  /// Begins without files.
  public init() {}

  /// The marks of the file at `path`.
  public subscript(path: String) -> FileMarks {
    get { (changed.isEmpty ? nil : changed[path]) ?? marks[path] ?? [] }
    set { marks[path] = newValue.isEmpty ? nil : newValue }
  }

  /// The same with other marks for some files; what was known of all others is not copied.
  func changing(_ files: ExactMap<FileMarks>) -> MarkedFiles {
    var marked = self
    for (path, marks) in files { marked.changed[path] = marks }
    return marked
  }
}
