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
