/*
 * The tree of processes below script-init: orphans come to it, and it kills them all.
 *
 * A process that forks and exits in a chain outruns whoever lists processes and kills them one by one.
 * kill(-1) cannot be outrun: the kernel signals every process that the caller may signal under one lock
 * that fork also takes. So script-init uses kill(-1) wherever that means "my tree":
 *   - as process 1 of a pid namespace (pid_namespaces(7));
 *   - elsewhere inside a Landlock domain with scoped signals (landlock(7), Linux 6.12), outside of which
 *     it may signal nobody.
 * On older kernels it lists and kills until no child is left.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "script_init.h"

static bool kill_all_means_the_tree;

/* kill(-1) would end the worker if the scope did not hold, so the scope is seen to hold first. */
static bool parent_is_out_of_reach(pid_t parent) {
  return parent > 0 && kill(parent, 0) < 0 && errno == EPERM;
}

void head_the_tree(bool subreaper) {
  pid_t parent = getppid();
  if (getpid() == 1) {
    kill_all_means_the_tree = true;
    return;
  }
  if (!subreaper) fail(CANNOT_PREPARE, "is not process 1 here: add --subreaper");
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) fail(CANNOT_PREPARE, "cannot become a subreaper: %m");
  if (prctl(PR_SET_PDEATHSIG, SIGTERM) < 0) fail(CANNOT_PREPARE, "cannot ask for a signal at the parent's end: %m");
  if (getppid() != parent) fail(CANNOT_PREPARE, "the parent process has ended");
  kill_all_means_the_tree = scope_signals() && parent_is_out_of_reach(parent);
}

bool reap(pid_t program, int *status) {
  bool ended = false;
  int wait_status;
  pid_t pid;
  while ((pid = waitpid(-1, &wait_status, WNOHANG | __WALL)) > 0) {
    if (pid == program) {
      *status = wait_status;
      ended = true;
    }
  }
  return ended;
}

static void kill_below(pid_t parent);

/* Without the right to fork a bomb stops growing while it is being killed. */
static void kill_one(pid_t pid) {
  static const struct rlimit nothing = {0, 0};
  prlimit(pid, RLIMIT_NPROC, &nothing, NULL);
  kill(pid, SIGKILL);
}

static void kill_children_of_thread(pid_t process, const char *thread) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task/%.16s/children", process, thread);
  FILE *children = fopen(path, "re");
  if (children == NULL) return;
  int child;
  while (fscanf(children, "%d", &child) == 1) {
    kill_one(child);
    kill_below(child);
  }
  fclose(children);
}

static void kill_below(pid_t parent) {
  char path[32];
  snprintf(path, sizeof path, "/proc/%d/task", parent);
  DIR *threads = opendir(path);
  if (threads == NULL) return;
  struct dirent *thread;
  while ((thread = readdir(threads)) != NULL) {
    if (thread->d_name[0] != '.') kill_children_of_thread(parent, thread->d_name);
  }
  closedir(threads);
}

/* Each orphan becomes a child of this process, so no child left means no descendant left. */
static void kill_until_none_is_left(pid_t program, int *status) {
  char self[16];
  snprintf(self, sizeof self, "%d", getpid());
  int wait_status;
  for (;;) {
    kill_children_of_thread(getpid(), self);
    pid_t pid = waitpid(-1, &wait_status, WNOHANG | __WALL);
    if (pid == program) *status = wait_status;
    if (pid < 0 && errno == ECHILD) return;
    /* In a system call that cannot be interrupted: it dies when the call ends. */
    if (pid == 0) poll(NULL, 0, 1);
  }
}

void kill_tree(pid_t program, int *status) {
  if (!kill_all_means_the_tree) {
    kill_until_none_is_left(program, status);
    return;
  }
  kill(-1, SIGKILL);
  int wait_status;
  pid_t pid;
  while ((pid = waitpid(-1, &wait_status, __WALL)) > 0 || (pid < 0 && errno == EINTR)) {
    if (pid == program) *status = wait_status;
  }
}
