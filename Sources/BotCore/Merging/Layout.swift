internal import YAML

/// How a manifest is laid out: which of its maps and lists stand in brackets, and how far the others are
/// indented.
struct Layout {
  /// The keys that lead to a map or list; the same for every item of a list.
  fileprivate typealias Way = [String]

  private var columns: [Way: Int] = [:]
  private var brackets: [Way: Bool] = [:]

  /// Reads the layout of a file; nil where it is not valid YAML.
  init?(of bytes: [UInt8]) {
    guard let stream = try? YAMLStream(bytes) else { return nil }
    for document in stream.documents { read(document, at: [], in: stream) }
  }

  private mutating func read(_ node: YAMLNode, at way: Way, in stream: YAMLStream) {
    guard node.holdsSomething else { return }
    let isFlow = stream.isFlow(node)
    if brackets[way] == nil { brackets[way] = isFlow }
    if isFlow { return }
    if columns[way] == nil { columns[way] = stream.column(of: node) }
    for part in node.parts { read(part.node, at: way + [part.step], in: stream) }
  }

  /// Another version of the file in this layout; nil where it would say something else then.
  func applied(to bytes: [UInt8]) -> [UInt8]? {
    guard let stream = try? YAMLStream(bytes), let bracketed = withBrackets(stream),
      let after = try? YAMLStream(bracketed), let result = indented(after),
      let last = try? YAMLStream(result),
      last.documents.elementsEqual(stream.documents, by: { $0.hasSameContent(as: $1) }),
      last.comments == stream.comments
    else { return nil }
    return result
  }
}

// MARK: Brackets

extension Layout {
  /// The file with brackets where this layout has them, and without where it has none.
  private func withBrackets(_ stream: YAMLStream) -> [UInt8]? {
    var edits: [ByteEdit] = []
    for document in stream.documents {
      guard collect(document, at: [], key: nil, in: stream, &edits) else { return nil }
    }
    return stream.bytes.applying(edits)
  }

  /// False where a part cannot be written otherwise.
  private func collect(
    _ node: YAMLNode, at way: Way, key: YAMLNode?, in stream: YAMLStream, _ edits: inout [ByteEdit]
  ) -> Bool {
    guard node.holdsSomething else { return true }
    let isFlow = stream.isFlow(node)
    if let wanted = brackets[way], wanted != isFlow {
      guard let edit = wanted ? closing(node, key, stream) : opening(node, at: way, key, stream)
      else { return false }
      edits.append(edit)
      return true
    }
    if isFlow { return true }
    return node.parts.allSatisfy { part in
      collect(part.node, at: way + [part.step], key: part.key, in: stream, &edits)
    }
  }

  /// Puts a map or list of lines into brackets.
  private func closing(_ node: YAMLNode, _ key: YAMLNode?, _ stream: YAMLStream) -> ByteEdit? {
    guard let text = stream.flowText(of: node), let end = stream.lastLineEnd(ofNode: node) else {
      return nil
    }
    guard let key else { return ByteEdit(range: node.start..<end, replacement: text) }
    guard let start = key.scalar?.extent.map({ $0.outer.upperBound }),
      stream.bytes[start..<node.start].allSatisfy({ $0.isJSONSpace || $0 == .colon || $0 == .minus }
      )
    else { return nil }
    return ByteEdit(range: start..<end, replacement: Array(": ".utf8) + text)
  }

  /// Takes a map or list out of its brackets.
  private func opening(
    _ node: YAMLNode, at way: Way, _ key: YAMLNode?, _ stream: YAMLStream
  ) -> ByteEdit? {
    guard let end = stream.flowEnd(of: node) else { return nil }
    let line = stream.bytes.lineStart(of: node.start)
    let outer = key.map { $0.start - stream.bytes.lineStart(of: $0.start) } ?? 0
    let step = (columns[way] ?? 0) - (way.isEmpty ? 0 : columns[way.dropLast()] ?? 0)
    let column = key == nil ? node.start - line : outer + step
    guard column >= 0, let lines = blockLines(of: node, at: way, column: column, stream) else {
      return nil
    }
    let text = Array(lines.joined(separator: [.lineFeed]))
    if key == nil {
      return ByteEdit(range: node.start..<end, replacement: Array(text.dropFirst(column)))
    }
    let blanks = stream.bytes[..<node.start].reversed().prefix { $0.isBlank }.count
    return ByteEdit(range: node.start - blanks..<end, replacement: [.lineFeed] + text)
  }

  private func blockLines(
    of node: YAMLNode, at way: Way, column: Int, _ stream: YAMLStream
  ) -> [[UInt8]]? {
    let margin = [UInt8](repeating: .space, count: column)
    var lines: [[UInt8]] = []
    for part in node.parts {
      let inner = way + [part.step]
      var head = margin + [.minus]
      if let key = part.key {
        guard let text = stream.flowText(of: key) else { return nil }
        head = margin + text + [.colon]
      }
      guard part.node.holdsSomething, brackets[inner] == false else {
        guard let text = stream.flowText(of: part.node) else { return nil }
        lines.append(text.isEmpty ? head : head + [.space] + text)
        continue
      }
      let step = (columns[inner] ?? 0) - (columns[way] ?? 0)
      guard step >= (part.key == nil ? 2 : 0),
        let rest = blockLines(of: part.node, at: inner, column: column + step, stream)
      else { return nil }
      if part.key == nil {
        let first = rest[0].dropFirst(column + 1)
        lines.append(head + first)
        lines += rest.dropFirst()
      } else {
        lines.append(head)
        lines += rest
      }
    }
    return lines
  }
}

// MARK: Indentation

