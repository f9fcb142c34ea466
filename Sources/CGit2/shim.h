// What Swift cannot take from libgit2's headers by itself: variadic functions, macros, and the
// differences between the releases in use (1.5 in Debian 12, 1.7 in Ubuntu 24.04, 1.9 in Debian 13
// and Homebrew).

#ifndef CGIT2_SHIM_H
#define CGIT2_SHIM_H

#include <git2.h>
#include <git2/sys/index.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <git2/sys/stream.h>
#include <git2/sys/transport.h>

// 1.9 renamed LIBGIT2_VER_MAJOR and LIBGIT2_VER_MINOR and keeps the old names only while
// deprecated ones are visible.
#ifdef LIBGIT2_VERSION_MAJOR
#define CGIT2_AT_LEAST(major, minor)                                                               \
  (LIBGIT2_VERSION_MAJOR > (major)                                                                 \
   || (LIBGIT2_VERSION_MAJOR == (major) && LIBGIT2_VERSION_MINOR >= (minor)))
#else
#define CGIT2_AT_LEAST(major, minor)                                                               \
  (LIBGIT2_VER_MAJOR > (major)                                                                     \
   || (LIBGIT2_VER_MAJOR == (major) && LIBGIT2_VER_MINOR >= (minor)))
#endif

#if !CGIT2_AT_LEAST(1, 5)
#error "libgit2 1.5 or newer is required"
#endif

// From 1.8 on the functions that set and clear errors are declared here; before, the header is absent.
#if CGIT2_AT_LEAST(1, 8)
#include <git2/sys/errors.h>
#endif

/// The last error's message on this thread, or NULL: before 1.9 `git_error_last` may be NULL.
static inline const char *cgit2_error_message(void) {
  const git_error *error = git_error_last();
  return error == NULL ? NULL : error->message;
}

/// The last error's category (`git_error_t`) on this thread.
static inline int cgit2_error_category(void) {
  const git_error *error = git_error_last();
  return error == NULL ? GIT_ERROR_NONE : error->klass;
}

/// Sets where configuration of `level` is searched for: GIT_OPT_SET_SEARCH_PATH.
static inline int cgit2_set_search_path(int level, const char *path) {
  return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

/// Sets the folder where libgit2 looks for `.ssh/known_hosts`. Returns 0 without effect before 1.6, where that
/// is `$HOME`: GIT_OPT_SET_HOMEDIR.
static inline int cgit2_set_home(const char *path) {
#if CGIT2_AT_LEAST(1, 6)
  return git_libgit2_opts(GIT_OPT_SET_HOMEDIR, path);
#else
  (void)path;
  return 0;
#endif
}

/// Whether the home folder is set by `cgit2_set_home`: since 1.6.
static inline int cgit2_takes_home(void) { return CGIT2_AT_LEAST(1, 6); }

/// Whether each object that is read is hashed again.
static inline int cgit2_set_hash_verification(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, enabled);
}

/// How many bytes of objects that were read are kept.
static inline int cgit2_set_cache_size(ssize_t size) {
  return git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, size);
}

/// Whether a shallow repository can be fetched into and pushed from: since 1.7.
static inline int cgit2_supports_shallow(void) { return CGIT2_AT_LEAST(1, 7); }

/// Asks for `depth` commits of history. Returns 0, or -1 before 1.7.
static inline int cgit2_set_fetch_depth(git_fetch_options *options, int depth) {
#if CGIT2_AT_LEAST(1, 7)
  options->depth = depth;
  return 0;
#else
  (void)options;
  (void)depth;
  return -1;
#endif
}

/// Sends `strings` to the server as push options; they must outlive the push. Returns 0, or -1
/// before 1.8.
static inline int cgit2_set_push_options(git_push_options *options, const git_strarray *strings) {
#if CGIT2_AT_LEAST(1, 8)
  options->remote_push_options = *strings;
  return 0;
#else
  (void)options;
  (void)strings;
  return -1;
#endif
}

/// `git_commit_create` without a reference and an encoding. The qualifiers of its last parameter
/// differ between 1.8.0 and the releases before and after.
static inline int cgit2_commit_create(
    git_oid *id, git_repository *repository, const git_signature *author,
    const git_signature *committer, const char *message, const git_tree *tree, size_t parent_count,
    git_commit **parents) {
  return git_commit_create(
      id, repository, NULL, author, committer, NULL, message, tree, parent_count, (void *)parents);
}

/// `git_commit_create_buffer` without an encoding; its last parameter differs likewise.
static inline int cgit2_commit_create_buffer(
    git_buf *out, git_repository *repository, const git_signature *author,
    const git_signature *committer, const char *message, const git_tree *tree, size_t parent_count,
    git_commit **parents) {
  return git_commit_create_buffer(
      out, repository, author, committer, NULL, message, tree, parent_count, (void *)parents);
}

/// Sets the file with the certificates that servers are judged by: GIT_OPT_SET_SSL_CERT_LOCATIONS.
static inline int cgit2_set_certificate_file(const char *path) {
  return git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, path, NULL);
}

/// A connection over TCP. Its first four members are those of libgit2's own (`streams/socket.h`), since its ssh
/// transport reads the socket from there.
typedef struct {
  git_stream parent;
  char *_Nullable host;
  char *_Nullable port;
  int socket;
  /// What the other end is asked to pass on to, as `host:port`, where it is a proxy.
  char *_Nullable target;
} cgit2_socket_stream;

/// A stream of a subtransport, with what waits to be sent through `inner`.
typedef struct {
  git_smart_subtransport_stream parent;
  git_smart_subtransport_stream *_Nonnull inner;
  char *_Nonnull bytes;
  size_t count;
} cgit2_buffered_stream;

/// A subtransport before another, and its stream while there is one.
typedef struct {
  git_smart_subtransport parent;
  git_smart_subtransport *_Nonnull inner;
  cgit2_buffered_stream *_Nullable current;
} cgit2_buffered_subtransport;

#endif
