/*
 * Failures before PROGRAM runs. In script-init itself a failure is one line on stderr and
 * {"error":"..."} on the status descriptor. In PROGRAM's process, between fork and exec, it is sent to
 * script-init over a pipe, code first, so that a failed start never looks like PROGRAM's own exit.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "script_init.h"

static int pipe_to_init = -1;
static int status = -1;

void fail_to(int fd) { pipe_to_init = fd; }

void report_to(int status_fd) { status = status_fd; }

/* JSON without escapes: what would need one is replaced. */
static void make_plain(char *text) {
  for (; *text; text++) {
    if (*text == '"') *text = '\'';
    if (*text == '\\' || (unsigned char)*text < ' ') *text = '?';
  }
}

_Noreturn void fail_with(int code, const char *message) {
  if (pipe_to_init >= 0) {
    char byte = (char)code;
    if (write(pipe_to_init, &byte, 1) == 1 && write(pipe_to_init, message, strlen(message)) > 0) _exit(code);
    _exit(code);
  }
  char plain[512];
  snprintf(plain, sizeof plain, "%s", message);
  make_plain(plain);
  dprintf(STDERR_FILENO, "script-init: %s\n", plain);
  if (status >= 0) dprintf(status, "{\"error\":\"%s\"}\n", plain);
  _exit(code);
}

_Noreturn void fail(int code, const char *format, ...) {
  char message[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  fail_with(code, message);
}
