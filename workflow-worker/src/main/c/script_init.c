/*
 * script-init [options] -- PROGRAM ARG...
 *
 * The first process of a sandbox: process 1 of bubblewrap (--as-pid-1) and of a container, the head of the
 * tree elsewhere (--subreaper). It confines PROGRAM, forwards its connections to the worker's proxy, reaps
 * what PROGRAM leaves behind, and when PROGRAM ends kills everything else that it started.
 *
 *   --status-fd N          at the end one line of JSON goes to this descriptor:
 *                          {"exit_code":3,"signal":null,"cpu_us":1200,"max_rss_kb":4560}, or {"error":"..."}
 *                          when PROGRAM could not be started (then the exit code is 126, or 127 if not found).
 *                          cpu_us: of all descendants that were waited for; max_rss_kb: of the largest process
 *   --control SOCKET       the line to the worker in a container, instead of --status-fd: control.c says what
 *                          goes over it, PROGRAM's environment and the report among it; the report has
 *                          "peak_bytes" and "oom_kills" too, where the kernel tells them
 *   --as N --fsize N --nofile N --nproc N    limits of PROGRAM, in bytes or counts; core dumps are always off
 *   --proxy SOCKET         listens on 127.0.0.1, forwards each connection to this unix socket and puts
 *                          HTTP_PROXY and its relatives into PROGRAM's environment unless set there
 *   --proxy-port N         listens on this port; without it on a free one
 *   --landlock             refuses PROGRAM all files, TCP but to the proxy, signals and abstract sockets to
 *                          processes outside; fails where the kernel cannot
 *   --landlock-ro PATH --landlock-rw PATH    with --landlock: except these files and directories
 *   --landlock-any-tcp     with --landlock: leaves TCP open
 *   --seccomp FILE         loads this raw BPF filter into PROGRAM
 *   --subreaper            it is not process 1; it ends with the thread that started it
 *
 * SIGTERM, SIGINT, SIGHUP and SIGQUIT kill the whole tree at once; no signal is forwarded. PROGRAM cannot
 * look into script-init (PR_SET_DUMPABLE) and gets no descriptor but 0, 1 and 2.
 *
 * Sources: prctl(2), pid_namespaces(7), signalfd(2), close_range(2), getrusage(2).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "script_init.h"

#ifndef __NR_close_range
#define __NR_close_range 436
#endif
#define CLOSE_AT_EXEC (1u << 2) /* CLOSE_RANGE_CLOEXEC */
#define FIRST_PRIVATE 3

static struct confinement confinement = {
    .address_space = RLIM_INFINITY, .file_size = RLIM_INFINITY, .open_files = RLIM_INFINITY, .processes = RLIM_INFINITY};
static int status_fd = -1;
static const char *control_socket;
static const char *proxy_socket;
static int proxy_port;
static bool subreaper;

enum option_code {
  STATUS_FD = 1, CONTROL, AS, FSIZE, NOFILE, NPROC, PROXY, PROXY_PORT, LANDLOCK, LANDLOCK_RO, LANDLOCK_RW, ANY_TCP, SECCOMP, SUBREAPER
};

static const struct option OPTIONS[] = {
    {"status-fd", required_argument, NULL, STATUS_FD},
    {"control", required_argument, NULL, CONTROL},
    {"as", required_argument, NULL, AS},
    {"fsize", required_argument, NULL, FSIZE},
    {"nofile", required_argument, NULL, NOFILE},
    {"nproc", required_argument, NULL, NPROC},
    {"proxy", required_argument, NULL, PROXY},
    {"proxy-port", required_argument, NULL, PROXY_PORT},
    {"landlock", no_argument, NULL, LANDLOCK},
    {"landlock-ro", required_argument, NULL, LANDLOCK_RO},
    {"landlock-rw", required_argument, NULL, LANDLOCK_RW},
    {"landlock-any-tcp", no_argument, NULL, ANY_TCP},
    {"seccomp", required_argument, NULL, SECCOMP},
    {"subreaper", no_argument, NULL, SUBREAPER},
    {NULL, 0, NULL, 0}};

static unsigned long long number(const char *option, unsigned long long most) {
  char *end;
  errno = 0;
  unsigned long long value = strtoull(optarg, &end, 10);
  if (errno != 0 || *end != '\0' || optarg[0] < '0' || optarg[0] > '9' || value > most) {
    fail(CANNOT_PREPARE, "--%s %s: must be a whole number up to %llu", option, optarg, most);
  }
  return value;
}

