/// A YAML file as a list of its nodes in the order of the text, which is all that the proof needs.
///
/// It takes two thirds of the instructions that a tree of nodes takes, nearly all of them libyaml's: texts
/// are not strings, and nothing is allocated for a single node.
struct YAMLOutline {
  /// What a node is.
  ///
  /// A list or map is followed by its parts, each with what is in it.
  enum Kind: Hashable {
    /// The scalar at that place in `scalars`.
    case scalar(Int)
    /// A list of so many elements.
    case list(Int)
    /// A map of so many keys and values, both counted.
    case map(Int)
    /// A reference to the anchored node of that number, counted through the stream.
    case alias(Int)
  }

  /// A node without its parts.
  struct Node {
    var kind: Kind
    /// Where it starts: its anchor or tag, else its text.
    let position: TextPosition
    /// The tag's full name; nil where none is written.
    let tag: String?
    let anchor: String?

    /// The full name of the tag that it has or is taken to have; empty for aliases.
    var fullTag: String {
      if let tag { return tag }
      return switch kind {
      case .scalar: StandardTag.string
      case .list: StandardTag.list
      case .map: StandardTag.map
      case .alias: ""
      }
    }
  }

  /// A scalar and how it is written.
  struct Scalar {
    /// Its place in `nodes`.
    let node: Int
    /// The bytes in `texts` that it stands for.
    let text: Range<Int>
    let style: YAMLNode.Style
    /// The offset of its text, behind anchor and tag.
    let textStart: Int
    /// Nil where the text is empty and plain, or could not be found again.
    let extent: ScalarExtent?
    /// Whether it stands between brackets or braces.
    let inFlow: Bool
    /// Whether it is a key or a part of one.
    let isKey: Bool
  }

  let bytes: [UInt8]
  /// How many documents there are; each is a node with its parts.
  let documents: Int
  let nodes: [Node]
  let scalars: [Scalar]
  /// The texts of all scalars, one behind the other.
  let texts: [UInt8]

  /// Reads `bytes`.
  ///
  /// - Throws: `ParseError` where `YAMLStream` does.
  init(_ bytes: [UInt8]) throws(ParseError) {
    var reader = YAMLOutlineReader(bytes)
    do {
      try YAMLParser.reading(bytes) { parser throws(ParseError) in try reader.read(parser) }
      // The tree tells keys apart that are not so simple, and what is wrong first.
      if reader.isUnusual { _ = try YAMLStream(bytes) }
    } catch {
      _ = try YAMLStream(bytes)
      throw error
    }
    self.bytes = bytes
    documents = reader.documents
    nodes = reader.nodes
    scalars = reader.scalars
    texts = reader.texts
  }

  /// Where the scalar at that place in `scalars` starts.
  func position(ofScalar index: Int) -> TextPosition { nodes[scalars[index].node].position }

  /// The text of a scalar.
  func text(_ scalar: Scalar) -> String {
    String(decoding: texts[scalar.text], as: UTF8.self)
  }
}
