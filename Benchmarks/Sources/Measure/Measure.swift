/// Measures the rewriting engine; the script `compare` sets other tools beside it.
@main
enum Measure {
  static func main() throws {
    var arguments = CommandLine.arguments.dropFirst()
    switch (arguments.popFirst(), Array(arguments)) {
    case ("throughput", []): try Throughput.report()
    case ("allocations", []): try Allocations.report()
    case ("generate", let rest) where rest.count == 1: try Generation.write(to: rest[0])
    case ("engine", let rest) where rest.count == 3: try Engine.report(rest)
    default: print(usage)
    }
  }

  private static let usage = """
    measure throughput                     bytes per second and memory, by number of rules
    measure allocations                    calls of malloc while 20,000 files stay unchanged
    measure generate FOLDER                the inputs that `compare` gives to every tool
    measure engine FILE FAMILY COUNT       seconds of one pass over FILE
    """
}
