/*
 * Forwards TCP connections to 127.0.0.1 to a unix socket: the way to the worker's egress proxy out of a
 * network namespace of its own, or past a Landlock rule that allows one port. HTTP libraries speak to
 * proxies over TCP only.
 *
 * Everything is non-blocking and lives in static memory; a connection over the limit waits in the
 * listener's queue.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "script_init.h"

#define MAX_CONNECTIONS 256
#define QUEUE 256
#define CONNECT_AGAIN_MS 5

/* Bytes on their way from one socket to the other. */
struct flow {
  size_t start, end;
  bool ended;    /* the source has no more */
  bool shut;     /* and the sink was told */
  char bytes[16 * 1024];
};

struct connection {
  int tcp;       /* -1: not in use */
  int upstream;
  bool waiting;  /* the proxy's queue is full: connect again later */
  struct flow out, in;
};

static int listener = -1;
static struct sockaddr_un proxy = {.sun_family = AF_UNIX};
static struct connection connections[MAX_CONNECTIONS];
static size_t open_connections;
static bool out_of_descriptors; /* until a connection ends */

int forwarder_listen(const char *socket_path, int port) {
  for (size_t i = 0; i < MAX_CONNECTIONS; i++) connections[i].tcp = -1;
  if (strlen(socket_path) >= sizeof proxy.sun_path) {
    fail(CANNOT_PREPARE, "--proxy %s: a socket's path has at most %zu bytes", socket_path, sizeof proxy.sun_path - 1);
  }
  strcpy(proxy.sun_path, socket_path);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((in_port_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, QUEUE) < 0 ||
      getsockname(listener, (struct sockaddr *)&address, &length) < 0) {
    fail(CANNOT_PREPARE, "cannot listen on 127.0.0.1:%d: %m", port);
  }
  return ntohs(address.sin_port);
}

static void hang_up(struct connection *c) {
  close(c->tcp);
  close(c->upstream);
  c->tcp = -1;
  open_connections--;
  out_of_descriptors = false;
}

static void connect_upstream(struct connection *c) {
  c->waiting = false;
  if (connect(c->upstream, (struct sockaddr *)&proxy, sizeof proxy) == 0) return;
  if (errno == EAGAIN) {
    c->waiting = true;
  } else {
    hang_up(c);
  }
}

static void take(int tcp) {
  int upstream = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (upstream < 0) {
    close(tcp);
    return;
  }
  int on = 1;
  setsockopt(tcp, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct connection *c = connections;
  while (c->tcp >= 0) c++;
  c->tcp = tcp;
  c->upstream = upstream;
  c->out.start = c->out.end = c->in.start = c->in.end = 0;
  c->out.ended = c->out.shut = c->in.ended = c->in.shut = false;
  open_connections++;
  connect_upstream(c);
}

static void take_waiting(void) {
  while (open_connections < MAX_CONNECTIONS) {
    int tcp = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (tcp < 0) {
      out_of_descriptors = errno != EAGAIN && errno != ECONNABORTED && errno != EINTR;
      return;
    }
    take(tcp);
  }
}

static bool is_empty(const struct flow *flow) { return flow->start == flow->end; }

/* A socket that nothing is wanted of is left out: poll would report its end again and again. */
static struct pollfd interest(int socket, const struct flow *from, const struct flow *to) {
  short events = 0;
  if (is_empty(from) && !from->ended) events |= POLLIN;
  if (!is_empty(to)) events |= POLLOUT;
  return (struct pollfd){.fd = events ? socket : -1, .events = events};
}

/* The listener, then two per connection in use, in the order of the table. */
size_t forwarder_polls(struct pollfd *polls, int *timeout_ms) {
  if (listener < 0) return 0;
  size_t count = 0;
  bool accepts = open_connections < MAX_CONNECTIONS && !out_of_descriptors;
  polls[count++] = (struct pollfd){.fd = accepts ? listener : -1, .events = POLLIN};
  for (struct connection *c = connections; c < connections + MAX_CONNECTIONS; c++) {
    if (c->tcp < 0) continue;
    if (c->waiting) *timeout_ms = CONNECT_AGAIN_MS;
    polls[count++] = c->waiting ? (struct pollfd){.fd = -1} : interest(c->tcp, &c->out, &c->in);
    polls[count++] = c->waiting ? (struct pollfd){.fd = -1} : interest(c->upstream, &c->in, &c->out);
  }
  return count;
}

/* Moves what can be moved without waiting. False: the connection is broken. */
static bool move(struct flow *flow, int from, int to) {
  if (is_empty(flow) && !flow->ended) {
    ssize_t got = recv(from, flow->bytes, sizeof flow->bytes, 0);
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    flow->start = 0;
    flow->end = (size_t)got;
    flow->ended = got == 0;
  }
  if (!is_empty(flow)) {
    ssize_t sent = send(to, flow->bytes + flow->start, flow->end - flow->start, MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN || errno == EINTR;
    flow->start += (size_t)sent;
  }
  if (is_empty(flow) && flow->ended && !flow->shut) {
    shutdown(to, SHUT_WR);
    flow->shut = true;
  }
  return true;
}

static void serve(struct connection *c, short tcp_events, short upstream_events) {
  if (c->waiting) {
    connect_upstream(c);
    return;
  }
  if (!tcp_events && !upstream_events) return;
  bool whole = move(&c->out, c->tcp, c->upstream) && move(&c->in, c->upstream, c->tcp);
  if (!whole || (c->out.shut && c->in.shut)) hang_up(c);
}

/* polls as forwarder_polls() filled them and poll() answered them */
void forwarder_handle(const struct pollfd *polls) {
  if (listener < 0) return;
  const struct pollfd *poll = polls + 1;
  for (struct connection *c = connections; c < connections + MAX_CONNECTIONS; c++) {
    if (c->tcp < 0) continue;
    serve(c, poll[0].revents, poll[1].revents);
    poll += 2;
  }
  if (polls[0].revents) take_waiting();
}
