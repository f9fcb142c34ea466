import Testing

@testable import Rules

@Suite struct DollarRunTests {
  @Test func bracesThatNeverCloseAreReadOnce() {
    let open = Array(String(repeating: "${", count: 200_000).utf8)
    let runs = DollarRun.all(in: open, 0..<open.count)
    #expect(runs.count == 200_000)
    #expect(runs.allSatisfy { $0.brace?.isWellFormed == false })
    let closed = Array("${a} ${b".utf8)
    #expect(
      DollarRun.all(in: closed, 0..<closed.count).map { $0.brace?.isWellFormed } == [true, false])
  }
}
