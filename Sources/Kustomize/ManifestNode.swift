public import YAML

/// A part of a manifest that transformers change: what kyaml calls an RNode.
///
/// A value. Anchors, aliases and merge keys are resolved when it is read. Source of what tags and styles
/// mean: go-yaml 3 (`resolve.go`, `encode.go`), which kustomize prints and reads a resource with at the end.
public struct ManifestNode: Hashable, Sendable {
  /// What a node holds.
  public enum Content: Hashable, Sendable {
    case scalar(String)
    case list([ManifestNode])
    case map([Member])
  }

  /// A member of a map.
  public struct Member: Hashable, Sendable {
    public var key: ManifestNode
    public var value: ManifestNode

    public init(key: ManifestNode, value: ManifestNode) {
      self.key = key
      self.value = value
    }
  }

  /// The type of a node.
  public enum Tag: UInt8, Hashable, Sendable {
    /// Follows from the text: what kustomize sets without a type.
    case none
    case null, bool, int, float, timestamp, string
    case map, list
  }

  /// The blocks that a scalar may stand in: `|` and `>`.
  public enum Block: Hashable, Sendable {
    case literal, folded
  }

  /// Where the text of a node comes from.
  public struct Place: Hashable, Sendable {
    /// The number of the file in `SourceFiles`; 0 for what stands in no file.
    public var file: Int32
    /// The line, from 1; 0 where it is not known.
    public var line: Int32
    /// The column, from 1; 0 where it is not known.
    public var column: Int32

    public static let none = Place(file: 0, line: 0)

    public init(file: Int32, line: Int32, column: Int32 = 0) {
      self.file = file
      self.line = line
      self.column = column
    }

    /// The line for an error; nil where it is not known.
    public var lineNumber: Int? { line > 0 ? Int(line) : nil }

    /// Line and column; nil where the line is not known.
    public var position: TextPosition? {
      lineNumber.map { TextPosition(line: $0, column: max(1, Int(column))) }
    }

    /// Every place is the same to `==`, so that nodes compare by what they hold.
    public static func == (left: Place, right: Place) -> Bool { true }

    public func hash(into hasher: inout Hasher) {}
  }

  public var content: Content
  public var tag: Tag
  /// Whether a scalar stands in quotes or in a block, so that its text is a string without a tag.
  public var isQuoted: Bool
  /// The block that a scalar stands in; kustomize does not print each as it reads it.
  public var block: Block?
  public var place: Place

  public init(
    _ content: Content, tag: Tag, isQuoted: Bool = false, place: Place = .none
  ) {
    self.content = content
    self.tag = tag
    self.isQuoted = isQuoted
    self.place = place
  }

  /// A string.
  public static func string(_ text: String, place: Place = .none) -> ManifestNode {
    ManifestNode(.scalar(text), tag: .string, place: place)
  }

  /// A scalar whose type follows from its text.
  public static func untyped(_ text: String) -> ManifestNode {
    ManifestNode(.scalar(text), tag: .none)
  }

  public static let null = ManifestNode(.scalar("null"), tag: .null)
  public static let emptyMap = ManifestNode(.map([]), tag: .map)
  public static let emptyList = ManifestNode(.list([]), tag: .list)
}

extension ManifestNode {
  /// The line for an error; nil where it is not known.
  var lineNumber: Int? { place.lineNumber }

  /// The text of a scalar; nil for lists and maps.
  public var text: String? {
    if case .scalar(let text) = content { text } else { nil }
  }

  /// The elements of a list; nil for others.
  public var elements: [ManifestNode]? {
    if case .list(let elements) = content { elements } else { nil }
  }

  /// The members of a map; nil for others.
  public var members: [Member]? {
    if case .map(let members) = content { members } else { nil }
  }

  public var isScalar: Bool { text != nil }
  public var isList: Bool { if case .list = content { true } else { false } }
  public var isMap: Bool { if case .map = content { true } else { false } }

  /// Whether this is tagged as null.
  public var isNull: Bool { tag == .null }

  /// Whether this is null, or a map or a list without content.
  public var isNullOrEmpty: Bool {
    switch content {
    case .scalar: isNull
    case .list(let elements): elements.isEmpty
    case .map(let members): members.isEmpty
    }
  }

  /// Whether a scalar counts as a string: by its tag, or without one.
  public var isString: Bool { isScalar && (tag == .string || tag == .none) }
}

