internal import Providers
internal import YAML

/// Reads one JSON object and goes on after a mistake, so that one error holds all of a file's.
///
/// Every method that meets a mistake notes it and returns what it returns for an absent key.
struct CollectingReader {
  private var reader: ObjectReader
  /// What was found so far.
  private(set) var problems: [ConfigurationError.Problem] = []

  /// Where the object begins.
  var position: TextPosition { reader.position }

  /// The values that the file may hold.
  var keys: ValueKeys { reader.keys }

  /// Begins to read `value`.
  ///
  /// - Throws: ConfigurationError when it is no object.
  init(
    _ value: PositionedValue, file: String, name: String, keys: ValueKeys = ValueKeys()
  ) throws(ConfigurationError) {
    reader = try ObjectReader(value, file: file, name: name)
    reader.keys = keys
  }

  /// Throws everything that was found, with the keys that nobody asked for, in file order.
  func finish() throws(ConfigurationError) {
    var all = problems
    do {
      try reader.finish()
    } catch {
      all += error.problems
    }
    if all.isEmpty { return }
    throw ConfigurationError(
      all.enumerated().sorted {
        ($0.element.position ?? position, $0.offset) < ($1.element.position ?? position, $1.offset)
      }.map(\.element))
  }

  /// Notes a mistake at `place`.
  mutating func report(_ message: String, at place: TextPosition?, remedy: String) {
    problems.append(
      ConfigurationError.Problem(
        message, file: reader.file, position: place ?? position, remedy: remedy))
  }

  /// Runs `body`, noting what it throws.
  mutating func collect<Result>(
    _ body: (inout ObjectReader) throws(ConfigurationError) -> Result
  ) -> Result? {
    do {
      return try body(&reader)
    } catch {
      problems += error.problems
      return nil
    }
  }
}

extension CollectingReader {
  /// The value of `key`; nil when absent or null.
  mutating func value(_ key: String) -> PositionedValue? {
    reader.value(key)
  }

  /// The string at `key`, which must not be empty.
  mutating func string(_ key: String) -> String? {
    collect { (reader) throws(ConfigurationError) in
      try reader.value(key) == nil ? nil : reader.requiredString(key)
    } ?? nil
  }

  /// The string at `key`, which must be there.
  mutating func requiredString(_ key: String) -> String? {
    collect { (reader) throws(ConfigurationError) in try reader.requiredString(key) }
  }

  /// The boolean at `key`.
  mutating func bool(_ key: String) -> Bool? {
    collect { (reader) throws(ConfigurationError) in try reader.bool(key) } ?? nil
  }

  /// The whole number at `key`, not negative.
  mutating func count(_ key: String) -> Int? {
    collect { (reader) throws(ConfigurationError) in try reader.count(key) } ?? nil
  }

  /// The array at `key`; empty when absent.
  mutating func list(_ key: String) -> [PositionedValue] {
    collect { (reader) throws(ConfigurationError) in try reader.list(key) } ?? []
  }

  /// The object at `key`, read by `read`.
  mutating func object<Result>(
    _ key: String, _ read: (inout CollectingReader) -> Result?
  ) -> Result? {
    value(key).flatMap { object($0, name: "\"\(key)\"", read) }
  }

  /// The object `value`, called `name` in errors, read by `read`.
  mutating func object<Result>(
    _ value: PositionedValue, name: String, _ read: (inout CollectingReader) -> Result?
  ) -> Result? {
    let (file, keys) = (reader.file, keys)
    return collect { (_) throws(ConfigurationError) in
      var inner = try CollectingReader(value, file: file, name: name, keys: keys)
      let result = read(&inner)
      try inner.finish()
      return result
    } ?? nil
  }

  /// The object at `key`, whose keys are names of the user's own; empty when absent.
  mutating func named<Result>(
    _ key: String, _ read: (PositionedValue.Member, inout CollectingReader) -> Result?
  ) -> [String: Result] {
    guard let value = value(key) else { return [:] }
    guard case .map(let members) = value.kind else {
      report("\"\(key)\" must be an object", at: value.position, remedy: "write { … } there")
      return [:]
    }
    var result: [String: Result] = [:]
    for member in members {
      if member.key.isEmpty {
        report("a name in \"\(key)\" is empty", at: member.keyPosition, remedy: "give it a name")
      } else if let entry = read(member, &self) {
        result[member.key] = entry
      }
    }
    return result
  }
}

extension CollectingReader {
  /// The string at `key`, which is the value called `name` and of its kind.
  mutating func string(_ key: String, as name: String) -> String? {
    guard let text = string(key), let place = value(key)?.position else { return nil }
    if let known = keys.named(name) { check(text, known, at: place) }
    return text
  }

  /// The whole number at `key`, which is the value called `name`.
  mutating func count(_ key: String, as name: String) -> Int? {
    isOfType(key, name) ? count(key) : nil
  }

