/// An amount as Kubernetes writes it: `500m`, `1.5Gi`, `2`, `1e3`.
///
/// Held exactly, as whole billionths: finer amounts are rounded up, as Kubernetes does. Two
/// quantities are equal when their amounts are: `1Gi` is `1024Mi`.
/// The form is that of https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
public struct Quantity: Sendable {
  /// Which suffixes the canonical text uses.
  enum Form: Sendable {
    /// Powers of 1024: `Ki`, `Mi`, `Gi`.
    case binary
    /// Powers of 1000: `m`, `k`, `M`.
    case decimal
    /// Powers of 1000 as exponents: `e3`.
    case exponent
  }

  /// Billionths of the unit.
  let nanos: Int128
  let form: Form

  static let nanosPerUnit: Int128 = 1_000_000_000

  init(nanos: Int128, form: Form) {
    self.nanos = nanos
    self.form = form
  }

  /// A whole number of bytes, written with `Ki`, `Mi`, `Gi`.
  public init(bytes: Int) {
    self.init(nanos: Int128(bytes) * Quantity.nanosPerUnit, form: .binary)
  }

  /// A number of thousandths, written with `m` where it is not whole.
  public init(thousandths: Int) {
    self.init(nanos: Int128(thousandths) * (Quantity.nanosPerUnit / 1000), form: .decimal)
  }

  /// Whole units, rounded up; bytes for memory and storage.
  public var units: Int { dividedUp(by: Quantity.nanosPerUnit) }

  /// Thousandths, rounded up; millicores for CPU.
  public var thousandths: Int { dividedUp(by: Quantity.nanosPerUnit / 1000) }

  /// Whether it is a whole number of units; bytes are.
  public var isWhole: Bool { nanos.isMultiple(of: Quantity.nanosPerUnit) }

  private func dividedUp(by divisor: Int128) -> Int {
    let (quotient, remainder) = nanos.quotientAndRemainder(dividingBy: divisor)
    return Int(clamping: remainder > 0 ? quotient + 1 : quotient)
  }

  /// This amount times `numerator` ÷ `denominator`, rounded down to a multiple of `step`.
  ///
  /// The unit is kept: 100Gi × 2 is 200Gi, 512Mi × 2 is 1Gi. What is a multiple of `step` comes out
  /// exactly; an amount beyond what Kubernetes can hold becomes the largest one.
  ///
  /// - Parameters:
  ///   - numerator: At least 0.
  ///   - denominator: At least 1.
  ///   - step: More than nothing.
  /// - Returns: The scaled amount in the same form.
  public func scaled(by numerator: Int, over denominator: Int, step: Quantity) -> Quantity {
    let (product, overflow) = nanos.multipliedReportingOverflow(by: Int128(numerator))
    let limit = Int128(Int.max) * Quantity.nanosPerUnit
    let exact = overflow ? limit : min(limit, product / Int128(max(1, denominator)))
    return Quantity(nanos: exact - exact % max(1, step.nanos), form: form)
  }

  /// 1Mi.
  public static let mebibyte = Quantity(bytes: 1 << 20)
  /// 1Gi.
  public static let gibibyte = Quantity(bytes: 1 << 30)
}

extension Quantity: Comparable {
  /// Whether both amount to the same, in whatever units.
  public static func == (left: Self, right: Self) -> Bool { left.nanos == right.nanos }
  /// Whether `left` amounts to less.
  public static func < (left: Self, right: Self) -> Bool { left.nanos < right.nanos }
}

extension Quantity: Hashable {
  /// Hashes the amount, not its spelling.
  public func hash(into hasher: inout Hasher) { hasher.combine(nanos) }
}

extension Quantity {
  /// Reads a quantity: sign, digits with an optional point, then a suffix or an exponent.
  ///
  /// - Throws: QuantityError for any other text and for more than 2⁶³ − 1 units.
  public init(parsing text: String) throws(QuantityError) {
    guard let parts = Parts(text) else {
      throw QuantityError("\"\(text)\" is not a quantity such as 500m, 2, 1.5Gi or 1e3")
    }
    guard let nanos = parts.nanos, nanos <= Int128(Int.max) * Quantity.nanosPerUnit else {
      throw QuantityError("\"\(text)\" is more than Kubernetes can hold")
    }
    self.init(nanos: parts.isNegative ? -nanos : nanos, form: parts.form)
  }