extension ManifestNode {
  /// The value of the member of a map with that key; nil where there is none.
  ///
  /// Setting nil removes the member; setting a value where there is none appends it.
  public subscript(_ key: String) -> ManifestNode? {
    get {
      guard case .map(let members) = content else { return nil }
      return members.first { $0.key.text == key }?.value
    }
    set {
      guard case .map(var members) = content else { return }
      content = .scalar("")  // So that the members are held once, and changed in place.
      let index = members.firstIndex { $0.key.text == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key: .untyped(key), value: value))
      case (nil, nil): break
      }
      content = .map(members)
    }
    _modify {
      guard case .map(var members) = content else {
        var nothing: ManifestNode?
        yield &nothing
        return
      }
      content = .scalar("")
      let index = members.firstIndex { $0.key.text == key }
      var value = index.map { members[$0].value }
      if let index { members[index].value = .null }
      yield &value
      switch (index, value) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key: .untyped(key), value: value))
      case (nil, nil): break
      }
      content = .map(members)
    }
  }

  /// The node found by going down keys of maps, or nil.
  public func node(_ keys: String...) -> ManifestNode? { node(keys) }

  /// The node found by going down keys of maps, or nil.
  public func node(_ keys: some Sequence<String>) -> ManifestNode? {
    var node = self
    for key in keys {
      guard let next = node[key] else { return nil }
      node = next
    }
    return node
  }

  /// Calls `body` with the node below these keys of maps, which are made where they are missing or null.
  ///
  /// - Throws: `BuildError` where something else than a map is in the way.
  public mutating func create<R>(
    _ keys: ArraySlice<String>, _ kind: ManifestNode,
    _ body: (inout ManifestNode) throws(BuildError) -> R
  ) throws(BuildError) -> R {
    guard let key = keys.first else { return try body(&self) }
    guard isMap else { throw BuildError("wrong node kind: expected a map to hold \(key)") }
    let isLast = keys.count == 1
    if self[key] == nil { self[key] = isLast ? kind : .emptyMap }
    return try withMember(key) { member throws(BuildError) in
      try member.create(keys.dropFirst(), kind, body)
    }
  }

  /// Calls `body` with the value of a member that is there.
  ///
  /// - Throws: what `body` throws, and `BuildError` where there is no such member.
  public mutating func withMember<R>(
    _ key: String, _ body: (inout ManifestNode) throws(BuildError) -> R
  ) throws(BuildError) -> R {
    guard case .map(var members) = content,
      let index = members.firstIndex(where: { $0.key.text == key })
    else { throw BuildError("there is no field \(key)") }
    content = .scalar("")
    defer { content = .map(members) }
    return try body(&members[index].value)
  }

  /// Calls `body` with each element of a list, which it may change.
  public mutating func forEachElement(
    _ body: (inout ManifestNode) throws(BuildError) -> Void
  ) throws(BuildError) {
    guard case .list(var elements) = content else { return }
    content = .scalar("")
    defer { content = .list(elements) }
    for index in elements.indices { try body(&elements[index]) }
  }

  /// Calls `body` with each value of a map, which it may change.
  public mutating func forEachMember(
    _ body: (String, inout ManifestNode) throws(BuildError) -> Void
  ) throws(BuildError) {
    guard case .map(var members) = content else { return }
    content = .scalar("")
    defer { content = .map(members) }
    for index in members.indices {
      try body(members[index].key.text ?? "", &members[index].value)
    }
  }

  /// The texts of the scalars of a map, by their keys; the last of equal keys.
  public var texts: [String: String] {
    var texts: [String: String] = [:]
    for member in members ?? [] {
      if let key = member.key.text { texts[key] = member.value.text ?? "" }
    }
    return texts
  }
}

extension ManifestNode {
  /// Puts a scalar in the place of this one, as kyaml's field setter does: quotes that are there stay, and so
  /// does the place.
  ///
  /// - Throws: `BuildError` where this is no scalar.
  public mutating func setScalar(_ text: String, tag: Tag) throws(BuildError) {
    guard isScalar else { throw BuildError("wrong node kind: expected a scalar") }
    content = .scalar(text)
    // In quotes a number is printed as a string.
    self.tag = isQuoted && tag != .none ? .string : tag
  }
}
