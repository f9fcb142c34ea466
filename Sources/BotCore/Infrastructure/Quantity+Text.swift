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
