/// Ends the program with a message, which optimised code prints for no `precondition`.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { stop(message()) }
}

/// Ends the program with a message.
func stop(_ message: String) -> Never { fatalError(message) }
