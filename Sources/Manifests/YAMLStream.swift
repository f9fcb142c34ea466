/// All documents of a YAML file, with positions and byte extents.
struct YAMLStream {
  let bytes: [UInt8]
  let documents: [YAMLNode]

  /// Reads `bytes` as a stream of documents.
  ///
  /// An alias is a node of its own and is never walked into, so that the nodes are no more than
  /// the file has words, however much it would unfold to.
  ///
  /// - Throws: `ParseError` where the reader stops: text that is no YAML, a key that stands twice,
  ///   more levels or keys than `YAMLLimits` allow.
  init(_ bytes: [UInt8]) throws(ParseError) {
    self.bytes = bytes
    documents =
      try YAMLParser.reading(bytes) { parser throws(ParseError) in
        var builder = YAMLNodeBuilder(parser, bytes: bytes)
        return try builder.documents()
      } ?? []
  }
}
