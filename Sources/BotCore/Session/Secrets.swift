internal import Foundation
internal import Git

/// The credentials that this process was given, which must not leave it but to their own servers.
struct Secrets {
  /// The variables that hold credentials: those that the bot reads, and those that CI servers set
  /// beside them.
  static let variables: Set = [
    "GITHUB_TOKEN", "GH_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "GITLAB_TOKEN",
    "CI_JOB_TOKEN", "CI_JOB_JWT", "CI_DEPLOY_PASSWORD", "CI_REGISTRY_PASSWORD", "GITEA_TOKEN",
    "FORGEJO_TOKEN", "DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN", "ACTIONS_RUNTIME_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "GITOPS_BOT_TOKEN", "GITOPS_BOT_TEMPLATE_TOKEN",
    "GITOPS_BOT_SSH_PASSPHRASE",
  ]

  /// A shorter text is no credential that could be told from ordinary words.
  private static let shortest = 8

  /// What to look for: each credential as it is, percent-encoded, and within base64.
  let forms: [[UInt8]]

  /// - Parameter texts: The credentials; those of less than 8 bytes are left out.
  init(_ texts: some Sequence<String>) {
    let long = Set(texts).filter { $0.utf8.count >= Secrets.shortest }
    forms = Set(long.flatMap(Secrets.forms)).sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Those of the environment and of `access`, which are passwords of addresses and of helpers too.
  init(in variables: [String: String], and access: RemoteAccess? = nil) {
    let passwords = (access?.credentials ?? []).compactMap { credential -> String? in
      if case .userPassword(_, let password) = credential { password } else { nil }
    }
    self.init(variables.filter { Secrets.variables.contains($0.key) }.values + passwords)
  }

  /// Whether one of them stands in `text`.
  func occur(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { occur(in: UnsafeRawBufferPointer($0)) }
  }

  /// Whether one of them stands in `bytes`.
  func occur(in bytes: UnsafeRawBufferPointer) -> Bool {
    forms.contains { bytes.contains($0) }
  }

  /// The environment for another program: without the variables that hold a credential, under
  /// whatever name.
  func removed(from variables: [String: String]) -> [String: String] {
    variables.filter { !Secrets.variables.contains($0.key) && !occur(in: $0.value) }
  }

  private static func forms(of secret: String) -> [[UInt8]] {
    let encoded = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret
    let bytes = Array(secret.utf8)
    // Where a text begins within three bytes decides what its base64 looks like (RFC 4648, 4).
    let inner = (0..<3).map { base64(bytes, at: $0) }
    let forURLs = inner.map { digits in
      digits.map {
        $0 == UInt8(ascii: "+")
          ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
      }
    }
    return [bytes, Array(encoded.utf8)] + inner + forURLs
  }

  /// The digits of base64 that depend on `bytes` alone when `offset` other bytes stand before them.
  private static func base64(_ bytes: [UInt8], at offset: Int) -> [UInt8] {
    let digits = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedData()
    let first = (offset * 8 + 5) / 6
    let last = (offset + bytes.count) * 8 / 6
    return Array(digits[first..<last])
  }
}
