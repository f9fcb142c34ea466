internal import YAML

/// An entry of `patches`, or of the older `patchesJson6902`.
///
/// Source: `api/types/patch.go`.
public struct Patch: Hashable, Sendable {
  /// Where the text of a patch is.
  public enum Source: Hashable, Sendable {
    /// In the kustomization itself.
    case inline(String)
    /// In the file of that path, relative to the kustomization.
    case file(String)
  }

  /// The file with the patch; empty where it is inline.
  public var path = ""
  /// The inline patch.
  public var patch = ""
  /// What it applies to; nil for the resource that a strategic merge patch names.
  public var target: Selector?
  /// `allowNameChange` and `allowKindChange`.
  public var options: [String: Bool] = [:]

  public init(path: String = "", patch: String = "", target: Selector? = nil) {
    self.path = path
    self.patch = patch
    self.target = target
  }

  /// Reads an entry.
  ///
  /// - Throws: `BuildError` for unknown fields and values of another type.
  init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let reader = try FieldReader(
      value, ["path", "patch", "target", "options"], context, strictness)
    path = try reader.text("path")
    patch = try reader.text("patch")
    target = try reader.object("target") { value, context throws(BuildError) in
      try Selector(value, context, strictness)
    }
    let options = try reader.object("options") { value, context throws(BuildError) in
      try Self.options(value, context, strictness)
    }
    self.options = options ?? [:]
  }

  private static func options(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) -> [String: Bool] {
    let names = ["allowNameChange", "allowKindChange"]
    let reader = try FieldReader(value, names, context, strictness)
    var options: [String: Bool] = [:]
    for name in names { options[name] = try reader.flag(name) }
    return options
  }

  /// Where its text is; an inline text of an entry of `patches` counts without the space around it.
  ///
  /// - Throws: `BuildError` where it has both a path and a text, or none.
  public func source() throws(BuildError) -> Source {
    switch (path.isEmpty, patch.isEmpty || patch.utf8.allSatisfy(\.isGoSpace)) {
    case (true, true):
      throw BuildError("a patch must have one of patch and path")
    case (false, false):
      throw BuildError(
        "a patch cannot have both patch and path", remedy: "write two entries instead")
    case (true, false): return .inline(patch)
    case (false, true): return .file(path)
    }
  }
}

extension UInt8 {
  /// Whether Go's `strings.TrimSpace` takes this byte away.
  fileprivate var isGoSpace: Bool { self >= 9 && self <= 13 || self == .space }
}

/// The text of a patch and the line of its file on which it starts.
struct PatchText {
  var bytes: [UInt8]
  var firstLine = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// This text without the space around it.
  func trimmed() -> PatchText {
    let start = bytes.firstIndex { !$0.isGoSpace } ?? bytes.count
    let end = bytes.lastIndex { !$0.isGoSpace } ?? -1
    var text = PatchText(start > end ? [] : Array(bytes[start...end]))
    text.firstLine = 1 + bytes[..<start].count { $0 == .lineFeed }
    return text
  }
}
