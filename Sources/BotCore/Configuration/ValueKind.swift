internal import Foundation
internal import Providers
internal import YAML

/// What a value has to look like.
enum ValueKind: Hashable, Sendable {
  /// A name of DNS.
  case domain
  /// An e-mail address.
  case email
  /// A label of DNS (RFC 1123), as names in Kubernetes are.
  case label
  /// An address of IPv4 or IPv6.
  case ip
  /// An address with its scheme.
  case url
  case integer
  /// A whole number from 0.
  case count
  case boolean
  /// A quantity of Kubernetes.
  case quantity
  /// Anything that can be written on a line.
  case text
  /// What an expression matches.
  case pattern(ValuePattern)

  /// The kinds that a configuration may name.
  static let named: [(name: String, kind: ValueKind)] = [
    ("domain", .domain), ("email", .email), ("label", .label), ("ip", .ip), ("url", .url),
    ("integer", .integer), ("boolean", .boolean), ("text", .text),
  ]

  /// What such a value is, for the end of a sentence.
  var noun: String {
    switch self {
    case .domain: "a domain name"
    case .email: "an e-mail address"
    case .label: "a DNS label"
    case .ip: "an IP address"
    case .url: "an address with a scheme"
    case .quantity: "a quantity above 0"
    case .pattern(let pattern): "what \(pattern.source) matches"
    case .integer, .count, .boolean, .text: expected
    }
  }

  /// What is expected, for the end of a sentence.
  var expected: String {
    switch self {
    case .domain: "a domain name such as acme.io"
    case .email: "an e-mail address such as ops@acme.io"
    case .label: "at most 63 of a-z, 0-9 and -, with a letter or digit at both ends"
    case .ip: "an IP address such as 198.51.100.7"
    case .url: "an address with its scheme, such as https://git.acme.io/platform"
    case .integer: "a whole number"
    case .count: "a whole number from 0"
    case .boolean: "true or false"
    case .quantity: "a quantity above 0, such as 500m, 2 or 8Gi"
    case .text: "a text on one line"
    case .pattern(let pattern): "a text that matches \(pattern.source)"
    }
  }

  /// Whether what is meant is told by the dots and signs in it, which few credentials have.
  var hasDots: Bool { [.domain, .email, .ip, .url].contains(self) }

  /// Whether `text` is of this kind.
  func accepts(_ text: String) -> Bool {
    switch self {
    case .domain: text.isDomain
    case .email: text.isEmail
    case .label: text.isLabel
    case .ip: text.isIPv4 || text.isIPv6
    case .url: text.isAddress
    case .integer: Int(text) != nil && !text.hasPrefix("+")
    case .count: Int(text).map { $0 >= 0 && !text.hasPrefix("+") && text != "-0" } ?? false
    case .boolean: Bool(text) != nil
    case .quantity: (try? Quantity(parsing: text)).map { $0 > Quantity(thousandths: 0) } ?? false
    case .text: text.isOneLine
    case .pattern(let pattern): pattern.matches(text)
    }
  }

  /// What whoever wrote `text`, which is not of this kind, most likely meant; nil when that is anybody's guess.
  func suggestion(for text: String) -> String? {
    candidates(for: text.trimmingCharacters(in: .whitespacesAndNewlines)).first {
      $0 != text && accepts($0)
    }
  }

  private func candidates(for text: String) -> [String] {
    switch self {
    case .domain: [text, text.hostPart, text.hostPart.lowercased()]
    case .email: [text, text.addressPart]
    case .label: [text, text.lowercased(), text.asLabel]
    case .ip: [text, text.hostPart, String(text.prefix { $0 != "/" })]
    case .url: [text, text.asAddress]
    case .integer, .count:
      [text, text.filter { !",_ '".contains($0) }]
        + (text.wholeMatch(of: /(-?\d+)\.0+/).map { [String($0.1)] } ?? [])
    case .boolean: [text.lowercased(), ValueKind.flags[text.lowercased()] ?? ""]
    case .quantity: [text, text.filter { $0 != " " }]
    case .text: [text.split(whereSeparator: \.isWhitespace).joined(separator: " ")]
    case .pattern: [text, text.lowercased()]
    }
  }

  private static let flags = [
    "yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false",
  ]

  /// `text` as a value of JSON; nil when it is not of this kind.
  func value(from text: String) -> Value? {
    guard accepts(text) else { return nil }
    switch self {
    case .integer, .count: return Int(text).map(Value.int)
    case .boolean: return Bool(text).map(Value.bool)
    default: return .string(text)
    }
  }

