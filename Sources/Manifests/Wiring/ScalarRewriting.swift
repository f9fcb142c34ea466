/// Edits within the scalars of a YAML file, proven by reading the result.
///
/// An edit replaces bytes that stand in the file as they stand in the scalar's text, whatever its
/// quotes, so that the same rule applied to both must give the same.
struct ScalarRewriting {
  /// The edits of some bytes within a range.
  typealias Rule = (YAMLNode, YAMLNode.Scalar, [UInt8], Range<Int>) -> [ByteEdit]

  /// `stream`'s file with `rule` applied to the scalars of one document or of all.
  ///
  /// - Parameters:
  ///   - rule: the edits of a scalar in its file, and of its text.
  ///   - stream: the file.
  ///   - documents: the numbers of the documents; nil for all.
  /// - Returns: the file as it was read again, the same where nothing is to do; nil where an edit would
  ///   do more or less than it should.
  static func apply(
    _ rule: Rule, to stream: YAMLStream, documents: Set<Int>? = nil
  ) -> YAMLStream? {
    var edits: [ByteEdit] = []
    var texts: [[UInt8]] = []
    for (index, document) in stream.documents.enumerated() {
      let isWanted = documents?.contains(index) ?? true
      document.forEachScalar { node, scalar in
        let text = Array(scalar.text.utf8)
        guard isWanted, text.contains(0x24) else { return texts.append(text) }
        if let extent = scalar.extent { edits += rule(node, scalar, stream.bytes, extent.inner) }
        texts.append(text.applying(rule(node, scalar, text, 0..<text.count)))
      }
    }
    guard let after = try? YAMLStream(stream.bytes.applying(edits)) else { return nil }
    var next = texts.makeIterator()
    let wanted = stream.events.map { event in
      guard case .scalar = event.kind else { return event }
      var event = event
      event.text = next.next() ?? []
      return event
    }
    return after.events == wanted ? after : nil
  }
}
