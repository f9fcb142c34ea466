import CGit2

extension RemoteSession {
  /// libgit2's table of callbacks, with the session as their payload; valid while the session
  /// lives.
  func callbacks() throws(GitError) -> git_remote_callbacks {
    var callbacks = unsafe git_remote_callbacks()
    try Git.check("git_remote_init_callbacks") {
      unsafe git_remote_init_callbacks(&callbacks, UInt32(GIT_REMOTE_CALLBACKS_VERSION))
    }
    unsafe callbacks.payload = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe setAccess(&callbacks)
    unsafe setPush(&callbacks)
    unsafe callbacks.sideband_progress = { bytes, count, payload in
      let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: Int(count))
      guard let session = unsafe RemoteSession.from(payload) else { return 0 }
      unsafe session.note(message: piece)
      return session.verdict
    }
    unsafe callbacks.transfer_progress = { progress, payload in
      guard let progress = unsafe progress?.pointee,
        let session = unsafe RemoteSession.from(payload)
      else { return 0 }
      session.report(
        objects: progress.received_objects, of: progress.total_objects,
        bytes: progress.received_bytes)
      return session.verdict
    }
    return unsafe callbacks
  }

  private func setAccess(_ callbacks: inout git_remote_callbacks) {
    unsafe callbacks.credentials = { made, url, user, allowed, payload in
      guard let session = unsafe RemoteSession.from(payload), let url = unsafe url else {
        return GIT_EAUTH.rawValue
      }
      return unsafe session.credential(
        made, url: String(cString: url), user: user.map { unsafe String(cString: $0) },
        allowed: allowed)
    }
    unsafe callbacks.certificate_check = { certificate, isValid, host, payload in
      guard let session = unsafe RemoteSession.from(payload) else {
        return GIT_ECERTIFICATE.rawValue
      }
      return unsafe session.check(
        certificate, isValid: isValid != 0, host: host.map { unsafe String(cString: $0) } ?? "")
    }
  }

  private func setPush(_ callbacks: inout git_remote_callbacks) {
    unsafe callbacks.push_negotiation = { updates, count, payload in
      unsafe RemoteSession.from(payload)?.negotiate(updates, count: count) ?? GIT_EUSER.rawValue
    }
    unsafe callbacks.pack_progress = { _, _, _, _ in
      Network.noteSign()
      return 0
    }
    unsafe callbacks.push_update_reference = { name, status, payload in
      guard let session = unsafe RemoteSession.from(payload), let name = unsafe name else {
        return 0
      }
      unsafe session.note(
        status: status.map { unsafe String(cString: $0) }, of: unsafe String(cString: name))
      return 0
    }
    unsafe callbacks.push_transfer_progress = { sent, total, bytes, payload in
      unsafe RemoteSession.from(payload)?.report(objects: sent, of: total, bytes: bytes)
      return 0
    }
  }

  private static func from(_ payload: UnsafeMutableRawPointer?) -> RemoteSession? {
    unsafe payload.map { unsafe Unmanaged<RemoteSession>.fromOpaque($0).takeUnretainedValue() }
  }
}