  /// The boolean at `key`, which is the value called `name`.
  mutating func bool(_ key: String, as name: String) -> Bool? {
    isOfType(key, name) ? bool(key) : nil
  }

  private mutating func isOfType(_ key: String, _ name: String) -> Bool {
    guard keys.checksKinds, let value = value(key), let known = keys.named(name),
      known.kind.text(of: value.value) == nil
    else { return true }
    check(value, known)
    return false
  }

  /// Looks at every value that the template declares, as far as the object holds it.
  mutating func checkDeclaredValues() {
    for key in keys.declared { _ = value(key.parts[0]) }
    for name in Set(keys.declared.map { $0.parts[0] }).sorted() {
      guard let value = value(name) else { continue }
      check(value, called: name, keys.declared.filter { $0.parts[0] == name })
    }
  }

  /// Looks at one value or, where names of `keys` go on behind `path`, at those in it.
  private mutating func check(
    _ value: PositionedValue, called path: String, _ keys: [ValueKey]
  ) {
    if let key = keys.first(where: { $0.name == path }) {
      check(value, key)
      return
    }
    guard case .map(let members) = value.kind else {
      report("\"\(path)\" must be an object", at: value.position, remedy: "write { … } there")
      return
    }
    let names = keys.map { $0.name.dropFirst(path.count + 1).prefix { $0 != "." } }.map(String.init)
    for member in members where !member.key.hasPrefix("$") {
      let inner = path + "." + member.key
      guard names.contains(member.key) else {
        report(
          "unknown key \"\(member.key)\"", at: member.keyPosition,
          remedy: nearestSpelling(to: member.key, among: names).map { "did you mean \"\($0)\"?" }
            ?? "known here: \(names.joined(separator: ", "))")
        continue
      }
      check(member.value, called: inner, keys.filter { ($0.name + ".").hasPrefix(inner + ".") })
    }
  }

  private mutating func check(_ value: PositionedValue, _ key: ValueKey) {
    guard keys.checksKinds, value.value != .null else { return }
    guard let text = key.kind.text(of: value.value) else {
      let meant = value.value.plainText.flatMap { text in
        key.kind.accepts(text) ? text : key.kind.suggestion(for: text)
      }
      let written = meant.flatMap { key.kind.value(from: $0)?.description }
      report(
        "\(key.name) is not \(key.kind.noun)", at: value.position,
        remedy: written.map { "did you mean \($0)?" } ?? key.remedy)
      return
    }
    check(text, key, at: value.position)
  }

  private mutating func check(_ text: String, _ key: ValueKey, at place: TextPosition) {
    guard keys.checksKinds, !keys.isStandIn(text, of: key.name),
      let problem = key.problem(with: text, in: "", at: place, isGiven: false)
    else { return }
    report(problem.message, at: place, remedy: problem.remedy)
  }
}

extension CollectingReader {
  /// `value` as a quantity of at least 0, and as it was written; nil when it is none.
  mutating func amount(_ value: PositionedValue, of name: String) -> ResourceAmount? {
    let text: String
    switch value.kind {
    case .string(let string): text = string
    case .int(let number): text = String(number)
    case .double(let number): text = String(number)
    default:
      report(
        "\(name) must be a quantity", at: value.position, remedy: "write one such as \"500m\" or 2")
      return nil
    }
    do {
      let quantity = try Quantity(parsing: text)
      if quantity >= Quantity(thousandths: 0) {
        return ResourceAmount(written: value.value, quantity: quantity)
      }
      report(
        "\(name) is negative: \(text)", at: value.position, remedy: "write an amount of at least 0")
    } catch {
      report(
        "\(name): \(error.message)", at: value.position,
        remedy: "write digits and a suffix, such as \"500m\", \"2\" or \"1.5Gi\"")
    }
    return nil
  }

  /// The amount at `key`, which must be more than nothing; nil when absent.
  mutating func positiveAmount(_ key: String) -> ResourceAmount? {
    guard let value = value(key), let amount = amount(value, of: "\"\(key)\"") else { return nil }
    guard amount.quantity > Quantity(thousandths: 0) else {
      report("\"\(key)\" is nothing", at: value.position, remedy: "write an amount above 0")
      return nil
    }
    return amount
  }

  /// The memory or storage amount at `key`: whole bytes, more than none; nil when absent.
  mutating func size(_ key: String) -> ResourceAmount? {
    let place = value(key)?.position
    guard let amount = positiveAmount(key) else { return nil }
    guard amount.isWhole else {
      report(
        "\"\(key)\" is a fraction of a byte: \(amount.text)", at: place,
        remedy: "write a suffix such as Mi or Gi; m means thousandths")
      return nil
    }
    return amount
  }
}
