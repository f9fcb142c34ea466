import Yams

/// A node that is written as it says, in block style.
public indirect enum StyledNode: Sendable {
  /// How a scalar is written.
  public enum Style: Sendable {
    case plain
    case doubleQuoted
    case literal
  }

  case scalar(String, Style)
  case list([StyledNode])
  /// Members in the order in which they are written.
  case map([(key: StyledNode, value: StyledNode)])

  /// The document, as libyaml writes it, with a newline at its end.
  ///
  /// - Throws: ManifestError where a text cannot stand in YAML.
  public func text() throws(ManifestError) -> String {
    do {
      let text = try Yams.serialize(node: node(Tags()), allowUnicode: true)
      // Behind a text that ends in empty lines libyaml marks the end of the document.
      return text.hasSuffix("\n...\n") ? String(text.dropLast(4)) : text
    } catch {
      throw ManifestError(
        message: "the document cannot be written as YAML",
        remedy: "remove control characters from its texts")
    }
  }

  /// Tags to share: making one costs more than a node.
  private struct Tags {
    let scalar = Tag(.str)
    let list = Tag(.seq)
    let map = Tag(.map)
  }

  private func node(_ tags: Tags) -> Node {
    switch self {
    case .scalar(let text, let style): .scalar(.init(text, tags.scalar, style.inYams))
    case .list(let elements): .sequence(.init(elements.map { $0.node(tags) }, tags.list, .block))
    case .map(let members):
      .mapping(.init(members.map { ($0.key.node(tags), $0.value.node(tags)) }, tags.map, .block))
    }
  }
}

extension StyledNode.Style {
  fileprivate var inYams: Node.Scalar.Style {
    switch self {
    case .plain: .plain
    case .doubleQuoted: .doubleQuoted
    case .literal: .literal
    }
  }
}
