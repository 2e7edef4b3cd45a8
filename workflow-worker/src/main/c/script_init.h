/*
 * The parts of script-init. See script_init.c for what it is and how it is called.
 */
#ifndef SCRIPT_INIT_H
#define SCRIPT_INIT_H

#include <linux/filter.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>

#define MAX_PATHS 256
#define CANNOT_PREPARE 126
#define NOT_FOUND 127

/* A path below which PROGRAM may read, or read and write. */
struct landlock_path {
  const char *path;
  bool writable;
};

/* What PROGRAM is confined to. */
struct confinement {
  rlim_t address_space, file_size, open_files, processes; /* RLIM_INFINITY: left as it is */
  bool landlock;
  bool any_tcp; /* TCP is not governed by Landlock */
  int tcp_port; /* the only one that PROGRAM may connect to; 0: none */
  size_t path_count;
  struct landlock_path paths[MAX_PATHS];
  struct sock_fprog seccomp; /* len 0: none */
};

/* failure.c: the one line that says why PROGRAM could not be started */
void fail_to(int fd); /* further failures go to this descriptor and end the process; -1: to stderr and status */
void report_to(int status_fd);
_Noreturn void fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));
_Noreturn void fail_with(int code, const char *message);

/* confinement.c */
void load_filter(struct confinement *confinement, const char *file);
void confine(const struct confinement *confinement); /* in PROGRAM's process, right before exec */
bool scope_signals(void); /* restricts kill() of this process to its descendants; false: the kernel cannot */

/* forwarder.c: 127.0.0.1 -> unix socket */
#define FORWARDER_POLLS (1 + 2 * 256)
int forwarder_listen(const char *socket_path, int port); /* answers the port */
size_t forwarder_polls(struct pollfd *polls, int *timeout_ms);
void forwarder_handle(const struct pollfd *polls);

/* control.c: the line to the worker where no descriptor can be inherited; without --control these do nothing */
int control_open(const char *socket_path); /* replaces the environment; answers the descriptor for the report */
size_t control_poll(struct pollfd *poll, int *timeout_ms);
bool control_handle(const struct pollfd *poll, pid_t program); /* true: everything is to be killed */
void control_report(char *fields, size_t size); /* more of the report: what the control group says */

/* tree.c: all that PROGRAM started */
void head_the_tree(bool subreaper);
bool reap(pid_t program, int *status); /* takes ended children; true: PROGRAM was one of them */
void kill_tree(pid_t program, int *status); /* returns when nothing is left; status: PROGRAM's, if it was alive */

#endif
