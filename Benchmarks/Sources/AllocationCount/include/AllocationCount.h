#ifndef GITOPS_BOT_ALLOCATION_COUNT_H
#define GITOPS_BOT_ALLOCATION_COUNT_H

/// How often this process has asked for memory since it began; -1 where that cannot be told.
///
/// With glibc the functions of malloc(3) are replaced in the whole process by ones that count and
/// pass on to glibc's own.
long allocation_count(void);

#endif