static void allow(const char *path, bool writable) {
  if (confinement.path_count == MAX_PATHS) fail(CANNOT_PREPARE, "at most %d paths can be allowed", MAX_PATHS);
  confinement.landlock = true;
  confinement.paths[confinement.path_count++] = (struct landlock_path){path, writable};
}

static void apply(int code) {
  switch (code) {
    case STATUS_FD: report_to(status_fd = (int)number("status-fd", INT_MAX)); break;
    case CONTROL: control_socket = optarg; break;
    case AS: confinement.address_space = number("as", LLONG_MAX); break;
    case FSIZE: confinement.file_size = number("fsize", LLONG_MAX); break;
    case NOFILE: confinement.open_files = number("nofile", LLONG_MAX); break;
    case NPROC: confinement.processes = number("nproc", LLONG_MAX); break;
    case PROXY: proxy_socket = optarg; break;
    case PROXY_PORT: proxy_port = (int)number("proxy-port", 65535); break;
    case LANDLOCK: confinement.landlock = true; break;
    case LANDLOCK_RO: allow(optarg, false); break;
    case LANDLOCK_RW: allow(optarg, true); break;
    case ANY_TCP: confinement.any_tcp = true; break;
    case SECCOMP: load_filter(&confinement, optarg); break;
    case SUBREAPER: subreaper = true; break;
    default: fail(CANNOT_PREPARE, "unknown option, or one without its value; options end with --, then PROGRAM");
  }
}

/* Answers PROGRAM with its arguments. */
static char **parse(int argc, char **argv) {
  int code;
  opterr = 0;
  while ((code = getopt_long(argc, argv, "+", OPTIONS, NULL)) != -1) apply(code);
  if (optind >= argc) fail(CANNOT_PREPARE, "PROGRAM is missing");
  return argv + optind;
}

/* Linux before 5.9 has no close_range and before 5.11 no CLOSE_AT_EXEC. */
static void one_by_one(long first, long last, bool at_exec) {
  long most = sysconf(_SC_OPEN_MAX);
  for (long fd = first; fd <= last && fd < most; fd++) {
    if (at_exec) {
      fcntl((int)fd, F_SETFD, FD_CLOEXEC);
    } else {
      close((int)fd);
    }
  }
}

static void close_range_of(unsigned first, unsigned last, bool at_exec) {
  if (first > last) return;
  if (syscall(__NR_close_range, first, last, at_exec ? CLOSE_AT_EXEC : 0) < 0) one_by_one(first, last, at_exec);
}

/* What was inherited by accident, but not the status descriptor. */
static void close_inherited(void) {
  unsigned kept = status_fd < FIRST_PRIVATE ? FIRST_PRIVATE - 1 : (unsigned)status_fd;
  close_range_of(FIRST_PRIVATE, kept - 1, false);
  close_range_of(kept + 1, UINT_MAX, false);
}

/* Room for its own connections; PROGRAM gets back what was there. */
static struct rlimit raise_open_files(void) {
  struct rlimit before = {RLIM_INFINITY, RLIM_INFINITY};
  if (getrlimit(RLIMIT_NOFILE, &before) == 0 && before.rlim_cur < before.rlim_max) {
    rlim_t enough = before.rlim_max < 1024 ? before.rlim_max : 1024;
    struct rlimit raised = {before.rlim_cur > enough ? before.rlim_cur : enough, before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &raised);
  }
  return before;
}

static sigset_t watched_signals(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  sigaddset(&signals, SIGQUIT);
  return signals;
}

static void name_the_proxy(int port) {
  static const char *const NAMES[] = {"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"};
  char address[32];
  snprintf(address, sizeof address, "http://127.0.0.1:%d", port);
  for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) setenv(NAMES[i], address, 0);
}

