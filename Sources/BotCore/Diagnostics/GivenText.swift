internal import Foundation

/// What may be repeated of a text that was given as an option or a variable.
///
/// People put credentials where paths and names belong. An error names the option or the variable; the
/// text itself only where it cannot be a credential.
public enum GivenText {
  /// Whether the text is a word of letters: no generated credential is.
  public static func isWord(_ text: String) -> Bool {
    text.utf8.count <= 16
      && text.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || $0 == "-") }
  }

  /// Whether the text has the form of a value's key, such as `project.domain`.
  public static func isKey(_ text: String) -> Bool {
    text.utf8.count <= 40
      && text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || [".", "_", "-"].contains($0))
      }
  }

  /// Whether the text can be no credential: it is short, and neither long words of letters and digits nor a
  /// user's name with a password are in it.
  static func isHarmless(_ text: String) -> Bool {
    let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let isSecret = words.contains { word in
      word.count >= 12 && word.contains(where: \.isNumber) && word.contains(where: \.isLetter)
        || word.count > 32
    }
    let beforeAt = text.contains("@") ? text.prefix { $0 != "@" } : ""
    let user = beforeAt.firstRange(of: "://").map { beforeAt[$0.upperBound...] } ?? beforeAt
    return text.utf8.count <= 100 && !isSecret
      && (!user.contains(":") || text.hasPrefix("mailto:"))
      && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }

  /// Whether the text is made of words of letters and of numbers: no generated credential is.
  static func isPlain(_ text: String) -> Bool {
    isHarmless(text)
      && text.split { !($0.isLetter || $0.isNumber) }.allSatisfy {
        $0.allSatisfy(\.isLetter) || $0.count <= 6 && $0.allSatisfy(\.isNumber)
      }
  }

  /// Whether the text can be a path at all, and not the content of a file.
  static func isPath(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"))
    return text.utf8.count < 4096 && parts.allSatisfy { $0.count <= 255 }
      && !text.contains("-----BEGIN") && !text.hasPrefix("{") && !text.hasPrefix("[")
      && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }

  /// Whether the text is surely meant as a path: it is absolute, or the folder that it leads to is there.
  static func isSurelyPath(_ text: String, relativeTo folder: String) -> Bool {
    guard isPath(text) else { return false }
    if ["/", "./", "../", "~/"].contains(where: text.hasPrefix) { return true }
    guard let slash = text.lastIndex(of: "/") else { return false }
    let parent = URL(
      fileURLWithPath: String(text[..<slash]),
      relativeTo: URL(fileURLWithPath: folder, isDirectory: true))
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: parent.path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}

/// The path of a file that holds a key, or the name of a key, as an option or a variable gives it.
struct GivenKey {
  let text: String
  /// The option or the variable, such as `--ssh-key`.
  let source: String
  /// What it names, such as "private key".
  let role: String
  /// The folder that relative paths start from.
  let folder: String

  /// The text, for messages: an absolute path, an address or the digits of a key, else what names it.
  var shown: String {
    let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
    let isName =
      (digits.count <= 40 && digits.count.isMultiple(of: 8) && digits.allSatisfy(\.isHexDigit))
      || (text.utf8.count <= 100 && text.contains("@") && !text.contains(":")
        && GivenText.isPath(text))
    return isName || GivenText.isSurelyPath(text, relativeTo: folder) ? text : "of \(source)"
  }

  /// Refuses a key in place of its path.
  ///
  /// - Throws: BotError that names the option or the variable, and never the key.
  func check() throws(BotError) {
    guard !GivenText.isPath(text) else { return }
    throw BotError(
      .authentication, "the \(role) is a key itself", file: source,
      remedy: "\(source) wants a path: write the key to a file that nobody else can read, and give "
        + "the file's path")
  }

  /// The error for a file that cannot be read.
  func unreadable(_ remedy: String) -> BotError {
    BotError(.authentication, "the \(role) \(shown) cannot be read", file: source, remedy: remedy)
  }
}
