/*
 * filter DIRECTORY
 *
 * Writes the system call filters of scripts as raw BPF, for each processor that the worker knows, named as
 * Java names it:
 *   DIRECTORY/<arch>/script.bpf     for a script in namespaces of its own (bubblewrap, container)
 *   DIRECTORY/<arch>/landlock.bpf   for one beside others: also closes what Landlock leaves open
 *   DIRECTORY/<arch>/landlock-host-network.bpf   the same, but with the machine's network
 *
 * A filter allows all but what a script has no use for and a kernel exploit likes. Compared with Docker's
 * default profile (moby, profiles/seccomp/default.json), which allows by list: all that Docker refuses to a
 * container without capabilities is refused, and also ptrace, process_vm_*, kcmp, pidfd_getfd,
 * process_madvise, memfd_secret, name_to_handle_at, modify_ldt, chroot, sethostname, terminal injection and
 * all but four socket families. System calls newer than the list was made for answer ENOSYS, as an older
 * kernel would. Landlock's and seccomp's own calls stay allowed: a script may confine itself further.
 *
 * Traps heeded here: a parameter that the kernel takes as an int is compared as 32 bits or refused with any
 * higher bit set, else 0x100000028 would pass for something else than AF_VSOCK; clone3 has its flags
 * in memory, where a filter cannot look.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define EACH(i, table) for (size_t i = 0; i < sizeof(table) / sizeof *(table); i++)
#define INT_EQ(value) SCMP_CMP_MASKED_EQ, 0xffffffffu, (value)

/* futex_requeue, Linux 6.7: what came later (statmount, listmount, lsm_*, *xattrat) was not judged. */
#define LAST_KNOWN_CALL 456

static const int REFUSED[] = {
    /* keys, tracing, other processes */
    SCMP_SYS(add_key), SCMP_SYS(keyctl), SCMP_SYS(request_key), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev), SCMP_SYS(process_madvise), SCMP_SYS(process_mrelease), SCMP_SYS(kcmp),
    SCMP_SYS(pidfd_getfd),
    /* large and young parts of the kernel */
    SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register), SCMP_SYS(memfd_secret), SCMP_SYS(fanotify_init),
    SCMP_SYS(fanotify_mark),
    /* mounts and namespaces */
    SCMP_SYS(mount), SCMP_SYS(umount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(setns),
    SCMP_SYS(unshare), SCMP_SYS(open_tree), SCMP_SYS(move_mount), SCMP_SYS(fsopen), SCMP_SYS(fsconfig),
    SCMP_SYS(fsmount), SCMP_SYS(fspick), SCMP_SYS(mount_setattr), SCMP_SYS(open_by_handle_at),
    SCMP_SYS(name_to_handle_at),
    /* the machine */
    SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(create_module),
    SCMP_SYS(query_module), SCMP_SYS(get_kernel_syms), SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load),
    SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(acct), SCMP_SYS(quotactl), SCMP_SYS(quotactl_fd),
    SCMP_SYS(syslog), SCMP_SYS(iopl), SCMP_SYS(ioperm), SCMP_SYS(vhangup), SCMP_SYS(modify_ldt),
    SCMP_SYS(sethostname), SCMP_SYS(setdomainname),
    /* clocks */
    SCMP_SYS(clock_settime), SCMP_SYS(clock_adjtime), SCMP_SYS(settimeofday), SCMP_SYS(adjtimex), SCMP_SYS(stime),
    /* where memory lies */
    SCMP_SYS(mbind), SCMP_SYS(set_mempolicy), SCMP_SYS(set_mempolicy_home_node), SCMP_SYS(migrate_pages),
    SCMP_SYS(move_pages),
    /* relics */
    SCMP_SYS(nfsservctl), SCMP_SYS(lookup_dcookie), SCMP_SYS(uselib), SCMP_SYS(ustat), SCMP_SYS(sysfs),
    SCMP_SYS(_sysctl),
};

static const unsigned long NAMESPACES[] = {
    CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP,
};

/* Typing into a terminal (TIOCSTI), pasting into a console, taking the console's output, line disciplines. */
static const unsigned long TERMINAL_REQUESTS[] = {0x5412, 0x541c, 0x541d, 0x5423};

/* Netlink: getaddrinfo and if_nameindex ask for addresses and interfaces by it (NETLINK_ROUTE only). */
static const int FAMILIES[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};
#define LAST_FAMILY 63

/*
 * Shared with other runs where there is no IPC namespace, and memory that outlives the script or that no
 * per-process limit counts.
 */