static void default_signals(void) {
  for (int signal_number = 1; signal_number < NSIG; signal_number++) signal(signal_number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

_Noreturn static void become(char **program, pid_t init, int port, const struct rlimit *open_files) {
  default_signals();
  setsid(); /* no terminal to type into, no process group shared with the worker */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != init) _exit(CANNOT_PREPARE);
  if (port > 0) name_the_proxy(port);
  setrlimit(RLIMIT_NOFILE, open_files);
  close_range_of(FIRST_PRIVATE, UINT_MAX, true);
  confine(&confinement);
  execvp(program[0], program);
  fail(errno == ENOENT ? NOT_FOUND : CANNOT_PREPARE, "cannot start %s: %m", program[0]);
}

/* Waits until exec closed the pipe, or passes the failure on. */
static void await_exec(int pipe) {
  char message[512] = {0};
  size_t length = 0;
  ssize_t got;
  while ((got = read(pipe, message + length, sizeof message - 1 - length)) > 0 || (got < 0 && errno == EINTR)) {
    if (got > 0) length += (size_t)got;
  }
  close(pipe);
  if (length > 0) fail_with((unsigned char)message[0], message + 1);
}

/* Else the end of PROGRAM's output would never be seen before the end of script-init. */
static void let_go_of_streams(void) {
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd < FIRST_PRIVATE; fd++) {
    if (fd == status_fd) continue;
    if (nothing < 0 || dup2(nothing, fd) < 0) close(fd);
  }
}

static pid_t start(char **program, int port, const struct rlimit *open_files) {
  int pipe[2];
  pid_t init = getpid();
  if (pipe2(pipe, O_CLOEXEC) < 0) fail(CANNOT_PREPARE, "cannot make a pipe: %m");
  pid_t pid = fork();
  if (pid < 0) fail(CANNOT_PREPARE, "cannot fork: %m");
  if (pid == 0) {
    fail_to(pipe[1]);
    become(program, init, port, open_files);
  }
  close(pipe[1]);
  await_exec(pipe[0]);
  let_go_of_streams();
  return pid;
}

/* True: PROGRAM ended, or everything is to be killed. */
static bool read_signals(int fd, pid_t program, int *status) {
  struct signalfd_siginfo signals[16];
  ssize_t got;
  bool over = false;
  while ((got = read(fd, signals, sizeof signals)) > 0) {
    for (size_t i = 0; i < (size_t)got / sizeof *signals; i++) over |= signals[i].ssi_signo != SIGCHLD;
  }
  return reap(program, status) || over;
}

static void run_until_over(int signals, pid_t program, int *status) {
  static struct pollfd polls[2 + FORWARDER_POLLS];
  bool over = false;
  while (!over) {
    int timeout_ms = -1;
    polls[0] = (struct pollfd){.fd = signals, .events = POLLIN};
    size_t count = 1 + control_poll(polls + 1, &timeout_ms);
    count += forwarder_polls(polls + 2, &timeout_ms);
    if (poll(polls, count, timeout_ms) < 0) continue;
    forwarder_handle(polls + 2);
    over = control_handle(polls + 1, program);
    over |= polls[0].revents && read_signals(signals, program, status);
  }
}

static void report(int status) {
  struct rusage used;
  if (status_fd < 0 || getrusage(RUSAGE_CHILDREN, &used) < 0) return;
  long long cpu_us = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000LL + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
  char exit_code[12] = "null", signal_number[12] = "null";
  if (WIFSIGNALED(status)) {
    snprintf(signal_number, sizeof signal_number, "%d", WTERMSIG(status));
  } else {
    snprintf(exit_code, sizeof exit_code, "%d", WEXITSTATUS(status));
  }
  char more[96];
  control_report(more, sizeof more);
  dprintf(status_fd, "{\"exit_code\":%s,\"signal\":%s,\"cpu_us\":%lld,\"max_rss_kb\":%ld%s}\n", exit_code,
          signal_number, cpu_us, used.ru_maxrss, more);
}

int main(int argc, char **argv) {
  sigset_t watched = watched_signals();
  sigprocmask(SIG_BLOCK, &watched, NULL);
  signal(SIGPIPE, SIG_IGN);
  prctl(PR_SET_DUMPABLE, 0);
  char **program = parse(argc, argv);
  close_inherited();
  if (control_socket != NULL) report_to(status_fd = control_open(control_socket));
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) fail(CANNOT_PREPARE, "cannot set no_new_privs: %m");
  struct rlimit open_files = raise_open_files();
  head_the_tree(subreaper);
  int port = proxy_socket == NULL ? 0 : forwarder_listen(proxy_socket, proxy_port);
  confinement.tcp_port = port;
  int signals = signalfd(-1, &watched, SFD_NONBLOCK | SFD_CLOEXEC);
  if (signals < 0) fail(CANNOT_PREPARE, "cannot wait for signals: %m");
  pid_t pid = start(program, port, &open_files);
  int status = 0;
  run_until_over(signals, pid, &status);
  kill_tree(pid, &status);
  report(status);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
