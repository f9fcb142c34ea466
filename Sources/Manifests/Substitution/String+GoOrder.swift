extension String {
  /// Whether go-yaml writes the key `self` before the key `other`.
  ///
  /// Letters by code point and behind everything else, runs of digits by their number.
  /// Source: `keyList.Less` in go-yaml's `sorter.go`, version 2.4.
  func isBeforeInGo(_ other: String) -> Bool {
    let left = Array(unicodeScalars)
    let right = Array(other.unicodeScalars)
    for index in 0..<min(left.count, right.count) where left[index] != right[index] {
      let isLetter = (left[index].isGoLetter, right[index].isGoLetter)
      if isLetter.0 && isLetter.1 { return left[index] < right[index] }
      if isLetter.0 || isLetter.1 { return isLetter.1 }
      return Self.areDigitsOrdered(left, right, at: index)
    }
    return left.count < right.count
  }

  private static func areDigitsOrdered(
    _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], at index: Int
  ) -> Bool {
    // A zero counts as a digit of the number that the equal digits before it began.
    let isInside = (left[index] == "0" || right[index] == "0") && left.endsNumber(at: index)
    let one = left.number(at: index, from: isInside ? 1 : 0)
    let two = right.number(at: index, from: isInside ? 1 : 0)
    if one.value != two.value { return one.value < two.value }
    if one.end != two.end { return one.end < two.end }
    return left[index] < right[index]
  }
}

extension [Unicode.Scalar] {
  /// Whether digits stand before `index` of which one is not zero.
  fileprivate func endsNumber(at index: Int) -> Bool {
    self[..<index].reversed().prefix { $0.isGoDigit }.contains { $0 != "0" }
  }

  /// The number that starts at `index` behind the digits of `start`, and where it ends.
  fileprivate func number(at index: Int, from start: Int64) -> (value: Int64, end: Int) {
    var value = start
    var end = index
    while end < count, self[end].isGoDigit {
      value = value &* 10 &+ (Int64(self[end].value) - 0x30)
      end += 1
    }
    return (value, end)
  }
}

extension Unicode.Scalar {
  /// Whether Go's `unicode.IsLetter` holds.
  var isGoLetter: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  /// Whether Go's `unicode.IsDigit` holds.
  var isGoDigit: Bool { properties.generalCategory == .decimalNumber }
}
