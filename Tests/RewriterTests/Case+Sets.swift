import Rewriter

extension Case {
  private static let nested = [
    Rule(kind: .text, from: "ab", to: "1"), Rule(kind: .text, from: "abcd", to: "2"),
    Rule(kind: .text, from: "bcdef", to: "3"),
  ]
  /// Texts that share eight bytes and more, and end before, at and behind the eighth.
  private static let stepped = [
    Rule(kind: .text, from: "eighte", to: "1"), Rule(kind: .text, from: "eighteen", to: "2"),
    Rule(kind: .text, from: "eighteen-hundred-and-one", to: "3"),
    Rule(kind: .text, from: "eighteen-hundred-and-two", to: "4"),
  ]
  private static let swapped = [
    Rule(kind: .name, from: "blue", to: "green"), Rule(kind: .name, from: "green", to: "blue"),
  ]
  private static let subdomain = [
    domain, Rule(kind: .domain, from: "chat.example.com", to: "talk.acme.io"),
  ]
  private static let inner = [domain, Rule(kind: .name, from: "example", to: "acme")]

  /// Leftmost-longest, one pass.
  static let several = [
    Case(nested, "abcdef", "2ef"),
    Case(nested, "abcxab", "1cx1"),
    Case(nested, "xbcdef", "x3"),
    Case(nested, "ababcdabc", "121c"),
    Case(swapped, "blue green blue", "green blue green"),
    Case(swapped, "blue-green", "green-blue"),
    Case(subdomain, "chat.example.com", "talk.acme.io"),
    Case(subdomain, "xchat.example.com", "xchat.acme.io"),
    Case(subdomain, "a.chat.example.com", "a.talk.acme.io"),
    Case(subdomain, "chat.example.com.au", "chat.example.com.au"),
    Case(inner, "example.com example", "acme.io acme"),
    Case(inner, "example.com.au", "acme.com.au"),
    Case(inner, "my-example.com", "my-acme.com"),
    Case([name, domain], "my-cluster.example.com", "acme-production.acme.io"),
    Case(
      [Rule(kind: .name, from: "my", to: "X"), name], "my my-cluster my-clusters",
      "X acme-production X-clusters"),
    Case(
      [Rule(kind: .name, from: "Foo", to: "1"), Rule(kind: .name, from: "foo", to: "2")],
      "Foo foo FOO", "1 2 FOO"),
    Case(stepped, "eightees eighteen-hundred-and-one", "1es 3"),
    Case(stepped, "eighteen-hundred-and-tw eighteen-hundred-and-two", "2-hundred-and-tw 4"),
    Case(stepped, "EIGHTEEN-hundred-and-one", "EIGHTEEN-hundred-and-one"),
    Case([Rule(kind: .text, from: "end\0", to: "x")], "the end", "the end"),
    Case(
      [Rule(kind: .text, from: "one", to: "two"), Rule(kind: .text, from: "two", to: "three")],
      "one two", "two three"),
    Case(
      [Rule(kind: .domain, from: "example.com", to: "example.com")], "example.com", "example.com"),
  ]

  private static let under = Rule(kind: .domain, from: "example.com", to: "my.example.com")
  private static let around = Rule(kind: .name, from: "cluster", to: "my-cluster-one")

  static let selfContained = [
    Case([under], "my.example.com", "my.my.example.com"),
    Case([under], "my.example.com", "my.example.com").adopting,
    Case([under], "example.com", "my.example.com").adopting,
    Case([under], "chat.my.example.com", "chat.my.example.com").adopting,
    Case([under], "tommy.example.com", "tommy.my.example.com").adopting,
    Case([under], "MY.EXAMPLE.COM", "MY.EXAMPLE.COM").adopting,
    Case([under], #"my\.example\.com"#, #"my\.example\.com"#).adopting,
    Case([under], #"x\.example\.com"#, #"x\.my\.example\.com"#).adopting,
    Case([under], "my.example.com.au", "my.example.com.au").adopting,
    Case([around], "my-cluster-one", "my-cluster-one").adopting,
    Case([around], "my-cluster-only", "my-my-cluster-one-only").adopting,
    Case([around], "cluster my-cluster", "my-cluster-one my-my-cluster-one").adopting,
    Case(
      [Rule(kind: .text, from: "a", to: "aba")], "aba a", "aba aba"
    ).adopting,
    Case(
      [Rule(kind: .email, from: "ops@acme.io", to: "dev-ops@acme.io")],
      "dev-ops@acme.io ops@acme.io", "dev-ops@acme.io dev-ops@acme.io"
    ).adopting,
    Case([domain], "example.com acme.io", "acme.io acme.io").adopting,
  ]
}
