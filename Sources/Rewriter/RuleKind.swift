/// What a stand-in is, which decides where it may begin and end.
///
/// The raw values are the words of `bot.config.json`.
public enum RuleKind: String, Sendable, CaseIterable {
  /// A DNS name such as `example.com`: bounded by DNS labels, without regard to ASCII case.
  ///
  /// `chat.example.com` holds it; `example.com.au`, `notexample.com`, `my_example.com` and
  /// `my-example.com` do not. Without a dot (`TEMPLATE_DOMAIN`) letters, digits and `_` bound it.
  case domain
  /// A word such as `my-cluster`: bounded by letters and digits, so `my-cluster-backup` holds it.
  case name
  /// A whole e-mail address: exact before the `@`, without regard to ASCII case after it.
  case email
  /// Exactly these bytes, whatever stands beside them.
  case text
}