static const int SHARED_MEMORY[] = {
    SCMP_SYS(shmget), SCMP_SYS(shmat), SCMP_SYS(shmctl), SCMP_SYS(msgget), SCMP_SYS(msgctl), SCMP_SYS(msgsnd),
    SCMP_SYS(msgrcv), SCMP_SYS(semget), SCMP_SYS(semctl), SCMP_SYS(semop), SCMP_SYS(semtimedop), SCMP_SYS(mq_open),
    SCMP_SYS(mq_unlink), SCMP_SYS(memfd_create),
};

/* Landlock does not govern them, and the worker's files belong to the same user. */
static const int OWNERS[] = {
    SCMP_SYS(chown), SCMP_SYS(lchown), SCMP_SYS(fchown), SCMP_SYS(fchownat), SCMP_SYS(setxattr), SCMP_SYS(lsetxattr),
    SCMP_SYS(fsetxattr), SCMP_SYS(removexattr), SCMP_SYS(lremovexattr), SCMP_SYS(fremovexattr),
};

/*
 * As above, but common library functions (shutil.copy) fail when these fail: they succeed and do nothing,
 * as on a file system without modes. The mode given to open and mkdir holds.
 */
static const int MODES_AND_TIMES[] = {
    SCMP_SYS(chmod), SCMP_SYS(fchmod), SCMP_SYS(fchmodat), SCMP_SYS(utime), SCMP_SYS(utimes), SCMP_SYS(futimesat),
    SCMP_SYS(utimensat),
};

/* The first parameter is a process, 0 for the caller: the worker has the same user. */
static const int OF_A_PROCESS[] = {
    SCMP_SYS(prlimit64), SCMP_SYS(sched_setaffinity), SCMP_SYS(sched_setscheduler), SCMP_SYS(sched_setparam),
    SCMP_SYS(sched_setattr),
};

/* Where a script runs. */
enum place { NAMESPACE, BESIDE_OTHERS, BESIDE_OTHERS_WITH_NETWORK };

static scmp_filter_ctx filter;

static void add(int error, int call, struct scmp_arg_cmp *conditions, unsigned count) {
  int result = seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(error), call, count, conditions);
  if (result < 0) {
    fprintf(stderr, "filter: system call %d: %s\n", call, strerror(-result));
    exit(1);
  }
}

#define REFUSE(error, call) add(error, call, NULL, 0)
#define REFUSE_IF(error, call, ...)                      \
  do {                                                   \
    struct scmp_arg_cmp conditions[] = {__VA_ARGS__};    \
    add(error, call, conditions, sizeof conditions / sizeof *conditions); \
  } while (0)

static bool is_allowed_family(int family) {
  EACH(i, FAMILIES) if (FAMILIES[i] == family) return true;
  return false;
}

static void refuse_sockets(void) {
  for (int family = 0; family <= LAST_FAMILY; family++) {
    if (!is_allowed_family(family)) REFUSE_IF(EAFNOSUPPORT, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)family));
  }
  REFUSE_IF(EAFNOSUPPORT, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_GT, LAST_FAMILY));
  REFUSE_IF(EPROTONOSUPPORT, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, AF_NETLINK), SCMP_A2(SCMP_CMP_NE, 0));
}

static void refuse_everywhere(void) {
  EACH(i, REFUSED) REFUSE(EPERM, REFUSED[i]);
  EACH(i, NAMESPACES)
    REFUSE_IF(EPERM, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, NAMESPACES[i], NAMESPACES[i]));
  REFUSE(ENOSYS, SCMP_SYS(clone3)); /* libc falls back to clone */
  EACH(i, TERMINAL_REQUESTS) REFUSE_IF(EPERM, SCMP_SYS(ioctl), SCMP_A1(INT_EQ(TERMINAL_REQUESTS[i])));
  REFUSE_IF(EPERM, SCMP_SYS(personality), SCMP_A0(SCMP_CMP_NE, 0xffffffff)); /* asking is allowed */
  refuse_sockets();
}

/* Landlock governs connect() of plain TCP only: no UDP, no MPTCP or SCTP, no connecting by the first send. */
static void refuse_internet(scmp_datum_t family) {
  struct scmp_arg_cmp is_family = SCMP_A0(SCMP_CMP_EQ, family);
  for (scmp_datum_t type = 0; type < 16; type++) {
    if (type != SOCK_STREAM) REFUSE_IF(EPERM, SCMP_SYS(socket), is_family, SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, type));
  }
  for (scmp_datum_t protocol = 1; protocol < IPPROTO_TCP; protocol++) {
    REFUSE_IF(EPERM, SCMP_SYS(socket), is_family, SCMP_A2(SCMP_CMP_EQ, protocol));
  }
  REFUSE_IF(EPERM, SCMP_SYS(socket), is_family, SCMP_A2(SCMP_CMP_GT, IPPROTO_TCP));
}

