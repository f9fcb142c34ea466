import Findings
import Flux
import YAML

/// The API versions that Flux no longer serves.
///
/// Sources: the announcements of Flux 2.7 (2025-09), 2.8 (2026-02) and 2.9 (2026-06), which list the
/// versions that were removed from the custom resource definitions.
enum RemovedVersions {
  /// The Flux release that removed each version.
  private static let releases = [
    "source.toolkit.fluxcd.io/v1beta1": "2.7",
    "source.toolkit.fluxcd.io/v1beta2": "2.8",
    "kustomize.toolkit.fluxcd.io/v1beta1": "2.7",
    "kustomize.toolkit.fluxcd.io/v1beta2": "2.8",
    "helm.toolkit.fluxcd.io/v2beta1": "2.7",
    "helm.toolkit.fluxcd.io/v2beta2": "2.8",
    "notification.toolkit.fluxcd.io/v1beta1": "2.7",
    "notification.toolkit.fluxcd.io/v1beta2": "2.9",
    "image.toolkit.fluxcd.io/v1beta1": "2.7",
    "image.toolkit.fluxcd.io/v1beta2": "2.9",
  ]

  /// A finding for each `apiVersion` that was removed, those of `healthChecks` and other mentions of
  /// objects included.
  static func findings(in root: YAMLNode, _ path: String) -> [Finding] {
    var findings: [Finding] = []
    collect(root, path, &findings)
    return findings
  }

  private static func collect(
    _ node: YAMLNode, _ path: String, _ findings: inout [Finding]
  ) {
    for element in node.elements ?? [] { collect(element, path, &findings) }
    for (key, value) in node.members ?? [] {
      if key.text == "apiVersion", let version = value.text, let release = releases[version] {
        findings.append(
          Finding(
            .apiRemoved, .error, path: path, position: value.position,
            "Flux \(release) removed \(version)",
            remedy: "write \(successor(of: version, kind: node["kind"]?.text)); "
              + "flux migrate -f . does it in all files"))
      } else {
        collect(value, path, &findings)
      }
    }
  }

  /// The version that Flux 2.9 serves instead.
  private static func successor(of version: String, kind: String?) -> String {
    let group = version.prefix { $0 != "/" }
    switch (group, kind) {
    case ("helm.toolkit.fluxcd.io", _): return "\(group)/v2"
    case ("notification.toolkit.fluxcd.io", "Alert"),
      ("notification.toolkit.fluxcd.io", "Provider"):
      return "\(group)/v1beta3"
    default: return "\(group)/v1"
    }
  }
}
