/*
 * --control: the line to the worker where no descriptor can be inherited, as in a container.
 *
 * It is a stream on a unix socket. The worker sends PROGRAM's environment: NAME=value, each ended by a
 * zero byte, and all by one more; so it lies neither on a disk nor with the container engine. Later it may
 * send the byte T: SIGTERM to PROGRAM. The end of the stream, which also the worker's death brings, is the
 * order to kill everything. script-init sends the line "oom" once the kernel has ended a process at the
 * memory limit, and at the end the report.
 *
 * Sources: unix(7), cgroups(7), the kernel's admin-guide/cgroup-v1/memory.rst and cgroup-v2.rst.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "script_init.h"

#define MOST_ENVIRONMENT (8u << 20)
#define WATCH_MS 100

static int line = -1;
static bool said_oom;

static int connect_to(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) fail(CANNOT_PREPARE, "--control %s: the path is too long", path);
  strcpy(address.sun_path, path);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
    fail(CANNOT_PREPARE, "--control %s: the worker cannot be reached: %m", path);
  }
  return fd;
}

/* Whether the environment that arrived so far is whole. */
static bool is_whole(const char *bytes, size_t length) {
  return length > 0 && bytes[length - 1] == '\0' && (length == 1 || bytes[length - 2] == '\0');
}

static char *receive_environment(void) {
  size_t length = 0, room = 1 << 16;
  char *bytes = malloc(room);
  /* The worker sends nothing more before PROGRAM runs, so nothing behind the end is swallowed. */
  while (bytes != NULL && !is_whole(bytes, length)) {
    ssize_t got = read(line, bytes + length, room - length);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail(CANNOT_PREPARE, "the worker took the order back");
    length += (size_t)got;
    if (length == room) {
      if (room >= MOST_ENVIRONMENT) fail(CANNOT_PREPARE, "the environment is larger than %u bytes", MOST_ENVIRONMENT);
      bytes = realloc(bytes, room *= 2);
    }
  }
  if (bytes == NULL) fail(CANNOT_PREPARE, "no memory for the environment");
  return bytes;
}

int control_open(const char *path) {
  line = connect_to(path);
  char *entry = receive_environment();
  clearenv();
  for (; *entry != '\0'; entry += strlen(entry) + 1) putenv(entry);
  return line;
}

/* The number behind a word in a file of "word number" lines, or in a file of one number; -1: not there. */
static long long number_in(const char *path, const char *word) {
  FILE *file = fopen(path, "re");
  if (file == NULL) return -1;
  char name[64];
  long long value = -1, candidate;
  if (word == NULL) {
    if (fscanf(file, "%lld", &candidate) == 1) value = candidate;
  } else {
    while (value < 0 && fscanf(file, "%63s %lld", name, &candidate) == 2) {
      if (strcmp(name, word) == 0) value = candidate;
    }
  }
  fclose(file);
  return value;
}

/* A container sees its own control group, of version 2 or 1. */
static long long oom_kills(void) {
  long long kills = number_in("/sys/fs/cgroup/memory.events", "oom_kill");
  return kills >= 0 ? kills : number_in("/sys/fs/cgroup/memory/memory.oom_control", "oom_kill");
}

static long long peak_bytes(void) {
  long long peak = number_in("/sys/fs/cgroup/memory.peak", NULL);
  return peak >= 0 ? peak : number_in("/sys/fs/cgroup/memory/memory.max_usage_in_bytes", NULL);
}

size_t control_poll(struct pollfd *poll, int *timeout_ms) {
  *poll = (struct pollfd){.fd = line, .events = POLLIN};
  if (line >= 0 && !said_oom && (*timeout_ms < 0 || *timeout_ms > WATCH_MS)) *timeout_ms = WATCH_MS;
  return 1;
}

static void watch_memory(void) {
  if (!said_oom && oom_kills() > 0) {
    said_oom = true;
    dprintf(line, "oom\n");
  }
}

bool control_handle(const struct pollfd *poll, pid_t program) {
  if (line < 0) return false;
  watch_memory();
  if (!poll->revents) return false;
  char orders[16];
  ssize_t got = read(line, orders, sizeof orders);
  for (ssize_t i = 0; i < got; i++) {
    if (orders[i] == 'T') kill(program, SIGTERM);
  }
  return got == 0 || (got < 0 && errno != EINTR);
}

void control_report(char *fields, size_t size) {
  fields[0] = '\0';
  if (line < 0) return;
  long long peak = peak_bytes(), kills = oom_kills();
  int used = peak < 0 ? 0 : snprintf(fields, size, ",\"peak_bytes\":%lld", peak);
  if (kills >= 0) snprintf(fields + used, size - (size_t)used, ",\"oom_kills\":%lld", kills);
}
