import Rewriter

let name = Rule(kind: .name, from: "my-cluster", to: "acme-production")
let spelt = Rule(
  kind: .name, from: "my-cluster", to: "acme-production", spellings: [.snake, .constant])
let email = Rule(kind: .email, from: "admin@example.com", to: "ops@acme.io")
let text = Rule(kind: .text, from: "REPLACE me", to: "done")

extension Case {
  static let names = [
    Case([name], "my-cluster", "acme-production"),
    Case([name], "./clusters/my-cluster/apps", "./clusters/acme-production/apps"),
    Case([name], "my-cluster-backup", "acme-production-backup"),
    Case([name], "old-my-cluster", "old-acme-production"),
    Case([name], "my-cluster_x", "acme-production_x"),
    Case([name], "_my-cluster", "_acme-production"),
    Case([name], "my-cluster.local", "acme-production.local"),
    Case([name], "my-clusters", "my-clusters"),
    Case([name], "my-cluster2", "my-cluster2"),
    Case([name], "amy-cluster", "amy-cluster"),
    Case([name], "1my-cluster", "1my-cluster"),
    Case([name], "My-Cluster", "My-Cluster"),
    Case([name], "MY-CLUSTER", "MY-CLUSTER"),
    Case([name], "my_cluster MY_CLUSTER", "my_cluster MY_CLUSTER"),
    Case([name], "my-cluster-my-cluster", "acme-production-acme-production"),
    Case([name], "my-clustermy-cluster", "my-clustermy-cluster"),
    Case([name], "my-my-cluster", "my-acme-production"),
    Case([name], #""\nmy-cluster\n""#, #""\nacme-production\n""#),
    Case([name], "%2Fmy-cluster%2F", "%2Facme-production%2F"),
    Case([name], "émy-cluster", "émy-cluster"),
    Case([name], "my-clusteré", "my-clusteré"),
    Case([name], "«my-cluster»", "«acme-production»"),
    Case(
      [spelt], "my-cluster my_cluster MY_CLUSTER", "acme-production acme_production ACME_PRODUCTION"
    ),
    Case([spelt], "my_cluster_id", "acme_production_id"),
    Case([spelt], "export MY_CLUSTER_ID=my-cluster", "export ACME_PRODUCTION_ID=acme-production"),
    Case([spelt], "my_clusters MY_CLUSTERS My_Cluster", "my_clusters MY_CLUSTERS My_Cluster"),
    Case(
      [Rule(kind: .name, from: "plain", to: "a.b-c", spellings: [.snake, .constant])],
      "plain PLAIN", "a.b-c A_B_C"),
    Case([Rule(kind: .name, from: "x", to: "y")], "x xx x-x ax xa x", "y xx y-y ax xa y"),
    Case([Rule(kind: .name, from: "My Company", to: "Acme")], "© My Company.", "© Acme."),
  ]

  static let emails = [
    Case([email], "admin@example.com", "ops@acme.io"),
    Case([email], "mailto:admin@example.com?subject=x", "mailto:ops@acme.io?subject=x"),
    Case([email], "Admin <admin@example.com>,", "Admin <ops@acme.io>,"),
    Case([email], "admin@example.com.", "ops@acme.io."),
    Case([email], "admin@EXAMPLE.com", "ops@acme.io"),
    Case([email], "admin@EXAMPLE.COM", "ops@acme.io"),
    Case([email], "Admin@example.com", "Admin@example.com"),
    Case([email], "superadmin@example.com", "superadmin@example.com"),
    Case([email], "super.admin@example.com", "super.admin@example.com"),
    Case([email], "super+admin@example.com", "super+admin@example.com"),
    Case([email], "super-admin@example.com", "super-admin@example.com"),
    Case([email], "super_admin@example.com", "super_admin@example.com"),
    Case([email], "${MAIL:-admin@example.com}", "${MAIL:-ops@acme.io}"),
    Case([email], "...admin@example.com", "...ops@acme.io"),
    Case([email], "admin@example.com.au", "admin@example.com.au"),
    Case([email], "admin@example.community", "admin@example.community"),
    Case([email], "admin@mail.example.com", "admin@mail.example.com"),
    Case([email], #"admin@example\.com"#, #"ops@acme\.io"#),
    Case([email], #""\nadmin@example.com""#, #""\nops@acme.io""#),
    Case([email], #"\u003cadmin@example.com\u003e"#, #"\u003cops@acme.io\u003e"#),
    Case([email], "éadmin@example.com", "éadmin@example.com"),
    Case([email, domain], "admin@example.com", "ops@acme.io"),
    Case([domain, email], "root@example.com admin@example.com", "root@acme.io ops@acme.io"),
    Case([domain, email], "superadmin@example.com", "superadmin@acme.io"),
  ]

  static let texts = [
    Case([text], "REPLACE me", "done"),
    Case([text], "xREPLACE mex", "xdonex"),
    Case([text], "replace me", "replace me"),
    Case([text], "REPLACE meREPLACE me", "donedone"),
    Case([Rule(kind: .text, from: "a", to: "bb")], "banana", "bbbnbbnbb"),
    Case([Rule(kind: .text, from: "aa", to: "b")], "aaaaa", "bba"),
    Case([Rule(kind: .text, from: "\t\t", to: "\n")], "a\t\tb\t\t\t", "a\nb\n\t"),
    Case([Rule(kind: .text, from: "gone", to: "")], "it is gone", "it is "),
    Case([Rule(kind: .text, from: "ü", to: "ue")], "müde", "muede"),
    Case([Rule(kind: .text, from: "AbC", to: "x")], "abc ABC AbC aBc", "abc ABC x aBc"),
  ]

  static let exact = [
    Case([exactly(name)], "my-cluster", "acme-production"),
    Case([exactly(name)], "name: my-cluster,", "name: acme-production,"),
    Case([exactly(name)], "my-cluster-backup", "my-cluster-backup"),
    Case(
      [exactly(name)], "my-cluster.x my-cluster_x my-cluster/x",
      "my-cluster.x my-cluster_x my-cluster/x"),
    Case([exactly(name)], "x-my-cluster x.my-cluster", "x-my-cluster x.my-cluster"),
    Case([exactly(name)], "%2Fmy-cluster", "%2Fmy-cluster"),
    Case([exactly(domain)], "chat.example.com", "chat.example.com"),
    Case([exactly(domain)], "user@example.com", "user@acme.io"),
    Case([exactly(domain)], "https://example.com", "https://example.com"),
    Case([exactly(domain)], "example.com.", "example.com."),
    Case([exactly(token)], "x-TEMPLATE_DOMAIN TEMPLATE_DOMAIN", "x-TEMPLATE_DOMAIN acme.io"),
    Case([exactly(email)], "<admin@example.com>", "<ops@acme.io>"),
    Case([exactly(email)], "/admin@example.com", "/admin@example.com"),
    Case([exactly(text)], "REPLACE me", "done"),
    Case([exactly(text)], "xREPLACE me REPLACE me/x", "xREPLACE me REPLACE me/x"),
  ]

  /// A rule that renames folders finds them in the texts that lead there.
  static let renaming: [Case] = [
    Case([renaming(name)], "path: ./clusters/my-cluster", "path: ./clusters/acme-production"),
    Case(
      [renaming(name)], "my-cluster/apps clusters/my-cluster/",
      "acme-production/apps clusters/acme-production/"),
    Case([renaming(name)], "a%2Fmy-cluster my-cluster", "a%2Facme-production acme-production"),
    Case(
      [renaming(name)], "x/my-cluster-backup my-cluster.yaml", "x/my-cluster-backup my-cluster.yaml"
    ),
  ]

  private static func renaming(_ rule: Rule) -> Rule {
    var rule = exactly(rule)
    rule.renamesPaths = true
    return rule
  }

  private static func exactly(_ rule: Rule) -> Rule {
    var rule = rule
    rule.exactBoundary = true
    return rule
  }
}
