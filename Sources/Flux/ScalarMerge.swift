public import YAML

/// Brings scalars that changed from one version of a YAML file to another into a third one.
public struct ScalarMerge {
  /// What became of our file.
  public struct Outcome: Hashable, Sendable {
    /// The edits of our file: sorted, not overlapping, and proven by reading the result.
    public let edits: [ByteEdit]
    /// Whether our file has everything that changed; else our side changed some scalar too, or does
    /// not have it.
    public let isComplete: Bool
  }

  private let base: YAMLStream
  private let changingValues: (String) -> String

  /// Reads the version that both others started from.
  ///
  /// Nil where it is no YAML. `changingValues` makes of a text of the base what the changed version
  /// would have if only values had changed.
  public init?(base: [UInt8], changingValues: @escaping ([UInt8]) -> [UInt8]) {
    guard let base = try? YAMLStream(base) else { return nil }
    self.base = base
    self.changingValues = { text in
      String(validating: changingValues(Array(text.utf8)), as: UTF8.self) ?? text
    }
  }

  /// Sets in `ours` every scalar that `changed` has otherwise than the base.
  ///
  /// A scalar is known by its document and its keys; an item of a list by its `name`, else by its
  /// place. One that our side changed too gets the changed values; of two versions of a chart or an
  /// image the higher wins; any other stays ours.
  ///
  /// - Parameters:
  ///   - changed: the changed version.
  ///   - ours: the file to edit.
  /// - Returns: nil where the versions differ in more than scalars, comments and layout, where a file
  ///   is no YAML, or where a scalar cannot be set without changing more than that.
  public func merging(_ changed: [UInt8], into ours: [UInt8]) -> Outcome? {
    guard let changed = try? YAMLStream(changed), let ours = try? YAMLStream(ours),
      let changes = ScalarChange.all(from: base, to: changed)
    else { return nil }
    let ways = ScalarWays(ours)
    var settings: [ScalarSetting] = []
    var isComplete = true
    for change in changes {
      guard let node = ways.node(at: change.path), let scalar = node.scalar,
        let wanted = wanted(change, in: scalar)
      else {
        isComplete = false
        continue
      }
      guard !wanted.hasValue(of: scalar) else { continue }
      guard let setting = ScalarSetting(node, to: wanted, as: change, from: changed, in: ours)
      else { return nil }
      settings.append(setting)
    }
    settings.sort { $0.edit.range.lowerBound < $1.edit.range.lowerBound }
    guard ScalarSetting.isProven(settings, in: ours) else { return nil }
    return Outcome(edits: settings.map(\.edit), isComplete: isComplete)
  }

  /// What our scalar has to be; nil where both sides changed it.
  private func wanted(
    _ change: ScalarChange, in our: YAMLNode.Scalar
  ) -> YAMLNode.Scalar? {
    let (old, new) = (change.old, change.new)
    if our.hasValue(of: old) || our.hasValue(of: new) { return new }
    if changingValues(old.text).isSameText(as: new.text) {
      return our.replacingText(changingValues(our.text))
    }
    if changingValues(our.text).isSameText(as: new.text) { return new }
    guard let key = change.key,
      let isNewer = VersionReference.isNewer(new.text, than: our.text, at: key)
    else { return nil }
    return isNewer ? new : our
  }
}

extension YAMLNode.Scalar {
  fileprivate func replacingText(_ text: String) -> YAMLNode.Scalar {
    YAMLNode.Scalar(text: text, style: style, extent: extent)
  }
}

/// Which of two versions of a chart or an image is the higher one.
enum VersionReference {
  /// The keys whose value is a version, in Flux, Helm and kustomize.
  private static let versionKeys: Set<String> = ["version", "tag", "newTag"]

  /// Whether `left` is higher than `right` as the value of `key`; nil where that cannot be told, or
  /// `key` holds no version.
  static func isNewer(_ left: String, than right: String, at key: String) -> Bool? {
    if versionKeys.contains(key) { return isNewer(left[...], than: right[...]) }
    guard key == "image", let new = image(left), let old = image(right), new.name == old.name else {
      return nil
    }
    return isNewer(new.tag, than: old.tag)
  }

  /// The name and the tag of an image, without a digest.
  private static func image(_ reference: String) -> (name: Substring, tag: Substring)? {
    let rest = reference.prefix { $0 != "@" }
    guard let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") else { return nil }
    return (rest[..<colon], rest[rest.index(after: colon)...])
  }

  /// Compares as semantic versioning 2.0.0 does (section 11), with one to four numbers and an
  /// optional `v`.
  private static func isNewer(_ left: Substring, than right: Substring) -> Bool? {
    guard let new = Parts(left), let old = Parts(right) else { return nil }
    if new.numbers != old.numbers { return old.numbers.lexicographicallyPrecedes(new.numbers) }
    // A number less may be any number, and what follows fewer than three is no pre-release.
    guard new.count == old.count, new.count == 3, new.suffix != old.suffix else { return nil }
    if new.suffix.isEmpty || old.suffix.isEmpty { return new.suffix.isEmpty }
    return precedes(old.suffix, new.suffix)
  }

  private static func precedes(_ left: [Substring], _ right: [Substring]) -> Bool {
    for (left, right) in zip(left, right) where left != right {
      switch (Int(left), Int(right)) {
      case (let left?, let right?): return left < right
      case (.some, nil): return true
      case (nil, .some): return false
      case (nil, nil): return left.utf8.lexicographicallyPrecedes(right.utf8)
      }
    }
    return left.count < right.count
  }

  /// A version in its parts.
  private struct Parts {
    /// Four, with zeros for those that are not written.
    let numbers: [Int]
    /// How many are written.
    let count: Int
    /// What follows the hyphen, divided at its dots.
    let suffix: [Substring]

    init?(_ text: Substring) {
      let text = text.first == "v" ? text.dropFirst() : text
      let version = text.prefix { $0 != "+" }
      let core = version.prefix { $0 != "-" }
      let written = core.split(separator: ".", omittingEmptySubsequences: false)
      let numbers = written.compactMap { part in
        part.utf8.allSatisfy(\.isDigit) ? Int(part) : nil
      }
      guard numbers.count == written.count, (1...4).contains(numbers.count) else { return nil }
      self.numbers = numbers + Array(repeating: 0, count: 4 - numbers.count)
      count = numbers.count
      let rest = version.dropFirst(core.count + 1)
      suffix = rest.isEmpty ? [] : rest.split(separator: ".", omittingEmptySubsequences: false)
    }
  }
}
