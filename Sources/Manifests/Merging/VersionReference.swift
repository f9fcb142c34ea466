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
