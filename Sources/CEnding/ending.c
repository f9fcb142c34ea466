#define _GNU_SOURCE
#include "ending.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// This process's end of the connection to the cleaner; -1 without one.
static atomic_int channel = -1;
static pid_t cleaner = -1;

// MARK: The cleaner

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place) {
  (void)status, (void)kind, (void)place;
  // What cannot be removed is left, and what is beside it is removed all the same.
  (void)remove(path);
  return 0;
}

// Threads of the process that ends may still write there: then it is tried again.
static void remove_folder(const char *path) {
  struct stat status;
  for (int attempt = 0; attempt < 10 && lstat(path, &status) == 0; attempt++) {
    if (attempt > 0) nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    nftw(path, remove_entry, 4, FTW_DEPTH | FTW_PHYS);
  }
}

static void close_all_but(int kept) {
  DIR *folder = opendir("/dev/fd");
  if (folder == NULL) {
    for (int number = 0; number < 256; number++) {
      if (number != kept) close(number);
    }
    return;
  }
  for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
    int number = atoi(entry->d_name);
    if (entry->d_name[0] != '.' && number != kept && number != dirfd(folder)) close(number);
  }
  closedir(folder);
}

// Reads paths, each with a zero behind it, until the other process has closed its end, as its end does. An
// empty path asks for the removal of all, and is answered with a byte.
static _Noreturn void clean(int requests) {
  setsid();
  for (int number = 1; number < 32; number++) signal(number, SIG_IGN);
  close_all_but(requests);
  (void)!chdir("/");
  size_t count = 0, start = 0, capacity = 4096;
  char *text = malloc(capacity);
  while (text != NULL) {
    ssize_t more = read(requests, text + count, 1);
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) break;
    count++;
    if (text[count - 1] == 0 && count - 1 == start) {
      count = start;
      for (size_t at = 0; at < count; at += strlen(text + at) + 1) remove_folder(text + at);
      (void)!write(requests, "", 1);
    } else if (text[count - 1] == 0) {
      start = count;
    }
    if (count == capacity) {
      capacity *= 2;
      text = realloc(text, capacity);
    }
  }
  for (size_t at = 0; text != NULL && at < start; at += strlen(text + at) + 1) {
    remove_folder(text + at);
  }
  _exit(0);
}

int ending_start_cleaner(void) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return errno;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  pid_t child = fork();
  if (child == 0) clean(ends[1]);
  int error = child < 0 ? errno : 0;
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return error;
  }
  cleaner = child;
  atomic_store(&channel, ends[0]);
  return 0;
}

int ending_register_folder(const char *path) {
  int requests = atomic_load(&channel);
  if (requests < 0) return 0;
  size_t length = strlen(path) + 1;
  while (length > 0) {
    ssize_t written = write(requests, path, length);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    path += written;
    length -= (size_t)written;
  }
  return 0;
}

void ending_remove_folders(void) {
  int requests = atomic_load(&channel);
  if (requests < 0 || write(requests, "", 1) != 1) return;
  struct pollfd answer = {.fd = requests, .events = POLLIN};
  char byte;
  if (poll(&answer, 1, 5000) > 0) (void)!read(requests, &byte, 1);
}

void ending_stop_cleaner(void) {
  int requests = atomic_exchange(&channel, -1);
  if (requests < 0) return;
  close(requests);
  while (waitpid(cleaner, NULL, 0) < 0 && errno == EINTR) continue;
}

// MARK: Crashes

static int lacks_memory(void) {
  const size_t size = 64 << 20;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 1;
  munmap(memory, size);
  return 0;
}

static const char *name(int number) {
  switch (number) {
  case SIGSEGV: return "SIGSEGV";
  case SIGBUS: return "SIGBUS";
  case SIGILL: return "SIGILL";
  case SIGTRAP: return "SIGTRAP";
  case SIGFPE: return "SIGFPE";
  default: return "SIGABRT";
  }
}

static void say(const char *text) { (void)!write(STDERR_FILENO, text, strlen(text)); }

static void crash(int number) {
  static atomic_flag begun = ATOMIC_FLAG_INIT;
  // Another thread crashes already, and ends this one too.
  while (atomic_flag_test_and_set(&begun)) pause();
  if (lacks_memory()) {
    say("error: the program ran out of memory, raise the limit (ulimit -v, or the container's) and run again\n");
  } else if (number == SIGBUS) {
    // What is written through mmap(2) has no other way to fail.
    say("error: a file could not be read or written, see whether the disk of the repository or of TMPDIR is full, "
        "and run again\n");
  } else {
    say("error: the program ended by a fault of its own (");
    say(name(number));
    say("), please report it with the command and what was printed before\n");
  }
  ending_remove_folders();
  _exit(1);
}

void ending_handle_crashes(void) {
  static char memory[64 << 10];
  stack_t stack = {.ss_sp = memory, .ss_size = sizeof memory};
  sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_handler = crash, .sa_flags = SA_ONSTACK};
  sigfillset(&action.sa_mask);
  const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
  for (size_t at = 0; at < sizeof numbers / sizeof *numbers; at++) {
    sigdelset(&action.sa_mask, numbers[at]);
  }
  for (size_t at = 0; at < sizeof numbers / sizeof *numbers; at++) {
    sigaction(numbers[at], &action, NULL);
  }
}

static void *nothing(void *argument) { return argument; }

int ending_probe_thread(void) {
  pthread_t thread;
  int error = pthread_create(&thread, NULL, nothing, NULL);
  if (error == 0) pthread_join(thread, NULL);
  return error;
}
