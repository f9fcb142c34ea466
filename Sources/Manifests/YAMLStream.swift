import Yams

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
  ///   more than 80 levels; and, unread, for collections as keys together with many aliases, whose
  ///   comparison could take for ever.
  init(_ bytes: [UInt8]) throws(ParseError) {
    let text = try Self.text(of: bytes)
    self.bytes = bytes
    if Nesting.isSurelyWithinLimit(bytes) {
      documents = try Self.documents(of: text, bytes)
      return
    }
    let read = try LargeStack.run { () throws(ParseError) in try Self.documents(of: text, bytes) }
    guard let read else {
      throw ParseError(
        position: TextPosition(line: 1, column: 1), message: "the file could not be read",
        remedy: "try again")
    }
    documents = read
  }

  private static func documents(
    of text: String, _ bytes: [UInt8]
  ) throws(ParseError) -> [YAMLNode] {
    do {
      // Without rules for tags no scalar is matched against seven regular expressions.
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      var builder = YAMLNodeBuilder(bytes: bytes)
      var documents: [YAMLNode] = []
      // Anchors are weak references in nodes, kept alive by the parser.
      try withExtendedLifetime(parser) {
        while let root = try parser.nextRoot() { documents.append(try builder.node(root)) }
      }
      return documents
    } catch let error as ParseError {
      throw error
    } catch {
      throw ParseError(error)
    }
  }

  private static func text(of bytes: [UInt8]) throws(ParseError) -> String {
    guard let text = String(validating: bytes.dropFirst(bytes.byteOrderMarkLength), as: UTF8.self)
    else {
      throw ParseError(
        position: TextPosition(of: bytes.firstInvalidUTF8 ?? 0, in: bytes),
        message: "the file is not UTF-8 here", remedy: "save it as UTF-8")
    }
    guard !mayTakeForEver(bytes) else {
      throw ParseError(
        position: TextPosition(line: 1, column: 1),
        message: "the file has collections as keys and many aliases", remedy: "write them out")
    }
    return text
  }

  /// Whether the reader could be made to compare keys that unfold exponentially.
  ///
  /// It hashes keys with everything in them. A key is a scalar unless it follows `?`, ends in a
  /// bracket, or is an alias; with fewer than ten aliases a text unfolds at most some forty-fold.
  private static func mayTakeForEver(_ bytes: [UInt8]) -> Bool {
    var aliases = 0
    for (index, byte) in bytes.enumerated() where byte == 0x2A {
      let before = index > 0 ? bytes[index - 1] : .lineFeed
      let isAlias = index + 1 < bytes.count && bytes[index + 1].isWord && !before.isWord
      if isAlias { aliases += 1 }
    }
    return aliases >= 10 && hasAnchor(bytes) && hasCollectionKey(bytes)
  }

  /// Whether something may be an anchor, without which no alias means anything: CRDs are full of `*`,
  /// `?` and `:` in texts.
  private static func hasAnchor(_ bytes: [UInt8]) -> Bool {
    bytes.indices.dropLast().contains { index in
      guard bytes[index] == 0x26, bytes[index + 1].isWord else { return false }
      return index == 0 || !bytes[index - 1].isWord
    }
  }

  private static func hasCollectionKey(_ bytes: [UInt8]) -> Bool {
    var last: UInt8 = .lineFeed
    var lastIsAlias = false
    for (index, byte) in bytes.enumerated() where !byte.isJSONSpace {
      let endsCollection = last == .closeBracket || last == .closeBrace || lastIsAlias
      if byte == .colon, endsCollection { return true }
      let isAlone = index + 1 == bytes.count || bytes[index + 1].isJSONSpace
      if byte == .question, isAlone { return true }
      lastIsAlias = byte == 0x2A || (lastIsAlias && byte.isWord && !bytes[index - 1].isJSONSpace)
      last = byte
    }
    return false
  }
}

extension ParseError {
  /// What the YAML reader says, with its place.
  init(_ error: any Error) {
    let remedy = "correct the YAML"
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(position: TextPosition(mark), message: problem, remedy: remedy)
    case .duplicatedKeysInMapping(let keys, let context):
      self.init(
        position: TextPosition(context.mark),
        message: "one map has the key \(keys.first ?? "") twice", remedy: "keep one of the two")
    case .reader(let problem, _, _, _):
      self.init(position: TextPosition(line: 1, column: 1), message: problem, remedy: remedy)
    default:
      self.init(
        position: TextPosition(line: 1, column: 1), message: "the file is no YAML", remedy: remedy)
    }
  }
}

extension TextPosition {
  /// The place of a mark; both count from 1 and in Unicode scalars.
  init(_ mark: Mark) {
    self.init(line: mark.line, column: mark.column)
  }
}