static void refuse_connecting_by_send(void) {
  struct scmp_arg_cmp third = SCMP_A2(SCMP_CMP_MASKED_EQ, MSG_FASTOPEN, MSG_FASTOPEN);
  struct scmp_arg_cmp fourth = SCMP_A3(SCMP_CMP_MASKED_EQ, MSG_FASTOPEN, MSG_FASTOPEN);
  REFUSE_IF(EOPNOTSUPP, SCMP_SYS(sendto), fourth);
  REFUSE_IF(EOPNOTSUPP, SCMP_SYS(sendmsg), third);
  REFUSE_IF(EOPNOTSUPP, SCMP_SYS(sendmmsg), fourth);
}

static void refuse_network_beside_others(void) {
  refuse_internet(AF_INET);
  refuse_internet(AF_INET6);
  refuse_connecting_by_send();
}

static void refuse_beside_others(void) {
  /* Landlock does not govern sockets with a path. Pairs stay, but not those that can send elsewhere. */
  REFUSE_IF(EPERM, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, AF_UNIX));
  REFUSE_IF(EPERM, SCMP_SYS(socketpair), SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, SOCK_DGRAM));
  REFUSE_IF(EPERM, SCMP_SYS(socketpair), SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, SOCK_RAW));
  EACH(i, SHARED_MEMORY) REFUSE(EPERM, SHARED_MEMORY[i]);
  EACH(i, OWNERS) REFUSE(EPERM, OWNERS[i]);
  EACH(i, MODES_AND_TIMES) REFUSE(0, MODES_AND_TIMES[i]);
  EACH(i, OF_A_PROCESS) REFUSE_IF(EPERM, OF_A_PROCESS[i], SCMP_A0(SCMP_CMP_NE, 0));
  REFUSE_IF(EPERM, SCMP_SYS(setpriority), SCMP_A0(SCMP_CMP_NE, PRIO_PROCESS));
  REFUSE_IF(EPERM, SCMP_SYS(setpriority), SCMP_A1(SCMP_CMP_NE, 0));
  REFUSE_IF(EPERM, SCMP_SYS(ioprio_set), SCMP_A0(SCMP_CMP_NE, 1));
  REFUSE_IF(EPERM, SCMP_SYS(ioprio_set), SCMP_A1(SCMP_CMP_NE, 0));
}

/*
 * Stands before libseccomp's instructions: other ABIs of the processor (i386) end the process, calls that
 * are not known (among them all of x32) do not exist. fchmodat2 has no name in older libseccomp.
 */
static void write_head(int file, __u32 audit_arch, enum place place) {
  const __u32 fchmodat2 = 452;
  const struct sock_filter head[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, audit_arch, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, LAST_KNOWN_CALL, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, place == NAMESPACE ? 0xffffffff : fchmodat2, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
  };
  if (write(file, head, sizeof head) != sizeof head) exit(1);
}

static void write_filter(const char *directory, const char *name, uint32_t arch, __u32 audit_arch, enum place place) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  filter = seccomp_init(SCMP_ACT_ALLOW);
  if (file < 0 || filter == NULL) {
    fprintf(stderr, "filter: cannot write %s: %m\n", path);
    exit(1);
  }
  if (arch != seccomp_arch_native() && (seccomp_arch_add(filter, arch) < 0 || seccomp_arch_remove(filter, SCMP_ARCH_NATIVE) < 0)) {
    fprintf(stderr, "filter: this libseccomp does not know the processor of %s\n", path);
    exit(1);
  }
  refuse_everywhere();
  if (place != NAMESPACE) refuse_beside_others();
  if (place == BESIDE_OTHERS) refuse_network_beside_others();
  write_head(file, audit_arch, place);
  if (seccomp_export_bpf(filter, file) < 0 || close(file) < 0) exit(1);
  seccomp_release(filter);
}

static void write_filters(const char *parent, const char *java_name, uint32_t arch, __u32 audit_arch) {
  char directory[2048];
  snprintf(directory, sizeof directory, "%s/%s", parent, java_name);
  mkdir(directory, 0755);
  write_filter(directory, "script.bpf", arch, audit_arch, NAMESPACE);
  write_filter(directory, "landlock.bpf", arch, audit_arch, BESIDE_OTHERS);
  write_filter(directory, "landlock-host-network.bpf", arch, audit_arch, BESIDE_OTHERS_WITH_NETWORK);
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  write_filters(argv[1], "amd64", SCMP_ARCH_X86_64, AUDIT_ARCH_X86_64);
  write_filters(argv[1], "aarch64", SCMP_ARCH_AARCH64, AUDIT_ARCH_AARCH64);
  return 0;
}
