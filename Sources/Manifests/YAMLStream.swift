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
  ///   more than 80 levels.
  init(_ bytes: [UInt8]) throws(ParseError) {
    self.bytes = bytes
    let text = bytes[bytes.byteOrderMarkLength...]
    if let offset = bytes.firstInvalidUTF8 {
      throw ParseError(
        position: TextPosition(of: offset, in: bytes), message: "the file is not UTF-8 here",
        remedy: "save it as UTF-8")
    }
    guard !text.isEmpty else {
      documents = []
      return
    }
    documents = try text.withUnsafeBufferPointer { text throws(ParseError) in
      var builder = YAMLNodeBuilder(YAMLParser(text), bytes: bytes)
      return try builder.documents()
    }
  }
}
