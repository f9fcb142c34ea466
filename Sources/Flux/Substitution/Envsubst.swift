internal import YAML

/// Replaces `${…}` in a text as Flux's fork of drone/envsubst does.
///
/// Source: `template.go` in fluxcd/pkg, `envsubst`, version 1.7.
struct Envsubst {
  private let isStrict: Bool
  private let variables: FluxVariables

  /// - Parameters:
  ///   - isStrict: whether a variable that is not set is an error, save where a default is given.
  ///   - variables: the texts by name; newlines are dropped.
  init(isStrict: Bool, variables: FluxVariables) {
    self.isStrict = isStrict
    self.variables = variables
  }

  /// The text with every expansion replaced; what was put in is not read again.
  ///
  /// The bytes may be invalid UTF-8, since parts of a value are cut by bytes.
  ///
  /// - Throws: `GoError` for a text that cannot be parsed and for a variable that is not set.
  func evaluated(_ text: String) throws(GoError) -> [UInt8] {
    do {
      var result: [UInt8] = []
      for node in try EnvsubstParser.parse(text) { result += try evaluated(node) }
      return result
    } catch {
      throw GoError("envsubst error: variable substitution failed: " + error.message)
    }
  }

  private func evaluated(_ node: EnvsubstNode) throws(GoError) -> [UInt8] {
    switch node {
    case .text(let text): return Array(text.utf8)
    case .expansion(let name, let operation, let parts):
      var arguments: [[UInt8]] = []
      for part in parts { arguments.append(try evaluated(part)) }
      guard let value = variables.text(name) else {
        guard !isStrict || operation.givesDefault else {
          throw GoError("variable not set (strict mode): \"\(name)\"")
        }
        return try operation.applied(to: "", arguments)
      }
      let line = String(value.unicodeScalars.filter { $0 != "\n" })
      return try operation.applied(to: line, arguments)
    }
  }
}

/// A part of a text in which variables are replaced.
public indirect enum EnvsubstNode: Sendable {
  /// Text that stays.
  case text(String)
  /// `${name…}` with what is done to the value.
  case expansion(name: String, operation: EnvsubstOperation, arguments: [EnvsubstNode])
}

/// What an expansion does to the value of its variable.
public enum EnvsubstOperation: Hashable, Sendable {
  /// Which places of a pattern are replaced.
  public enum Place: Sendable {
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
  public var givesDefault: Bool { self == .fallback }
}

extension EnvsubstOperation {
  /// The value with the operation done.
  ///
  /// Source: `funcs.go` in fluxcd/pkg, `envsubst`, version 1.7. Parts and patterns count bytes.
  ///
  /// - Throws: `GoError` for a part of negative length, at which Flux' own code breaks off.
  func applied(to value: String, _ arguments: [[UInt8]]) throws(GoError) -> [UInt8] {
    let bytes = Array(value.utf8)
    switch self {
    case .none, .mixedLetters: return bytes
    case .length: return Array(String(bytes.count).utf8)
    case .fallback: return bytes.isEmpty ? Array(arguments.joined()) : bytes
    case .letters(let isUpper, let isFirstAlone):
      let scalars = value.unicodeScalars.enumerated().map { offset, scalar in
        offset > 0 && isFirstAlone ? scalar : isUpper ? scalar.goUpper : scalar.goLower
      }
      return Array(String(String.UnicodeScalarView(scalars)).utf8)
    case .part: return try Self.part(of: bytes, arguments.map { Int(ascii: $0) })
    case .trim(let isSuffix, let isLongest):
      let pattern = arguments.first ?? []
      guard isSuffix else { return Self.trimmed(bytes, pattern, isLongest: isLongest) }
      let trimmed = Self.trimmed(bytes.mirrored, pattern.mirrored, isLongest: isLongest)
      return trimmed.mirrored
    case .replace(let place):
      return Self.replaced(bytes, arguments[0], by: arguments.dropFirst().first, at: place)
    }
  }

  private static func part(of bytes: [UInt8], _ arguments: [Int?]) throws(GoError) -> [UInt8] {
    guard let given = arguments.first, let given else { return bytes }
    let start = given < 0 ? max(0, bytes.count + given) : given
    guard arguments.count > 1 else { return Array(bytes.dropFirst(start)) }
    guard let length = arguments[1] else { return bytes }
    let (end, isBeyond) = start.addingReportingOverflow(length)
    if !isBeyond, end >= bytes.count { return Array(bytes.dropFirst(start)) }
    guard !isBeyond, length >= 0 else {
      throw GoError("slice bounds out of range [\(start):\(end)]")
    }
    return Array(bytes[start..<end])
  }

  /// `bytes` without the longest or shortest beginning, of one byte at least, that matches.
  private static func trimmed(
    _ bytes: [UInt8], _ pattern: [UInt8], isLongest: Bool
  ) -> [UInt8] {
    guard let glob = EnvsubstGlob(pattern) else { return bytes }
    let lengths = stride(from: 1, through: bytes.count, by: 1)
    let isMatch = { (length: Int) in glob.matches(bytes[..<length]) }
    let length =
      isLongest ? lengths.reversed().first(where: isMatch) : lengths.first(where: isMatch)
    return Array(bytes.dropFirst(length ?? 0))
  }

  private static func replaced(
    _ bytes: [UInt8], _ old: [UInt8], by new: [UInt8]?, at place: Place
  ) -> [UInt8] {
    switch place {
    case .first: return bytes.replacing(old, with: new ?? [], maxReplacements: 1)
    case .all where old.isEmpty: return bytes.interleaved(with: new ?? [])
    case .all: return bytes.replacing(old, with: new ?? [])
    case .prefix:
      guard let new, bytes.starts(with: old) else { return bytes }
      return new + bytes.dropFirst(old.count)
    case .suffix:
      guard let new, bytes.reversed().starts(with: old.reversed()) else { return bytes }
      return bytes.dropLast(old.count) + new
    }
  }
}

extension [UInt8] {
  /// The scalars in reverse order; what is no UTF-8 becomes U+FFFD.
  fileprivate var mirrored: [UInt8] {
    let scalars = String(decoding: self, as: UTF8.self).unicodeScalars.reversed()
    return Array(String(String.UnicodeScalarView(scalars)).utf8)
  }

  /// `text` before each scalar and at the end.
  fileprivate func interleaved(with text: [UInt8]) -> [UInt8] {
    flatMap { $0 & 0xC0 == 0x80 ? [$0] : text + [$0] } + text
  }
}

extension Int {
  /// Reads a decimal number as Go's `Atoi` does.
  fileprivate init?(ascii bytes: [UInt8]) {
    self.init(String(decoding: bytes, as: UTF8.self))
  }
}

extension Unicode.Scalar {
  /// The one scalar that is this one's upper case in Go, which knows no longer ones.
  fileprivate var goUpper: Unicode.Scalar {
    let mappings = [properties.uppercaseMapping, properties.titlecaseMapping]
    return mappings.lazy.map(\.unicodeScalars).first { $0.count == 1 }?.first ?? self
  }

  /// The one scalar that is this one's lower case in Go.
  fileprivate var goLower: Unicode.Scalar {
    properties.lowercaseMapping.unicodeScalars.first ?? self
  }
}