extension Layout {
  /// The start of a key, or the dash of an item.
  private struct Start {
    let offset: Int
    let column: Int
    let isDash: Bool
  }

  /// The file with every line as far to the right as this layout has it.
  private func indented(_ stream: YAMLStream) -> [UInt8]? {
    var starts: [Int: [Start]] = [:]
    for document in stream.documents {
      collect(document, at: [], outer: (0, 0), in: stream, &starts)
    }
    let bytes = stream.bytes
    let lines = bytes.lines
    var shifts: [Int?] = []
    for line in lines {
      let first = starts[line.startIndex]?.min { $0.offset < $1.offset }
      shifts.append(first.map { $0.column - ($0.offset - line.startIndex) })
    }
    var result: [UInt8] = []
    var shift = 0
    for (index, line) in lines.enumerated() {
      if let found = starts[line.startIndex] {
        shift = shifts[index] ?? 0
        guard let text = Self.line(line, found.sorted { $0.offset < $1.offset }) else { return nil }
        result += text
        continue
      }
      let text = line.drop { $0 == .space }
      let isMarker = text.startIndex == line.startIndex && !text.starts(with: "#".utf8)
      // A comment belongs to what follows it.
      let isComment = text.first == .hash
      let wanted = isComment ? shifts[index...].lazy.compactMap { $0 }.first ?? shift : shift
      guard !isMarker, text.contains(where: { !$0.isJSONSpace }) else {
        result += line
        continue
      }
      let column = text.startIndex - line.startIndex + wanted
      guard column >= 0 else { return nil }
      result += [UInt8](repeating: .space, count: column) + text
    }
    return result
  }

  private func collect(
    _ node: YAMLNode, at way: Way, outer: (old: Int, new: Int), in stream: YAMLStream,
    _ starts: inout [Int: [Start]]
  ) {
    guard node.holdsSomething, !stream.isFlow(node), let old = stream.column(of: node) else {
      return
    }
    let new = columns[way] ?? outer.new + old - outer.old
    for part in node.parts {
      let offset = part.key?.start ?? stream.dash(of: part.node)
      if let offset {
        let start = Start(offset: offset, column: new, isDash: part.key == nil)
        starts[stream.bytes.lineStart(of: offset), default: []].append(start)
      }
      collect(part.node, at: way + [part.step], outer: (old, new), in: stream, &starts)
    }
  }

  private static func line(_ line: Line, _ starts: [Start]) -> [UInt8]? {
    guard let last = starts.last,
      line[..<last.offset].allSatisfy({ $0 == .space || $0 == .minus })
    else { return nil }
    var text: [UInt8] = []
    for start in starts {
      guard start.column >= text.count + (text.isEmpty ? 0 : 1) else { return nil }
      text += [UInt8](repeating: .space, count: start.column - text.count)
      if start.isDash { text.append(.minus) }
    }
    return text + line[(last.offset + (last.isDash ? 1 : 0))...]
  }
}

extension YAMLNode {
  /// Whether this is a map or list with something in it.
  fileprivate var holdsSomething: Bool {
    members?.isEmpty == false || elements?.isEmpty == false
  }

  /// The values of a map with their keys, or the items of a list.
  fileprivate var parts: [(step: String, key: YAMLNode?, node: YAMLNode)] {
    if let elements { return elements.map { ("[]", nil, $0) } }
    return (members ?? []).map { ("." + ($0.key.scalar?.text ?? ""), $0.key, $0.value) }
  }
}

extension YAMLStream {
  /// What the comments say, in their order.
  fileprivate var comments: [Line]? {
    commentStarts?.map { bytes[$0..<bytes.lineEnd(of: $0)] }
  }

  /// How far the keys of a map, or the dashes of a list, are indented.
  fileprivate func column(of node: YAMLNode) -> Int? {
    if let key = node.members?.first?.key { return key.start - bytes.lineStart(of: key.start) }
    return node.elements?.first.flatMap(dash).map { $0 - bytes.lineStart(of: $0) }
  }

  /// The dash of an item.
  fileprivate func dash(of item: YAMLNode) -> Int? {
    bytes[bytes.lineStart(of: item.start)..<item.start].lastIndex(of: .minus)
  }

  /// The offset behind the closing bracket of a map or list that stands on one line without a comment.
  fileprivate func flowEnd(of node: YAMLNode) -> Int? {
    guard let line = lastLineEnd(ofNode: node), bytes.lineStart(of: line) <= node.start,
      commentStarts?.contains(where: { node.start..<line ~= $0 }) == false
    else { return nil }
    let rest = bytes[node.start..<line].reversed().drop(while: \.isBlank)
    return line - (line - node.start - rest.count)
  }

  /// A part as it stands between brackets; nil where it cannot stand there.
  fileprivate func flowText(of node: YAMLNode) -> [UInt8]? {
    switch node.kind {
    case .alias: return nil
    case .scalar(let scalar):
      guard let extent = scalar.extent else { return scalar.text.isEmpty ? [] : nil }
      let text = Array(bytes[node.start..<extent.outer.upperBound])
      return scalar.style.isBlock || text.contains(where: \.isLineBreak) ? nil : text
    case .list, .map:
      guard node.anchor == nil, !node.hasTag else { return nil }
      var parts: [[UInt8]] = []
      for part in node.parts {
        guard let value = flowText(of: part.node) else { return nil }
        let key = part.key.map { flowText(of: $0).map { $0 + Array(": ".utf8) } } ?? []
        guard let key else { return nil }
        parts.append(key + value)
      }
      let text = Array(parts.joined(separator: Array(", ".utf8)))
      return Array((node.members == nil ? "[" : "{").utf8) + text
        + Array((node.members == nil ? "]" : "}").utf8)
    }
  }
}
