/// What a file holds somewhere, as far as it decides whether the file has to be read as YAML.
///
/// Found by looking at its bytes alone, so that a mark may be there for nothing (in a comment), but
/// none is missing.
public struct FileMarks: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The API groups of Flux's Kustomizations and sources.
  static let flux = FileMarks(rawValue: 1 << 0)
  /// An API version of Flux that is a beta, as all those that were removed are.
  static let fluxBeta = FileMarks(rawValue: 1 << 1)
  /// `infraConfig`: one of the generated values.
  static let values = FileMarks(rawValue: 1 << 2)
  /// `{infraConfig.`: a reference as authors write it.
  public static let dottedReference = FileMarks(rawValue: 1 << 3)
  /// `${infraConfig`: a reference that Flux would substitute.
  static let reference = FileMarks(rawValue: 1 << 4)
  /// `valuesFrom`.
  public static let valuesFrom = FileMarks(rawValue: 1 << 5)
  /// `$`.
  static let dollar = FileMarks(rawValue: 1 << 6)
  /// `${`: the start of a variable.
  static let variable = FileMarks(rawValue: 1 << 7)
  /// `ENC[`: a text that SOPS encrypted.
  static let encrypted = FileMarks(rawValue: 1 << 8)
  /// The annotation by which Flux leaves an object alone.
  static let substitutionMark = FileMarks(rawValue: 1 << 9)
  /// `ConfigMap`.
  static let configMap = FileMarks(rawValue: 1 << 10)
  /// `Secret`.
  static let secret = FileMarks(rawValue: 1 << 11)
  /// A field that names a ConfigMap or a Secret.
  static let mention = FileMarks(rawValue: 1 << 12)

  /// A byte-order mark in front, which is a column to some readers of the documents and none to others.
  static let byteOrderMark = FileMarks(rawValue: 1 << 13)

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
    if text.contains("$") {
      marks.insert(.dollar)
      if text.contains("${") { marks.insert(.variable) }
    }
    if text.contains("Config"), text.contains("infraConfig") {
      marks.insert(.values)
      if text.contains("{infraConfig.") { marks.insert(.dottedReference) }
      if text.contains("${infraConfig") { marks.insert(.reference) }
    }
    if text.contains("From"), text.contains("valuesFrom") {
      marks.formUnion([.valuesFrom, .mention])
    }
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
