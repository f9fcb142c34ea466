/// What Flux makes of texts, each found out once: many are one and the same reference.
final class SubstitutedTexts {
  private let variables: [String: String]
  private var known: [String: Result<Value?, SubstitutionError>] = [:]

  init(variables: [String: String]) {
    self.variables = variables
  }

  /// What a text becomes that is a value of its own in a resource; nil where its key is gone too.
  func value(of text: String) throws(SubstitutionError) -> Value? {
    if let known = known[text] { return try known.get() }
    let result = Result { () throws(SubstitutionError) in
      try FluxSubstitution.substituted(
        .map(["value": .string(text)]), variables: variables, isStrict: false)["value"]
    }
    known[text] = result
    return try result.get()
  }
}
