// What has to be done about the end of a process where Swift may not run: in a signal handler, and in a
// process made by fork(2).

#ifndef CENDING_ENDING_H
#define CENDING_ENDING_H

/// Starts the cleaner: a process that removes folders once this one has ended, however it ended.
///
/// To be called once, while this process has one thread. The cleaner ignores the signals of the terminal, has a
/// session of its own and none of this process's files, so nobody waits for it.
///
/// Returns 0, or an error number.
int ending_start_cleaner(void);

/// Lets the cleaner remove `path`, an absolute path, in the end. One thread at a time.
///
/// Returns 0, or an error number; 0 as well where no cleaner was started.
int ending_register_folder(const char *_Nonnull path);

/// Has the registered folders removed now, and waits for that, five seconds at most. Safe in a signal handler.
void ending_remove_folders(void);

/// Ends the cleaner after it has removed what is still there, and waits for that.
void ending_stop_cleaner(void);

/// Turns a crash into a line on standard error and the exit status 1, after the folders are gone.
///
/// Memory that ran out is told from a fault of the program by asking for some more of it.
void ending_handle_crashes(void);

/// Starts a thread and waits for its end. Returns 0, or an error number.
int ending_probe_thread(void);

#endif