  /// The text of a value of JSON; nil when it is of another type than this kind has.
  func text(of value: Value) -> String? {
    switch (self, value) {
    case (.integer, .int), (.count, .int), (.boolean, .bool), (.quantity, .int),
      (.quantity, .double):
      value.plainText
    case (.integer, _), (.count, _), (.boolean, _): nil
    case (_, .string(let text)): text
    default: nil
    }
  }
}

extension String {
  /// Whether this is a label of DNS (RFC 1123), as names in Kubernetes have to be.
  var isLabel: Bool {
    isDomainPart && !utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }

  private var isDomainPart: Bool {
    !isEmpty && utf8.count <= 63 && !hasPrefix("-") && !hasSuffix("-")
      && unicodeScalars.allSatisfy { $0.isASCIILetterOrDigit || $0 == "-" }
  }

  fileprivate var isDomain: Bool {
    utf8.count <= 253 && !isIPv4
      && split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
        String($0).isDomainPart
      }
  }

  fileprivate var isEmail: Bool {
    let parts = split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].isDomain && isOneLine
      && !parts[0].contains { $0.isWhitespace || "<>()[]\\,;:\"".contains($0) }
  }

  fileprivate var isIPv4: Bool {
    let parts = split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        guard let number = UInt8(part) else { return false }
        return String(number) == part
      }
  }

  fileprivate var isIPv6: Bool {
    let halves = components(separatedBy: "::")
    guard contains(":"), halves.count <= 2 else { return false }
    var groups = halves.flatMap { $0.isEmpty ? [] : $0.components(separatedBy: ":") }
    var count = groups.count
    if let last = groups.last, last.isIPv4, hasSuffix(last) {
      groups.removeLast()
      count += 1
    }
    return (halves.count == 2 ? count <= 7 : count == 8)
      && groups.allSatisfy { (1...4).contains($0.utf8.count) && $0.allSatisfy(\.isHexDigit) }
  }

  /// Whether this is an address with a scheme and a host, and without a password.
  fileprivate var isAddress: Bool {
    guard let (scheme, rest) = schemeAndRest, isOneLine, !contains(where: \.isWhitespace) else {
      return false
    }
    let authority = rest.prefix { !"/?#".contains($0) }
    let user = authority.contains("@") ? authority.prefix { $0 != "@" } : ""
    let host = String(authority.dropFirst(user.isEmpty ? 0 : user.count + 1))
    return scheme.first?.isLetter == true
      && scheme.unicodeScalars.allSatisfy {
        $0.isASCIILetterOrDigit || "+-.".unicodeScalars.contains($0)
      }
      && !user.contains(":") && URLComponents(string: self) != nil
      && (scheme == "file" || !host.isEmpty && !host.contains("@"))
  }

  private var schemeAndRest: (scheme: Substring, rest: Substring)? {
    guard let end = firstRange(of: "://") else { return nil }
    return (self[..<end.lowerBound], self[end.upperBound...])
  }

  fileprivate var isOneLine: Bool {
    !isEmpty && unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }

  /// The host of an address, or what comes closest to one.
  fileprivate var hostPart: String {
    let rest = schemeAndRest?.rest ?? self[...]
    let authority = rest.prefix { !"/?#".contains($0) }
    var host = String(authority.split(separator: "@").last ?? "")
    if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }) }
    if host.count(where: { $0 == ":" }) == 1 { host = String(host.prefix { $0 != ":" }) }
    if host.hasPrefix("*.") { host.removeFirst(2) }
    while host.hasPrefix(".") { host.removeFirst() }
    while host.hasSuffix(".") { host.removeLast() }
    return host
  }

  /// The address in `mailto:a@b` and `Name <a@b>`.
  fileprivate var addressPart: String {
    if let open = lastIndex(of: "<"), hasSuffix(">") {
      return String(self[index(after: open)...].dropLast())
    }
    return hasPrefix("mailto:") ? String(dropFirst(7).prefix { $0 != "?" }) : self
  }

  /// The text with what a label cannot hold turned into hyphens.
  var asLabel: String {
    let plain = replacing("ß", with: "ss").folding(options: .diacriticInsensitive, locale: nil)
      .lowercased()
    let words = plain.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    var label = words.joined(separator: "-").prefix(63)
    while label.hasSuffix("-") { label.removeLast() }
    return String(label)
  }

  /// The text with the scheme that it lacks.
  fileprivate var asAddress: String {
    if schemeAndRest != nil { return "" }
    guard let at = firstIndex(of: "@"), let colon = self[at...].firstIndex(of: ":") else {
      return prefix { $0 != "/" && $0 != ":" }.contains(".") ? "https://" + self : ""
    }
    return "ssh://" + self[..<colon] + "/" + self[index(after: colon)...]
  }
}

extension Unicode.Scalar {
  var isASCIILetterOrDigit: Bool {
    isASCII && (properties.isAlphabetic || ("0"..."9").contains(self))
  }
}
