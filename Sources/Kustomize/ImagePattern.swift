/// Whether an image has a name that is a regular expression of Go.
///
/// The expression stands alone behind `^`, so that it binds as Go has it: `a|b` matches all that
/// starts with `a`. Source: `IsImageMatched` in `api/internal/image/image.go`.
struct ImagePattern {
  private enum Form {
    /// Characters that stand for themselves; a point stands for any.
    case plain([Unicode.Scalar])
    case expression(Regex<AnyRegexOutput>)
  }

  private let form: Form

  /// - Throws: `BuildError` for what is no expression, for which kustomize crashes; unsupported are
  ///   those that Go may take for something else than Swift does.
  init(_ name: String) throws(BuildError) {
    if name.unicodeScalars.allSatisfy(\.isPlainInPattern) {
      form = .plain(Array(name.unicodeScalars))
      return
    }
    guard Self.isCommon(name) else {
      throw .unsupported(
        "the regular expression \(name) as the name of an image",
        remedy: "use a plain name, or only the operators . * + ? | ( ) [ ] and a backslash")
    }
    let text = "^" + name + "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?\\z"
    do {
      form = .expression(try Regex(text).matchingSemantics(.unicodeScalar))
    } catch {
      throw BuildError("the name of an image is no regular expression: \(name)")
    }
  }

  /// Whether an expression has only what means the same in Go and in Swift, and no repetition of a
  /// group, which can take Swift very long.
  private static func isCommon(_ name: String) -> Bool {
    var last: Unicode.Scalar = "("
    var isInClass = false
    var isEscaped = false
    for scalar in name.unicodeScalars {
      defer { last = scalar }
      guard scalar.isASCII, scalar.value >= 0x20 else { return false }
      if isEscaped {
        guard !scalar.isLetterOrDigit else { return false }
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else if isInClass {
        guard isCommonInClass(scalar, after: last) else { return false }
        isInClass = scalar != "]"
      } else {
        guard isCommonOutside(scalar, after: last) else { return false }
        isInClass = scalar == "["
      }
    }
    return !isEscaped && !isInClass
  }

  private static func isCommonInClass(
    _ scalar: Unicode.Scalar, after last: Unicode.Scalar
  ) -> Bool {
    switch scalar {
    case "[", "&", "~": false
    case "^": last == "["
    case "]": last != "[" && last != "^"
    case "-": last != "-"
    default: true
    }
  }

  private static func isCommonOutside(
    _ scalar: Unicode.Scalar, after last: Unicode.Scalar
  ) -> Bool {
    switch scalar {
    case "^", "$", "{", "}", "]": false
    case "*", "+": !"(|*+?)".unicodeScalars.contains(last)
    case "?": !"(|*+?".unicodeScalars.contains(last)
    default: true
    }
  }

  func matches(_ image: String) -> Bool {
    switch form {
    case .plain(let name): Self.matches(image, name)
    case .expression(let expression): image.firstMatch(of: expression) != nil
    }
  }

  private static func matches(_ image: String, _ name: [Unicode.Scalar]) -> Bool {
    var rest = image.unicodeScalars[...]
    for scalar in name {
      guard let next = rest.popFirst(), next == scalar || scalar == "." && next != "\n"
      else { return false }
    }
    if rest.first == ":" {
      rest = rest.dropFirst().drop(while: \.isTagCharacter)
    }
    if rest.starts(with: "@sha256:".unicodeScalars) {
      rest = rest.dropFirst(8).drop(while: \.isTagCharacter)
    }
    return rest.isEmpty
  }
}

extension Unicode.Scalar {
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }

  private var isASCIIWord: Bool { isLetterOrDigit || self == "_" || self == "-" || self == "." }

  fileprivate var isPlainInPattern: Bool {
    isASCIIWord || self == "/" || self == ":" || self == "@"
  }

  fileprivate var isTagCharacter: Bool { isASCIIWord || self == "{" || self == "}" }
}
