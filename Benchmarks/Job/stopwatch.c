// Runs a command and writes what it took to a file: nanoseconds of wall time, microseconds of user
// and system time, and the peak memory of its largest process in KiB.
//
// A program of its own, because on Linux a process starts with the peak of the one that made it: the
// memory of an interpreter would hide that of a small command.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long microseconds(struct timeval time) {
  return time.tv_sec * 1000000LL + time.tv_usec;
}

int main(int count, char **arguments) {
  if (count < 3) return 64;
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  pid_t child = fork();
  if (child < 0) return 71;
  if (child == 0) {
    execvp(arguments[2], arguments + 2);
    perror(arguments[2]);
    _exit(127);
  }
  int status;
  if (waitpid(child, &status, 0) != child) return 71;
  clock_gettime(CLOCK_MONOTONIC, &end);

  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  long peak = usage.ru_maxrss;
#ifdef __APPLE__
  peak /= 1024; // Darwin counts bytes.
#endif
  FILE *file = fopen(arguments[1], "w");
  if (!file) return 73;
  fprintf(file, "%lld %lld %ld\n",
          (end.tv_sec - start.tv_sec) * 1000000000LL + (end.tv_nsec - start.tv_nsec),
          microseconds(usage.ru_utime) + microseconds(usage.ru_stime), peak);
  fclose(file);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
