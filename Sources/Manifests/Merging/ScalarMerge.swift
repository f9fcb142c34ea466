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
