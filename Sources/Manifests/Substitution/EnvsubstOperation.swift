/// What an expansion does to the value of its variable.
enum EnvsubstOperation: Hashable {
  /// Which places of a pattern are replaced.
  enum Place {
    case first
    case all
    case prefix
    case suffix
  }

  /// `${name}`.
  case none
  /// `${#name}`: the count of bytes.
  case length
  /// `${name:-text}` with any of `=`, `-`, `?`, `+` behind the colon, and `${name=text}`.
  case fallback
  /// `${name,}`, `${name,,}`, `${name^}`, `${name^^}`.
  case letters(isUpper: Bool, isFirstAlone: Bool)
  /// `${name,^}`, which does nothing.
  case mixedLetters
  /// `${name:start}` and `${name:start:length}`, in bytes.
  case part
  /// `${name#pattern}`, `##`, `%`, `%%`.
  case trim(isSuffix: Bool, isLongest: Bool)
  /// `${name/text/other}`, `//`, `/#`, `/%`.
  case replace(Place)

  /// Reads the characters that stand between the name and what follows.
  init(text: String) {
    switch text {
    case ":": self = .part
    case ",", "^", ",,", "^^":
      self = .letters(isUpper: text.hasPrefix("^"), isFirstAlone: text.utf8.count == 1)
    case ",^", "^,": self = .mixedLetters
    case "#", "##", "%", "%%":
      self = .trim(isSuffix: text.hasPrefix("%"), isLongest: text.utf8.count == 2)
    case "/": self = .replace(.first)
    case "//": self = .replace(.all)
    case "/#": self = .replace(.prefix)
    case "/%": self = .replace(.suffix)
    default: self = .fallback
    }
  }

  /// Whether the operation is made for a variable that is not set.
  var givesDefault: Bool { self == .fallback }
}
