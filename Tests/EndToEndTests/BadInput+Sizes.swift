extension BadInput {
  /// Sizes, profiles and names that cannot become ConfigMaps.
  static let sizes: [BadInput] = [
    section(
      "a size below nothing", #""storage": { "x": { "storageClass": "c", "size": "-1Gi" } }"#,
      "\"size\" is negative: -1Gi, infrastructure.config.json:2:52"),
    section(
      "a size that is no quantity",
      #""storage": { "x": { "storageClass": "c", "size": "big" } }"#,
      "is not a quantity", "infrastructure.config.json:2:52"),
    section(
      "a profile that is not there", #""applications": { "chat": { "profile": "lage" } }"#,
      "there is no profile \"lage\", infrastructure.config.json:2:42, did you mean \"large\"?"),
    section(
      "two names for one variable",
      """
      "nodeSelectors": { "a-b": { "x": "y" },
        "a_b": { "x": "y" } }
      """,
      "would both become the variable infraConfig_nodeSelectors_a_b",
      "infrastructure.config.json:3:3, rename one of the two"),
    section(
      "a value of two mebibytes",
      "\"nodeSelectors\": { \"x\": { \"l\": \"\(String(repeating: "v", count: 2 << 20))\" } }",
      "this value is longer than a ConfigMap may be, infrastructure.config.json:2:34"),
  ]

  /// A mistake in a section that stands in line 2 of `infrastructure.config.json`.
  private static func section(_ name: String, _ text: String, _ errors: String...) -> BadInput {
    var input = infrastructure(name, "  \"project\"", "  \(text),\n  \"project\"")
    input.errors = errors
    return input
  }
}
