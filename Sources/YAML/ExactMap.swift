/// A dictionary by the bytes of its keys.
///
/// To `String` two spellings of one text (NFC and NFD) are equal, hash alike, and are in no order; to Git they are the
/// names of two files. So what is sorted by the paths of a tree stands in one of these.
public struct ExactMap<Value> {
  private var values: [ExactText: Value]

  /// Begins with nothing.
  public init() { values = [:] }

  /// Takes pairs, of several with one key the first.
  public init(_ pairs: some Sequence<(String, Value)>) {
    values = Dictionary(pairs.map { (ExactText($0.0), $0.1) }) { first, _ in first }
  }

  private init(values: [ExactText: Value]) { self.values = values }

  /// The value of a key; nil where there is none.
  public subscript(key: String) -> Value? {
    get { values[ExactText(key)] }
    set { values[ExactText(key)] = newValue }
  }

  /// The value of a key, or what counts where there is none.
  public subscript(key: String, default value: @autoclosure () -> Value) -> Value {
    get { values[ExactText(key), default: value()] }
    _modify { yield &values[ExactText(key), default: value()] }
  }

  /// Sets a value.
  ///
  /// - Returns: The one that was there.
  @discardableResult
  public mutating func updateValue(_ value: Value, forKey key: String) -> Value? {
    values.updateValue(value, forKey: ExactText(key))
  }

  /// Takes a value out.
  @discardableResult
  public mutating func removeValue(forKey key: String) -> Value? {
    values.removeValue(forKey: ExactText(key))
  }

  public var isEmpty: Bool { values.isEmpty }
  public var count: Int { values.count }

  /// The keys, in no order.
  public var keys: [String] { values.keys.map(\.text) }

  /// All pairs, by the bytes of the keys.
  public var ordered: [(key: String, value: Value)] {
    values.sorted { $0.key < $1.key }.map { (key: $0.key.text, value: $0.value) }
  }

  /// The same keys with other values.
  public func mapValues<Other>(_ body: (Value) -> Other) -> ExactMap<Other> {
    ExactMap<Other>(values: values.mapValues(body))
  }

  /// The pairs for which `isIncluded` holds.
  public func filter(_ isIncluded: ((key: String, value: Value)) -> Bool) -> ExactMap {
    ExactMap(values: values.filter { isIncluded((key: $0.key.text, value: $0.value)) })
  }
}

extension ExactMap: Sequence {
  public func makeIterator() -> AnyIterator<(key: String, value: Value)> {
    var rest = values.makeIterator()
    return AnyIterator { rest.next().map { (key: $0.key.text, value: $0.value) } }
  }
}

extension ExactMap: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }
}

extension ExactMap: Sendable where Value: Sendable {}
extension ExactMap: Equatable where Value: Equatable {}
extension ExactMap: Hashable where Value: Hashable {}

/// A set of texts that are told apart by their bytes, as the keys of an `ExactMap` are.
public struct ExactSet: Hashable, Sendable {
  private var texts: Set<ExactText> = []

  /// Begins with nothing.
  public init() {}

  public init(_ texts: some Sequence<String>) { self.texts = Set(texts.map(ExactText.init)) }

  public var isEmpty: Bool { texts.isEmpty }
  public var count: Int { texts.count }

  public func contains(_ text: String) -> Bool { texts.contains(ExactText(text)) }

  /// Puts a text in.
  ///
  /// - Returns: Whether it was not there.
  @discardableResult
  public mutating func insert(_ text: String) -> Bool { texts.insert(ExactText(text)).inserted }

  /// Takes a text out.
  ///
  /// - Returns: Whether it was there.
  @discardableResult
  public mutating func remove(_ text: String) -> Bool { texts.remove(ExactText(text)) != nil }

  /// All texts, by their bytes.
  public var ordered: [String] { texts.sorted().map(\.text) }
}

extension ExactSet: Sequence {
  public func makeIterator() -> AnyIterator<String> {
    var rest = texts.makeIterator()
    return AnyIterator { rest.next()?.text }
  }
}

/// A text that is its bytes.
private struct ExactText: Hashable, Sendable, Comparable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (one: ExactText, other: ExactText) -> Bool { one.text.isSameText(as: other.text) }

  static func < (one: ExactText, other: ExactText) -> Bool { one.text.isEarlier(than: other.text) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension String {
  /// Whether the bytes of this come before those of `other`; `<` has no order for canonically equivalent texts.
  public func isEarlier(than other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}

extension Sequence<String> {
  /// The same by their bytes, as Git has names: one order, whatever the spelling.
  public func sortedByBytes() -> [String] { sorted { $0.isEarlier(than: $1) } }
}
