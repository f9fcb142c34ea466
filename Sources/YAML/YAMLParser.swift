import CYaml

/// libyaml's parser: the events of a text, one after another.
///
/// libyaml comes with Yams, whose own composer unfolds aliases and makes a second tree of nodes.
final class YAMLParser {
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  private let bytes: UnsafeBufferPointer<UInt8>

  /// Prepares to read `bytes`, which are borrowed for the lifetime of the parser; they are UTF-8
  /// without a byte-order mark.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    parser.initialize(to: yaml_parser_t())
    yaml_parser_initialize(parser)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  /// Reads `bytes` with a parser that `body` borrows; nil where there are none.
  ///
  /// - Throws: `ParseError` for bytes that are not UTF-8, and what `body` throws.
  static func reading<Result>(
    _ bytes: [UInt8], _ body: (YAMLParser) throws(ParseError) -> Result
  ) throws(ParseError) -> Result? {
    if let offset = bytes.firstInvalidUTF8 {
      throw ParseError(
        position: TextPosition(of: offset, in: bytes), message: "the file is not UTF-8 here",
        remedy: "save it as UTF-8")
    }
    let text = bytes[bytes.byteOrderMarkLength...]
    guard !text.isEmpty else { return nil }
    return try text.withUnsafeBufferPointer { text throws(ParseError) in
      try body(YAMLParser(text))
    }
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deinitialize(count: 1)
    parser.deallocate()
  }

  /// Reads the next event, with copies of what it holds.
  ///
  /// - Throws: `ParseError` where the text is no YAML.
  func next() throws(ParseError) -> YAMLParserEvent {
    try withNext { YAMLParserEvent(copying: $0.pointee) }
  }

  /// Reads the next event, which `body` borrows.
  ///
  /// - Throws: `ParseError` where the text is no YAML.
  func withNext<Result>(
    _ body: (UnsafePointer<yaml_event_t>) -> Result
  ) throws(ParseError) -> Result {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw error }
    defer { yaml_event_delete(&event) }
    return body(&event)
  }

  /// What stopped the parser.
  private var error: ParseError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "the file is no YAML"
    let remedy = "correct the YAML"
    guard parser.pointee.error == YAML_READER_ERROR else {
      return ParseError(
        position: TextPosition(parser.pointee.problem_mark), message: problem, remedy: remedy)
    }
    let offset = min(parser.pointee.problem_offset, bytes.count)
    return ParseError(
      position: TextPosition(of: offset, in: Array(bytes)), message: problem, remedy: remedy)
  }
}

extension TextPosition {
  /// The place of a mark, which counts from 0, in Unicode scalars within a line.
  init(_ mark: yaml_mark_t) {
    self.init(line: mark.line + 1, column: mark.column + 1)
  }
}

/// An event of libyaml's, with copies of what it holds.
struct YAMLParserEvent {
  enum Kind {
    case documentStart
    case streamEnd
    /// The end of a list or a map.
    case end
    case list
    case map
    case scalar(String, YAMLNode.Style)
    /// An alias of the anchor of that name.
    case alias(String)
    /// The start of the stream, or the end of a document.
    case other
  }

  let kind: Kind
  /// Where it starts: with its anchor or tag, else with its text.
  let mark: yaml_mark_t
  var anchor: String?
  /// The tag's full name; nil where none is written, and for `!`.
  var tag: String?

  fileprivate init(copying event: yaml_event_t) {
    mark = event.start_mark
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: kind = .documentStart
    case YAML_STREAM_END_EVENT: kind = .streamEnd
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: kind = .end
    case YAML_SEQUENCE_START_EVENT:
      kind = .list
      anchor = String(yaml: event.data.sequence_start.anchor)
      tag = String(yaml: event.data.sequence_start.tag)
    case YAML_MAPPING_START_EVENT:
      kind = .map
      anchor = String(yaml: event.data.mapping_start.anchor)
      tag = String(yaml: event.data.mapping_start.tag)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      // A scalar may hold zeros.
      let text = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      kind = .scalar(String(decoding: text, as: UTF8.self), YAMLNode.Style(scalar.style))
      anchor = String(yaml: scalar.anchor)
      tag = String(yaml: scalar.tag)
    case YAML_ALIAS_EVENT: kind = .alias(String(yaml: event.data.alias.anchor) ?? "")
    default: kind = .other
    }
  }
}

extension YAMLNode.Style {
  init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .single
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .double
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}

extension String {
  /// A copy of what libyaml holds: UTF-8 that ends in a zero; nil for none.
  init?(yaml text: UnsafeMutablePointer<yaml_char_t>?) {
    guard let text else { return nil }
    self.init(cString: text)
  }
}
