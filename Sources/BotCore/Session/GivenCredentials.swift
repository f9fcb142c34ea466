internal import Foundation

/// The credentials that a process was given, as words that its messages must not repeat.
public struct GivenCredentials: Sendable {
  private let texts: [String]

  /// Takes those of variables, and the passwords of addresses among the arguments.
  public init(variables: [String: String], arguments: [String]) {
    let addresses = arguments + variables.values.filter { $0.contains("://") }
    let passwords = addresses.compactMap(GivenCredentials.password)
    let keys = variables.filter { $0.key.hasSuffix("_KEY") && !GivenText.isPath($0.value) }
    // Their addresses may lack a scheme, or be something else that got there.
    let proxies = variables.filter {
      $0.key.lowercased().hasSuffix("_proxy") && !$0.value.contains("://")
    }
    let known = variables.filter { Secrets.variables.contains($0.key) }
    texts = Secrets(
      Array(known.values) + Array(keys.values) + Array(proxies.values) + passwords
    ).forms.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// `text` with an ellipsis in the place of each.
  public func redacted(_ text: String) -> String {
    texts.reduce(text) { $1.isEmpty || !$0.contains($1) ? $0 : $0.replacing($1, with: "…") }
  }

  /// The password between the first colon and the last `@` of an address's authority.
  private static func password(in text: String) -> String? {
    guard let scheme = text.firstRange(of: "://") else { return nil }
    let authority = text[scheme.upperBound...].prefix { !"/?#".contains($0) }
    guard let at = authority.lastIndex(of: "@"),
      let colon = authority[..<at].firstIndex(of: ":")
    else { return nil }
    return String(authority[authority.index(after: colon)..<at])
  }
}
