import FluxTestSupport
import Rules
import Testing

/// A repository before and after a change, and what is dangerous about it.
struct DangerCase: Sendable, CustomTestStringConvertible {
  let name: String
  let before: [String: String]
  let after: [String: String]
  var renamed: [String: String] = [:]
  /// `code file:line Kind/name field old -> new` of each change, without `dangerous-`.
  let expected: [String]

  init(
    _ name: String, _ before: [String: String], _ after: [String: String],
    renamed: [String: String] = [:], _ expected: String...
  ) {
    self.name = name
    self.before = before
    self.after = after
    self.renamed = renamed
    self.expected = expected
  }

  init(_ name: String, _ before: [String: String], _ after: [String: String], expected: [String]) {
    self.name = name
    self.before = before
    self.after = after
    self.expected = expected
  }

  /// A change of the one file `a.yaml`.
  init(_ name: String, _ before: String, _ after: String, _ expected: String...) {
    self.name = name
    self.before = ["a.yaml": before]
    self.after = ["a.yaml": after]
    self.expected = expected
  }

  var testDescription: String { name }

  /// What is found between the two.
  var found: [DangerousChange] {
    let paths = Set(before.keys).union(after.keys)
    var files = renamed.map { ChangedFile(old: $0.key, new: $0.value) }
    for path in paths where renamed[path] == nil && !renamed.values.contains(path) {
      guard before[path] != after[path] else { continue }
      files.append(
        ChangedFile(
          old: before[path].map { _ in path }, new: after[path].map { _ in path }))
    }
    return dangerousChanges(
      from: MemoryTree(before), to: MemoryTree(after), in: files, amount: Self.amount)
  }

  /// Whole amounts alone, and the suffixes that the cases have.
  private static func amount(_ text: String) -> Int? {
    for (suffix, factor) in [("Mi", 1 << 20), ("Gi", 1 << 30), ("m", 1)] {
      if text.hasSuffix(suffix) { return Int(text.dropLast(suffix.count)).map { $0 * factor } }
    }
    return Int(text).map { $0 * 1000 }
  }

  /// An object whose metadata stand on line 3.
  static func object(
    _ type: String, _ name: String, in namespace: String? = nil, _ body: String = ""
  ) -> String {
    let parts = type.split(separator: " ")
    let place = namespace.map { ", namespace: \($0)" } ?? ""
    return
      "apiVersion: \(parts[0])\nkind: \(parts[1])\nmetadata: { name: \(name)\(place) }\n\(body)"
  }

  static let statefulSet = "apps/v1 StatefulSet"
  static let claim = "v1 PersistentVolumeClaim"
  static let release = "helm.toolkit.fluxcd.io/v2 HelmRelease"
  static let flux = "kustomize.toolkit.fluxcd.io/v1 Kustomization"
  static let configMap = "v1 ConfigMap"
}
