internal import Foundation
internal import Synchronization

#if canImport(FoundationNetworking)
internal import FoundationNetworking
#endif

/// One request and its one answer through URLSession: no redirect, cookie, cache or second try.
final class HTTPExchange: NSObject, URLSessionDataDelegate {
  /// How it ended without an answer.
  enum Failure: Error, Hashable, Sendable {
    /// The connection ended before the answer did.
    case reset
    /// Nothing came in time.
    case timeout
    /// The body is beyond the bound.
    case tooLarge
    /// Anything else, in words.
    case unreachable(String)
  }

  fileprivate struct State {
    var continuation: CheckedContinuation<Result<HTTPResponse, Failure>, Never>?
    var status = 0
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    /// What ended it from this side; URLSession then speaks of a cancellation only.
    var cause: Failure?
  }

  private let state = Mutex(State())
  private let limit: Int

  private init(limit: Int) {
    self.limit = limit
  }

  /// Sends `request` and collects the answer.
  ///
  /// No body may have more than `limit` bytes; `deadline` returns when the time is over.
  static func run(
    _ request: URLRequest, limit: Int, deadline: @escaping @Sendable () async throws -> Void
  ) async -> Result<HTTPResponse, Failure> {
    let exchange = HTTPExchange(limit: limit)
    let session = URLSession(
      configuration: configuration(), delegate: exchange, delegateQueue: nil)
    // A session keeps its delegate until it is told that there will be no more tasks.
    defer { session.finishTasksAndInvalidate() }
    let task = session.dataTask(with: request)
    let alarm = Task {
      try await deadline()
      exchange.stop(task, because: .timeout)
    }
    defer { alarm.cancel() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        exchange.state.withLock { $0.continuation = continuation }
        task.resume()
      }
    } onCancel: {
      exchange.stop(task, because: .unreachable("the request was cancelled"))
    }
  }

  /// Nothing is shared with other requests or kept for later ones.
  private static func configuration() -> URLSessionConfiguration {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.urlCache = nil
    configuration.urlCredentialStorage = nil
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.httpCookieAcceptPolicy = .never
    return configuration
  }

  /// Ends the exchange at once: a session that is stuck may never say that a task was cancelled.
  private func stop(_ task: URLSessionTask, because cause: Failure) {
    let (continuation, result) = state.withLock { state in
      if state.cause == nil { state.cause = cause }
      defer { state.continuation = nil }
      return (state.continuation, state.result(nil))
    }
    task.cancel()
    continuation?.resume(returning: result)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    // The redirection is the answer: who may be asked next is the client's decision.
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    if let response = response as? HTTPURLResponse {
      state.withLock { $0.take(response) }
    }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let isWithinLimit = state.withLock { state in
      guard state.cause == nil, data.count <= limit - state.body.count else { return false }
      state.body += data
      return true
    }
    if !isWithinLimit { stop(dataTask, because: .tooLarge) }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    let response = task.response as? HTTPURLResponse
    let (continuation, result) = state.withLock { state in
      if let response { state.take(response) }
      defer { state.continuation = nil }
      return (state.continuation, state.result(error))
    }
    continuation?.resume(returning: result)
  }
}

extension HTTPExchange.State {
  fileprivate mutating func take(_ response: HTTPURLResponse) {
    status = response.statusCode
    for case (let name as String, let value as String) in response.allHeaderFields {
      headers[name] = value
    }
  }

  fileprivate func result(
    _ error: (any Error)?
  ) -> Result<HTTPResponse, HTTPExchange.Failure> {
    if let cause { return .failure(cause) }
    if let error { return .failure(HTTPExchange.Failure(error, hasBegun: status > 0)) }
    guard status > 0 else { return .failure(.reset) }
    return .success(HTTPResponse(status: status, headers: headers, body: body))
  }
}

extension HTTPExchange.Failure {
  private static let untrusted = HTTPExchange.Failure.unreachable(
    "the server's certificate is not trusted; a private CA belongs among the system's certificates")

  /// The words are this module's own: those of URLSession may hold the address.
  fileprivate init(_ error: any Error, hasBegun: Bool) {
    switch (error as? URLError)?.code {
    case .networkConnectionLost?, .badServerResponse?: self = .reset
    // With libcurl a body that is cut off is an unknown error.
    case .unknown? where hasBegun: self = .reset
    case .timedOut?: self = .timeout
    case .cannotFindHost?, .dnsLookupFailed?:
      self = .unreachable("there is no host of that name")
    case .cannotConnectToHost?: self = .unreachable("the connection was refused")
    case .notConnectedToInternet?: self = .unreachable("there is no network")
    case .secureConnectionFailed?, .serverCertificateUntrusted?, .serverCertificateHasBadDate?,
      .serverCertificateHasUnknownRoot?, .serverCertificateNotYetValid?:
      self = .untrusted
    // With libcurl only the words tell, and the certificates are always the system's
    // (swift-corelibs-foundation, EasyHandle.setCARootBundlePath).
    case .unknown? where error.localizedDescription.contains("certificate"): self = .untrusted
    case let code:
      self = .unreachable("the connection failed (URLError \(code?.rawValue ?? 0))")
    }
  }
}
