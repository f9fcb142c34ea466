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
  static let mebibyte = Quantity(bytes: 1 << 20)
  /// 1Gi.
  static let gibibyte = Quantity(bytes: 1 << 30)
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
