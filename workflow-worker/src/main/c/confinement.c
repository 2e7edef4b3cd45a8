/*
 * What PROGRAM may use and do: resource limits, capabilities, Landlock, the system call filter.
 * Sources: setrlimit(2), capabilities(7), landlock(7) and Documentation/userspace-api/landlock.rst, seccomp(2).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "script_init.h"

/*
 * Landlock's interface. The headers of a build machine may be older than the kernel that the program
 * meets, so the numbers (the same on every processor) stand here.
 */
#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_add_rule 445
#define __NR_landlock_restrict_self 446
#endif
#define LANDLOCK_VERSION_FLAG 1u
#define RULE_PATH_BENEATH 1
#define RULE_NET_PORT 2
#define SCOPE_ABSTRACT_SOCKETS 1u
#define SCOPE_SIGNALS 2u
#define NET_BIND_TCP 1u
#define NET_CONNECT_TCP 2u
#define FS_EXECUTE (1u << 0)
#define FS_WRITE_FILE (1u << 1)
#define FS_READ_FILE (1u << 2)
#define FS_READ_DIR (1u << 3)
#define FS_MAKE_CHAR (1u << 6)
#define FS_MAKE_BLOCK (1u << 11)
#define FS_TRUNCATE (1u << 14)
#define FS_IOCTL_DEV (1u << 15)
#define FS_ALL ((1u << 16) - 1)
#define FS_READ (FS_EXECUTE | FS_READ_FILE | FS_READ_DIR)
/* Not making devices nor talking to drivers. */
#define FS_WRITE (FS_ALL & ~(FS_MAKE_CHAR | FS_MAKE_BLOCK | FS_IOCTL_DEV))
#define FS_OF_A_FILE (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE)

/* With 6 (Linux 6.12) it governs signals, without which a script could kill the worker. */
#define NEEDED_LANDLOCK 6

struct ruleset_attributes {
  uint64_t handled_fs, handled_net, scoped;
};
struct path_rule {
  uint64_t allowed;
  int32_t parent_fd;
} __attribute__((packed));
struct port_rule {
  uint64_t allowed, port;
};

static int landlock_version(void) {
  return (int)syscall(__NR_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION_FLAG);
}

static int new_ruleset(const struct ruleset_attributes *attributes) {
  return (int)syscall(__NR_landlock_create_ruleset, attributes, sizeof *attributes, 0);
}

static bool enter(int ruleset) {
  bool entered = syscall(__NR_landlock_restrict_self, ruleset, 0) == 0;
  close(ruleset);
  return entered;
}

bool scope_signals(void) {
  if (landlock_version() < NEEDED_LANDLOCK) return false;
  int ruleset = new_ruleset(&(struct ruleset_attributes){.scoped = SCOPE_SIGNALS});
  return ruleset >= 0 && enter(ruleset);
}

static void allow_path(int ruleset, const struct landlock_path *path) {
  struct path_rule rule = {.allowed = path->writable ? FS_WRITE : FS_READ};
  rule.parent_fd = open(path->path, O_PATH | O_CLOEXEC);
  struct stat file;
  if (rule.parent_fd < 0 || fstat(rule.parent_fd, &file) < 0) fail(CANNOT_PREPARE, "cannot open %s: %m", path->path);
  if (!S_ISDIR(file.st_mode)) rule.allowed &= FS_OF_A_FILE;
  if (syscall(__NR_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0) < 0) {
    fail(CANNOT_PREPARE, "cannot allow %s: %m", path->path);
  }
  close(rule.parent_fd);
}

static void allow_port(int ruleset, int port) {
  struct port_rule rule = {.allowed = NET_CONNECT_TCP, .port = (uint64_t)port};
  if (syscall(__NR_landlock_add_rule, ruleset, RULE_NET_PORT, &rule, 0) < 0) {
    fail(CANNOT_PREPARE, "cannot allow port %d: %m", port);
  }
}

static void restrict_by_landlock(const struct confinement *confinement) {
  int version = landlock_version();
  if (version < NEEDED_LANDLOCK) {
    fail(CANNOT_PREPARE, "Landlock version %d is needed (Linux 6.12, not switched off at boot), here it is %d",
         NEEDED_LANDLOCK, version < 0 ? 0 : version);
  }
  int ruleset = new_ruleset(&(struct ruleset_attributes){
      .handled_fs = FS_ALL,
      .handled_net = confinement->any_tcp ? 0 : NET_BIND_TCP | NET_CONNECT_TCP,
      .scoped = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS});
  if (ruleset < 0) fail(CANNOT_PREPARE, "cannot make a Landlock ruleset: %m");
  for (size_t i = 0; i < confinement->path_count; i++) allow_path(ruleset, &confinement->paths[i]);
  if (confinement->tcp_port > 0 && !confinement->any_tcp) allow_port(ruleset, confinement->tcp_port);
  if (!enter(ruleset)) fail(CANNOT_PREPARE, "cannot enter Landlock: %m");
}

static void limit(int resource, const char *name, rlim_t value) {
  if (value == RLIM_INFINITY) return;
  struct rlimit now, wanted = {value, value};
  if (getrlimit(resource, &now) == 0 && now.rlim_max < value) wanted.rlim_cur = wanted.rlim_max = now.rlim_max;
  if (setrlimit(resource, &wanted) < 0) fail(CANNOT_PREPARE, "cannot set the limit %s: %m", name);
}

/*
 * Of a worker that runs as root or was given some. CAP_PERFMON alone reads the environment of every process
 * in spite of Landlock (mm_access of Linux 6.16 and newer). The bounding set is what root could get back at exec.
 */
static void drop_capabilities(void) {
  for (unsigned long capability = 0; prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0; capability++) continue;
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  if (syscall(SYS_capset, &header, none) < 0) fail(CANNOT_PREPARE, "cannot drop capabilities: %m");
}

void load_filter(struct confinement *confinement, const char *file) {
  static struct sock_filter instructions[BPF_MAXINSNS];
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  ssize_t size = fd < 0 ? -1 : read(fd, instructions, sizeof instructions);
  if (size < 0) fail(CANNOT_PREPARE, "cannot read --seccomp %s: %m", file);
  if (size == 0 || size % (ssize_t)sizeof *instructions != 0) fail(CANNOT_PREPARE, "--seccomp %s is no filter", file);
  close(fd);
  confinement->seccomp.len = (unsigned short)((size_t)size / sizeof *instructions);
  confinement->seccomp.filter = instructions;
}

void confine(const struct confinement *confinement) {
  limit(RLIMIT_CORE, "core", 0);
  limit(RLIMIT_FSIZE, "fsize", confinement->file_size);
  limit(RLIMIT_NOFILE, "nofile", confinement->open_files);
  limit(RLIMIT_NPROC, "nproc", confinement->processes);
  limit(RLIMIT_AS, "as", confinement->address_space);
  drop_capabilities();
  if (confinement->landlock) restrict_by_landlock(confinement);
  if (confinement->seccomp.len > 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &confinement->seccomp) < 0) {
    fail(CANNOT_PREPARE, "cannot load the system call filter: %m");
  }
}
