import TestSupport
import Testing

@testable import Git

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Connections")
struct ConnectionTests {
  private func addresses(_ port: Int) throws -> [SocketConnection.Address] {
    try SocketConnection.addresses(of: "127.0.0.1", String(port))
  }

  @Test("A dead first address of a server does not keep anybody from the living one")
  func deadFirst() throws {
    let (dead, living) = (try UnreachableServer(), try SilentServer())
    let list = try addresses(dead.port) + addresses(Loopback.freePort()) + addresses(living.port)
    let socket = try SocketConnection.open(list, within: .seconds(600))
    var name = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(socket, $0, &size) }
    }
    #expect(status == 0)
    #expect(UInt16(bigEndian: name.sin_port) == UInt16(living.port))
    #expect(fcntl(socket, F_GETFL, 0) & O_NONBLOCK == 0)
    close(socket)
  }

  @Test("A server none of whose addresses answers is given up in the time that there is")
  func allDead() throws {
    let (one, two) = (try UnreachableServer(), try UnreachableServer())
    let error = #expect(throws: SocketConnection.Failure.self) {
      _ = try SocketConnection.open(
        addresses(one.port) + addresses(two.port), within: .milliseconds(600))
    }
    #expect(error?.reason == "it does not answer")
  }

  @Test("A server that refuses on every address is refused at once, with the system's reason")
  func refused() throws {
    let error = #expect(throws: SocketConnection.Failure.self) {
      _ = try SocketConnection.open(
        addresses(Loopback.freePort()) + addresses(Loopback.freePort()), within: .seconds(600))
    }
    #expect(error?.reason == String(cString: strerror(ECONNREFUSED)))
  }

  @Test("A server that says nothing is waited for as long as the caller says, and no longer")
  func silent() async throws {
    let sample = try await Sample()
    let repository = try sample.open()
    let server = try SilentServer()
    let url = try address("http://127.0.0.1:\(server.port)/r.git")
    let error = #expect(throws: GitError.self) {
      _ = try repository.references(of: url, access: .anonymous, within: .milliseconds(200))
    }
    #expect(error?.kind == .network, "\(String(describing: error))")
  }

  @Test(
    "A password is not sent on to another port of the same host",
    arguments: [301, 302, 303, 307, 308])
  func redirected(status: Int) async throws {
    let other = try await Reachable(.http)
    let target = try #require(other.url.server)
    let server = try await PlainHTTPServer.redirecting(to: target.description, status: status)
    let repository = try other.sample.open()
    let url = try address(server.url)
    let access = RemoteAccess(
      server: url.server,
      credentials: [.userPassword(user: "bot", password: "correct horse")])
    let error = #expect(throws: GitError.self) {
      _ = try repository.references(of: url, access: access)
    }
    #expect(error?.kind == .authentication)
    #expect(error?.message.contains("127.0.0.1:\(target.port)") == true)
    #expect(try other.http?.requests().isEmpty == true)
  }
}
