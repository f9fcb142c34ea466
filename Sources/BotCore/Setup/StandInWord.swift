internal import Rewriter

/// A text that stands for a value of the owner's, by its looks.
struct StandInWord: Hashable {
  /// How a text is known to stand for another.
  enum Sign: String, CaseIterable, Sendable {
    /// A name under a domain that nobody can own: RFC 2606 and 6761.
    case reservedDomain = "reserved-domain"
    /// An address under such a domain, or one that receives no mail.
    case reservedEmail = "reserved-email"
    /// An address for documentation: RFC 5737 and 3849.
    case documentationAddress = "documentation-address"
    /// A number that a vendor's documentation uses: AWS account ids, the zero UUID.
    case documentationNumber = "documentation-number"
    /// `CHANGEME`, `REPLACE_ME`: something belongs here, and the word does not say what.
    case request
    /// `YOUR_ORG`, `my-cluster`, `TEMPLATE_PROJECT`: the word says what belongs here.
    case spokenFor = "spoken-for"
    /// `<your-org>`, `#{ domain.name }#`: marks around a name.
    case marked
    /// A name that a folder of a cluster or in capitals shares with texts.
    case folderName = "folder-name"
    /// The address of the template itself, or of one that belongs to it.
    case ownAddress = "own-address"
  }

  let text: String
  let sign: Sign
  let kind: RuleKind
}

extension StandInWord {
  /// What a run of letters, digits, `.`, `_`, `-` and `@` holds, each with the bytes before it in the run.
  static func all(in run: String) -> [(word: StandInWord, offset: Int)] {
    if let email = email(run) { return [(email, 0)] }
    let behindUser = run.lastIndex(of: "@").map { run.index(after: $0) } ?? run.startIndex
    let host = String(run[behindUser...])
    var found: [(word: StandInWord, offset: Int)] = []
    if let domain = domain(host) {
      found.append((domain, run.utf8.count - domain.text.utf8.count))
    } else if let address = documentationAddress(host) ?? documentationNumber(host) {
      return [(address, run.utf8.count - host.utf8.count)]
    }
    var offset = 0
    for part in run.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "." || $0 == "@" })
    {
      let isInDomain = found.contains { $0.offset <= offset }
      if !isInDomain, let word = name(String(part)) { found.append((word, offset)) }
      offset += part.utf8.count + 1
    }
    return found
  }

  // MARK: Addresses

  private static func email(_ text: String) -> StandInWord? {
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    // `git@` is how ssh writes the user of a server.
    guard halves.count == 2, !halves[0].isEmpty, halves[0] != "git", let host = halves.last
    else { return nil }
    guard domain(String(host)) != nil || isNobodys(host.lowercased()) else { return nil }
    return StandInWord(text: text, sign: .reservedEmail, kind: .email)
  }

  /// Whether a host takes mail for nobody.
  private static func isNobodys(_ host: String) -> Bool {
    host.contains(".")
      && host.split(separator: ".").contains { ["noreply", "no-reply"].contains($0) }
  }

  private static let reserved: Set<String> = ["example.com", "example.net", "example.org"]
  private static let reservedTops: Set<String> = ["example", "invalid", "test"]
  private static let owners = ["your", "my"]
  private static let owned: Set<String> = [
    "domain", "company", "org", "organization", "organisation", "site", "host",
  ]

  /// The part of a host name that nobody can own, or that is made up for all to see.
  static func domain(_ host: String) -> StandInWord? {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
    guard labels.count >= 2, labels.allSatisfy({ isLabel($0) }) else { return nil }
    let last = labels.suffix(2)
    let text = last.joined(separator: ".")
    let (second, top) = (last[last.startIndex].lowercased(), last[last.startIndex + 1])
    let isReserved =
      reserved.contains(text.lowercased()) || reservedTops.contains(top) || top == "tld"
      || isMadeUp(second)
    guard isReserved, !top.allSatisfy(\.isNumber) else { return nil }
    return StandInWord(text: text, sign: .reservedDomain, kind: .domain)
  }

  private static func isMadeUp(_ label: String) -> Bool {
    let plain = label.filter { $0 != "-" }
    return owners.contains {
      plain.hasPrefix($0) && owned.contains(String(plain.dropFirst($0.count)))
    }
  }

  private static func isLabel(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count < 64 && text.first != "-" && text.last != "-"
      && text.utf8.allSatisfy { ASCIIWord.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
  }

  private static func documentationAddress(_ text: String) -> StandInWord? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) else { return nil }
    let net = parts.prefix(3).joined(separator: ".")
    guard ["192.0.2", "198.51.100", "203.0.113"].contains(net) else { return nil }
    return StandInWord(text: text, sign: .documentationAddress, kind: .name)
  }

  /// The account ids of AWS's own documentation, and the UUID of zeros.
  private static let numbers: Set<String> = [
    "012345678901", "012345678910", "111122223333", "111111111111", "123456789012", "000000000000",
    "444455556666", "00000000-0000-0000-0000-000000000000",
  ]

  private static func documentationNumber(_ text: String) -> StandInWord? {
    numbers.contains(text)
      ? StandInWord(text: text, sign: .documentationNumber, kind: .name) : nil
  }
}