  /// The parts of a quantity's text.
  private struct Parts {
    var isNegative = false
    /// The digits without their point; nil when there are too many to hold.
    var coefficient: Int128?
    var fractionDigits = 0
    /// The suffix as a power: of 1024 in binary form, else of ten.
    var exponent = 0
    var form = Form.decimal

    init?(_ text: String) {
      var rest = Substring(text)
      if let sign = rest.first, sign == "-" || sign == "+" {
        isNegative = sign == "-"
        rest.removeFirst()
      }
      let whole = rest.prefix { $0.isQuantityDigit }
      rest.removeFirst(whole.count)
      var fraction = Substring()
      if rest.first == "." {
        rest.removeFirst()
        fraction = rest.prefix { $0.isQuantityDigit }
        rest.removeFirst(fraction.count)
      }
      guard !whole.isEmpty || !fraction.isEmpty else { return nil }
      // Zeros at the end of a fraction say nothing, and would only use up the room for digits.
      while fraction.last == "0" { fraction.removeLast() }
      coefficient = whole.isEmpty && fraction.isEmpty ? 0 : Int128(whole + fraction)
      fractionDigits = fraction.count
      guard readSuffix(rest) else { return nil }
    }

    private mutating func readSuffix(_ suffix: Substring) -> Bool {
      if let index = Quantity.binarySuffixes.firstIndex(of: String(suffix)), index > 0 {
        (exponent, form) = (index, .binary)
        return true
      }
      if let index = Quantity.decimalSuffixes.firstIndex(of: String(suffix)) {
        exponent = (index - 3) * 3
        return true
      }
      guard suffix.first == "e" || suffix.first == "E", let power = Int(suffix.dropFirst()) else {
        return false
      }
      (exponent, form) = (power, .exponent)
      return true
    }

    /// Billionths, rounded up; nil when out of range.
    var nanos: Int128? {
      guard let coefficient else { return nil }
      if coefficient == 0 { return 0 }
      if form == .binary {
        let factor = Quantity.nanosPerUnit << Int128(exponent * 10)
        return product(factor).map { Parts.quotientUp($0, powerOfTen: fractionDigits) }
      }
      guard abs(exponent) < 100 else { return exponent > 0 ? nil : 1 }
      let power = 9 + exponent - fractionDigits
      if power < 0 { return Parts.quotientUp(coefficient, powerOfTen: -power) }
      return power < 28 ? product(powerOfTen(power)) : nil
    }

    private func product(_ factor: Int128) -> Int128? {
      guard let coefficient else { return nil }
      let (product, overflow) = coefficient.multipliedReportingOverflow(by: factor)
      return overflow ? nil : product
    }

    private static func quotientUp(_ dividend: Int128, powerOfTen power: Int) -> Int128 {
      guard power < 38 else { return 1 }
      let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: powerOfTen(power))
      return remainder > 0 ? quotient + 1 : quotient
    }
  }

  static let binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
  static let decimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
}

private func powerOfTen(_ exponent: Int) -> Int128 {
  (0..<max(0, exponent)).reduce(1) { power, _ in power * 10 }
}

extension Character {
  fileprivate var isQuantityDigit: Bool { ("0"..."9").contains(self) }
}

extension Quantity: CustomStringConvertible {
  /// The canonical text: no fraction, and the largest suffix that allows it.
  public var description: String {
    let (units, rest) = nanos.quotientAndRemainder(dividingBy: Quantity.nanosPerUnit)
    if form == .binary, rest == 0 {
      return Quantity.text(units, steps: Quantity.binarySuffixes.count - 1, of: 1024) { step in
        Quantity.binarySuffixes[step]
      }
    }
    return Quantity.text(nanos, steps: Quantity.decimalSuffixes.count - 1, of: 1000) { step in
      if form != .exponent { return Quantity.decimalSuffixes[step] }
      return step == 3 ? "" : "e\((step - 3) * 3)"
    }
  }

  private static func text(
    _ amount: Int128, steps: Int, of base: Int128, suffix: (Int) -> String
  ) -> String {
    if amount == 0 { return "0" }
    var (amount, step) = (amount, 0)
    while step < steps, amount.isMultiple(of: base) {
      amount /= base
      step += 1
    }
    return "\(amount)\(suffix(step))"
  }
}

/// Why a text is no Kubernetes quantity.
public struct QuantityError: Error, Hashable, Sendable {
  /// What is wrong, as one sentence without a final full stop.
  public var message: String

  init(_ message: String) {
    self.message = message
  }
}
