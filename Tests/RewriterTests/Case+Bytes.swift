import Rewriter

extension Case {
  private static let lfs =
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
  private static let longLine = [UInt8](repeating: 0x78, count: SkipReason.largest - 12)

  private static func nul(at offset: Int) -> [UInt8] {
    Array("example.com ".utf8) + [UInt8](repeating: 0x61, count: offset - 12) + [0]
  }

  private static func nul(at offset: Int, rewritten: String) -> [UInt8] {
    Array(rewritten.utf8) + nul(at: offset).dropFirst(11)
  }

  /// Bytes that no rule matched stay.
  static let bytes = [
    Case([domain], "a\r\nexample.com\r\n\tb\u{85}\u{2028}", "a\r\nacme.io\r\n\tb\u{85}\u{2028}"),
    Case([domain], [0xFF, 0xFE, 0x20] + "example.com".utf8, [0xFF, 0xFE, 0x20] + "acme.io".utf8),
    Case([domain], [0xFF] + "example.com".utf8, [0xFF] + "example.com".utf8),
    Case([domain], "example.com".utf8 + [0xE2, 0x80], "example.com".utf8 + [0xE2, 0x80]),
    Case(
      [domain], [0xC3, 0xA9, 0x80] + "example.com".utf8, [0xC3, 0xA9, 0x80] + "example.com".utf8),
    Case(
      [domain], [0xED, 0xA0, 0x80, 0x0A] + "example.com".utf8,
      [0xED, 0xA0, 0x80, 0x0A] + "acme.io".utf8),
    Case([domain], [UInt8](repeating: 0x80, count: 100), [UInt8](repeating: 0x80, count: 100)),
    Case([domain], nul(at: 8_000), nul(at: 8_000, rewritten: "acme.io")),
    Case([domain], nul(at: 9_000), nul(at: 9_000, rewritten: "acme.io")),
    Case([domain], longLine + " example.com".utf8, longLine + " acme.io".utf8),
    Case([domain], "{{ if }}\n\t- : : [example.com", "{{ if }}\n\t- : : [acme.io"),
  ]

  static let skips = [
    Case([domain], nul(at: 7_999), skipped: .binary),
    Case([domain], [0] + "example.com".utf8, skipped: .binary),
    Case([domain], longLine + "  example.com".utf8, skipped: .tooLarge),
    Case([domain], lfs, skipped: .lfsPointer),
    Case(
      [domain], lfs + String(repeating: "x", count: 1_024),
      lfs + String(repeating: "x", count: 1_024)),
    Case([domain], "a: ENC[x]\nsops:\n    mac: ENC[y]\n", skipped: .sopsEncrypted),
    Case(
      [domain], "sops:\n    age: []\n\n    # note\n    mac: ENC[y]\na: example.com\n",
      skipped: .sopsEncrypted),
    Case([domain], "a: b\r\nsops:\r\n  kms: []\r\n  mac: ENC[y]\r\n", skipped: .sopsEncrypted),
    Case([domain], "\u{FEFF}sops:\n  mac: x\n", skipped: .sopsEncrypted),
    Case([domain], "\"sops\":\n  \"mac\": x\n", skipped: .sopsEncrypted),
    Case([domain], "sops: {version: 3, mac: x}\n", skipped: .sopsEncrypted),
    Case([domain], "sops :\n  mac : x\n", skipped: .sopsEncrypted),
    Case(
      [domain], #"{"data": "x", "sops": {"age": [{"mac": 1}], "mac": "ENC[y]"}}"#,
      skipped: .sopsEncrypted),
    Case([domain], "\n{\n\t\"sops\" : {\n\t\t\"mac\" : \"y\"\n\t}\n}\n", skipped: .sopsEncrypted),
    Case([domain], "KEY=ENC[x]\nsops_version=3.9\nsops_mac=ENC[y]\n", skipped: .sopsEncrypted),
    Case(
      [domain], "[a]\nb = ENC[x]\n\n[sops]\nversion = 3\nmac = ENC[y]\n", skipped: .sopsEncrypted),
    Case([domain], "a: ENC[x]\n---\nb: ENC[x]\nsops:\n  mac: y\n", skipped: .sopsEncrypted),
    Case(
      [domain], "sops:\n  enabled: true\nmac: example.com\n",
      "sops:\n  enabled: true\nmac: acme.io\n"),
    Case([domain], "a:\n  sops:\n    mac: example.com\n", "a:\n  sops:\n    mac: acme.io\n"),
    Case([domain], "- sops:\n    mac: example.com\n", "- sops:\n    mac: acme.io\n"),
    Case([domain], "devsops:\n  mac: example.com\n", "devsops:\n  mac: acme.io\n"),
    Case([domain], "sops: example.com\n", "sops: acme.io\n"),
    Case([domain], "sops:\n  xmac: example.com\n  # mac\n", "sops:\n  xmac: acme.io\n  # mac\n"),
    Case(
      [domain], #"{"a": {"sops": {"mac": "example.com"}}}"#, #"{"a": {"sops": {"mac": "acme.io"}}}"#
    ),
    Case(
      [domain], #"{"sops": {}, "b": {"mac": "example.com"}}"#,
      #"{"sops": {}, "b": {"mac": "acme.io"}}"#),
    Case(
      [domain], #"{"a": "\"sops\": {", "mac": "example.com"}"#,
      #"{"a": "\"sops\": {", "mac": "acme.io"}"#),
    Case([domain], #"{"sops": "example.com"#, #"{"sops": "acme.io"#),
    Case([domain], "[sops]\n[x]\nmac = example.com\n", "[sops]\n[x]\nmac = acme.io\n"),
  ]
}