extension StandInWord {
  // MARK: Names

  private static let separators: Set<Character> = ["-", "_"]

  /// A name that asks to be replaced: `CHANGE_ME`, `your-org`, `MY_DOMAIN`, `TEMPLATE_PROJECT`.
  static func name(_ text: String) -> StandInWord? {
    guard text.utf8.count <= 80 else { return nil }
    let words = text.split(omittingEmptySubsequences: false) { separators.contains($0) }
    let isConstant = text == text.uppercased() && text != text.lowercased()
    let upper = words.map { $0.uppercased() }
    guard let first = upper.first, !upper.contains("") else { return nil }
    if isRequest(upper, isConstant: isConstant) {
      return StandInWord(text: text, sign: .request, kind: .name)
    }
    let isSpokenFor =
      switch first {
      case "YOUR": words.count >= 2 && (isConstant || text == text.lowercased())
      case "MY": words.count >= 2 && words.count <= 5 && (isConstant || text == text.lowercased())
      case "TEMPLATE", "PLACEHOLDER": words.count >= 2 && isConstant
      case "INSERT", "PUT", "ENTER": words.count >= 3 && isConstant && upper.last == "HERE"
      default: words.count >= 2 && isConstant && upper.last == "PLACEHOLDER"
      }
    guard isSpokenFor else { return nil }
    let isDomain = isConstant && upper.last == "DOMAIN"
    return StandInWord(text: text, sign: .spokenFor, kind: isDomain ? .domain : .name)
  }

  /// Whether the words say that something belongs here, and nothing of what.
  private static func isRequest(_ words: [String], isConstant: Bool) -> Bool {
    switch words.first {
    case "CHANGEME", "REPLACEME", "FILLMEIN": true
    case "CHANGE", "REPLACE", "FILL":
      words.dropFirst().first == "ME"
        || isConstant && ["WITH", "THIS", "IN"].contains(words.dropFirst().first)
    case "PLACEHOLDER": isConstant && words.count == 1
    default: false
    }
  }
}

extension StandInWord {
  // MARK: Marks

  /// What stands between `<` and `>` if it is the name of a value.
  static func bracketed(_ inner: String) -> StandInWord? {
    guard let first = inner.first, first.isLetter, inner.utf8.count >= 3,
      inner.utf8.allSatisfy({ ASCIIWord.isAlphanumeric($0) || " _-.".utf8.contains($0) })
    else { return nil }
    let words = inner.split(whereSeparator: { " _-.".contains($0) }).map { $0.lowercased() }
    let isConstant = inner == inner.uppercased()
    let isPhrase = words.count >= 2 && !inner.contains(".")
    guard isConstant || isPhrase || nouns.contains(inner.lowercased()) else { return nil }
    guard !["eof", "eot"].contains(inner.lowercased()) else { return nil }
    return StandInWord(text: "<\(inner)>", sign: .marked, kind: .text)
  }

  private static let nouns: Set<String> = [
    "cluster", "company", "domain", "email", "environment", "name", "namespace", "org",
    "organization",
    "owner", "password", "project", "region", "repo", "repository", "team", "token", "user",
    "username",
  ]

  /// What stands between `#{` and `}#` if it is a name and no expression.
  static func marked(_ inner: Substring, _ open: String, _ close: String) -> StandInWord? {
    let name = inner.trimmingSpaces
    guard let first = name.first, first.isLetter,
      name.utf8.allSatisfy({ ASCIIWord.isAlphanumeric($0) || "_.".utf8.contains($0) })
    else { return nil }
    return StandInWord(text: open + inner + close, sign: .marked, kind: .text)
  }

  /// Whether a name of a path is in capitals, with words: `MC_NAME`.
  static func isInCapitals(_ name: String) -> Bool {
    let words = name.split(separator: "_", omittingEmptySubsequences: false)
    return words.count >= 2 && name.first?.isLetter == true
      && words.allSatisfy { word in
        !word.isEmpty && word.utf8.allSatisfy { ASCIIWord.isAlphanumeric($0) }
      } && name == name.uppercased()
  }
}

/// Bytes of words.
enum ASCIIWord {
  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39
  }

  /// Whether a byte is a part of a run in which stand-ins are looked for.
  static func isInRun(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "@")
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var rest = self
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
