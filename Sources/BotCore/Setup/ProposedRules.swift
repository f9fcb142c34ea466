internal import Rewriter

/// A rule that is proposed for a stand-in, with the value that takes its place.
struct ProposedRule: Hashable {
  /// A value that the template asks its owners for.
  struct AskedValue: Hashable {
    let key: String
    /// As `values` names kinds.
    let kind: String
    let help: String
    /// Whether the key is none of the program's own, so that `values` has to declare it.
    let isDeclared: Bool
  }

  let kind: RuleKind
  let from: String
  /// With `{{key}}` for the value.
  let to: String
  let paths: Bool
  let spellings: Set<Spelling>
  let values: [AskedValue]
}

/// The rules for what a scan has found.
struct ProposedRules {
  private(set) var rules: [ProposedRule] = []
  /// Those for which no one value can be right, since one word stands for several things.
  private(set) var ambiguous: [StandInScan.Candidate] = []
  /// Those that stand for a credential, which no configuration may hold.
  private(set) var credentials: [StandInScan.Candidate] = []

  private let origin: OwnAddress?
  private var taken: [String: ProposedRule.AskedValue] = [:]

  /// - Parameters:
  ///   - candidates: The likely ones get rules, in that order.
  ///   - origin: Where the template is.
  init(_ candidates: [StandInScan.Candidate], origin: OwnAddress?) {
    self.origin = origin
    let likely = candidates.filter(\.isLikely)
    let domains = likely.filter { $0.word.kind == .domain }.map { $0.word.text.lowercased() }
    for candidate in likely {
      let word = candidate.word
      if Self.isCredential(candidate) {
        credentials.append(candidate)
      } else if word.sign == .request, Set(candidate.keys.map(Self.camel)).count != 1 {
        ambiguous.append(candidate)
      } else if word.kind == .email, taken["project.email"] != nil, Self.isIn(word.text, domains) {
        // The rule of the domain makes it an address of the owner's.
        continue
      } else {
        rules.append(rule(for: candidate))
      }
    }
  }

  /// Whether a stand-in is that of a credential, by its words, or by its keys where those do not say.
  static func isCredential(_ candidate: StandInScan.Candidate) -> Bool {
    switch candidate.word.sign {
    case .request, .spokenFor, .marked: break
    default: return false
    }
    let words = Set(words(of: candidate))
    let isKey =
      words.contains("key") && !words.isDisjoint(with: ["api", "access", "private", "age"])
    return (isKey || !words.isDisjoint(with: secretWords)) && words.isDisjoint(with: harmlessWords)
  }

  private static let secretWords: Set = [
    "token", "secret", "password", "passwd", "passphrase", "credential", "credentials", "apikey",
  ]
  /// What is said of a credential without being one.
  private static let harmlessWords: Set = [
    "name", "ref", "path", "store", "arn", "url", "namespace", "class", "issuer", "region",
  ]

  private static func isIn(_ email: String, _ domains: [String]) -> Bool {
    domains.contains {
      email.lowercased().hasSuffix("@" + $0) || email.lowercased().hasSuffix("." + $0)
    }
  }

  private mutating func rule(for candidate: StandInScan.Candidate) -> ProposedRule {
    let word = candidate.word
    let values = word.sign == .ownAddress ? address(word.text) : [value(for: candidate)]
    let to = values.map { "{{\($0.key)}}" }.joined(separator: "/")
    let isOther = word.sign == .ownAddress && values.count == 1
    return ProposedRule(
      kind: word.kind, from: word.text,
      to: isOther ? to + word.text.drop { $0 != "/" } : to, paths: !candidate.paths.isEmpty,
      spellings: candidate.spellings, values: values)
  }

  // MARK: Values

  /// The owner, and for the template's own address the name too.
  private func address(_ text: String) -> [ProposedRule.AskedValue] {
    let owner = ProposedRule.AskedValue(
      key: "git.owner", kind: "text", help: "the organisation or user that owns the repository",
      isDeclared: true)
    guard text == origin.map({ "\($0.owner)/\($0.name)" }) else { return [owner] }
    return [
      owner,
      ProposedRule.AskedValue(
        key: "git.repository", kind: "text", help: "the name of the repository", isDeclared: true),
    ]
  }

