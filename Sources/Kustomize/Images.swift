internal import YAML

/// An element of `images`: what to put in the place of an image.
///
/// Source: `api/types/image.go`, `api/filters/imagetag`.
public struct ImageArguments: Hashable, Sendable {
  /// The name to look for, without a tag; a regular expression of Go.
  public var name = ""
  public var newName = ""
  public var tagSuffix = ""
  public var newTag = ""
  public var digest = ""

  public init() {}

  init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let names = ["name", "newName", "tagSuffix", "newTag", "digest"]
    let fields = try FieldReader(value, names, context, strictness)
    name = try fields.text("name")
    newName = try fields.text("newName")
    tagSuffix = try fields.text("tagSuffix")
    newTag = try fields.text("newTag")
    digest = try fields.text("digest")
  }

  /// What an image becomes whose name matches.
  ///
  /// A new tag or digest replaces both.
  func changed(_ image: String) -> String {
    var reference = ImageReference(image)
    if !newName.isEmpty { reference.name = newName }
    if !newTag.isEmpty || !digest.isEmpty {
      reference.tag = newTag
      reference.digest = digest
    } else if !tagSuffix.isEmpty {
      reference.tag += tagSuffix
      reference.digest = ""
    }
    return reference.description
  }
}

/// The parts of an image.
///
/// Source: `Split` in `api/internal/image/image.go`.
struct ImageReference: Hashable, CustomStringConvertible {
  var name: String
  var tag = ""
  var digest = ""

  /// Takes an image apart; a colon before the first slash belongs to the registry.
  init(_ image: String) {
    let bytes = Array(image.utf8)
    let start = bytes.firstIndex(of: UInt8(ascii: "/")) ?? 0
    let at = bytes[start...].firstIndex(of: UInt8(ascii: "@"))
    let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":"))
    let end = at ?? bytes.count
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    if let at { digest = text(at + 1..<bytes.count) }
    if let colon, colon < end {
      name = text(0..<colon)
      tag = text(colon + 1..<end)
    } else {
      name = text(0..<end)
    }
  }

  var description: String {
    name + (tag.isEmpty ? "" : ":" + tag) + (digest.isEmpty ? "" : "@" + digest)
  }
}
