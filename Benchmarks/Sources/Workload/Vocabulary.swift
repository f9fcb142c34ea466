/// The words of which manifests and rules are made.
enum Vocabulary {
  static let applications = [
    "mattermost", "nextcloud", "keycloak", "vaultwarden", "forgejo", "grafana", "prometheus",
    "loki", "velero", "external-dns", "cert-manager", "ingress-nginx", "postgres-operator",
  ]
  static let namespaces = [
    "flux-system", "monitoring", "apps", "storage", "networking", "identity",
  ]
  static let parts = [
    "config", "database", "backup", "ingress", "storage", "metrics", "policy", "worker", "cache",
    "release", "repository", "values", "service", "secret",
  ]
  static let keys = [
    "namespace", "metadata", "kubernetes", "resources", "repository", "interval", "container",
  ]
  /// Beginnings that no manifest here has.
  static let unrelated = [
    "zedbaoth", "quilmarn", "othothven", "nimgalgal", "hexgalmar", "ripyrgal", "bavenba", "wuxdyl",
  ]
}