  private mutating func value(for candidate: StandInScan.Candidate) -> ProposedRule.AskedValue {
    let text = candidate.word.text
    let words = Self.words(of: candidate)
    let standard = Self.standard(candidate.word, words)
    if let standard, taken[standard.key] == nil {
      taken[standard.key] = standard
      return standard
    }
    var key = Self.key(candidate.word, words)
    // Two texts that read alike are two values.
    var number = 2
    while taken[key] != nil {
      key = key.filter { !$0.isNumber } + String(number)
      number += 1
    }
    let value = ProposedRule.AskedValue(
      key: key, kind: Self.kind(candidate.word, words), help: "what takes the place of \(text)",
      isDeclared: true)
    taken[key] = value
    return value
  }

  /// The value of the program's own that a stand-in most likely is.
  private static func standard(
    _ word: StandInWord, _ words: [String]
  ) -> ProposedRule.AskedValue? {
    func own(_ key: String, _ kind: String, _ help: String) -> ProposedRule.AskedValue {
      ProposedRule.AskedValue(key: key, kind: kind, help: help, isDeclared: false)
    }
    if word.sign == .folderName, !StandInWord.isInCapitals(word.text) {
      return own("cluster.name", "label", "the name of the cluster")
    }
    switch (word.kind, words) {
    case (.email, _), (_, ["email"]):
      return own("project.email", "email", "who is told about certificates and outages")
    case (.domain, _), (_, ["domain"]), (_, ["domain", "name"]):
      return own("project.domain", "domain", "the domain that applications live under")
    case (_, ["cluster"]), (_, ["cluster", "name"]), (_, ["k8s", "cluster"]):
      return own("cluster.name", "label", "the name of the cluster")
    case (_, ["project"]), (_, ["project", "name"]):
      return own("project.name", "label", "the name of the project")
    case (_, ["region"]), (_, ["cluster", "region"]), (_, ["cloud", "region"]):
      return own("cluster.region", "label", "the region of the cluster")
    default: return nil
    }
  }

  /// The key of a value of the template's own.
  private static func key(_ word: StandInWord, _ words: [String]) -> String {
    switch word.sign {
    case .reservedDomain: "domains." + camel(words.joined(separator: "-"))
    case .reservedEmail: "emails." + camel(String(word.text.prefix { $0 != "@" }))
    case .documentationAddress: "addresses." + camel(words.joined(separator: "-"))
    case .documentationNumber: word.text.contains("-") ? "accounts.id" : "accounts.number"
    case .request, .spokenFor, .marked, .folderName, .ownAddress:
      "custom." + camel(words.joined(separator: "-"))
    }
  }

  private static func kind(_ word: StandInWord, _ words: [String]) -> String {
    switch word.sign {
    case .reservedDomain: return "domain"
    case .reservedEmail: return "email"
    case .documentationAddress: return "ip"
    case .documentationNumber: return "text"
    default: break
    }
    switch words.last {
    case "email": return "email"
    case "domain", "hostname", "host", "fqdn": return "domain"
    case "ip": return "ip"
    case "count": return "integer"
    default: return word.kind == .name && word.text == word.text.lowercased() ? "label" : "text"
    }
  }

  private static let fillers: Set<String> = [
    "your", "my", "template", "placeholder", "insert", "put", "enter", "here", "change", "me",
    "changeme", "the",
    "replace", "replaceme", "with", "cookiecutter",
  ]

  /// The words that say what a stand-in stands for; those of its value's key where it does not say.
  private static func words(of candidate: StandInScan.Candidate) -> [String] {
    let all = split(candidate.word.text)
    let telling = all.filter { !fillers.contains($0) }
    if candidate.word.sign == .request { return split(candidate.keys.sorted().first ?? "value") }
    return telling.isEmpty ? all : telling
  }

  /// `slack-channel`, `slackChannel` and `SLACK_CHANNEL` as two words.
  private static func split(_ text: String) -> [String] {
    var words: [String] = []
    var previous: Character = " "
    for character in text {
      let isStart = character.isUppercase && previous.isLowercase
      if character.isASCII, character.isLetter || character.isNumber {
        if isStart || words.isEmpty || !(previous.isLetter || previous.isNumber) {
          words.append("")
        }
        words[words.count - 1].append(character)
      }
      previous = character
    }
    return words.map { $0.lowercased() }
  }

  private static func camel(_ text: String) -> String {
    let words = split(text)
    let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let name = ([words.first ?? "value"] + rest).joined()
    return name.first?.isLetter == true ? name : "n" + name
  }
}
