package com.blueplm.runner.worker.egress;

import com.blueplm.runner.contract.gateway.ConnectionReport.Protocol;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way out of one run, open until it is closed. */
public final class EgressGate implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EgressGate.class);
  private static final int BACKLOG = 128;
  private static final long RETRY_MILLIS = 100;

  private final Path socket;
  private final ServerSocketChannel server;
  private final GateRules rules;
  private final Consumer<EgressGate> onClose;
  private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread accepting;
  private volatile boolean cut;

  private EgressGate(
      Path socket,
      String run,
      ServerSocketChannel server,
      GateRules rules,
      Consumer<EgressGate> onClose) {
    this.socket = socket;
    this.server = server;
    this.rules = rules;
    this.onClose = onClose;
    this.accepting = Thread.ofVirtual().name("egress-" + run).unstarted(this::accept);
  }

  static EgressGate open(Path socket, String run, GateRules rules, Consumer<EgressGate> onClose)
      throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      server.close();
      Files.deleteIfExists(socket);
      throw e;
    }
    EgressGate gate = new EgressGate(socket, run, server, rules, onClose);
    gate.accepting.start();
    return gate;
  }

  /** The proxy's unix socket. */
  public Path socket() {
    return socket;
  }

  private void accept() {
    boolean failed = false;
    try {
      do {
        try {
          admit(server.accept());
          failed = false;
        } catch (ClosedChannelException e) {
          log.debug("{} is closed.", socket);
          return;
        } catch (IOException e) {
          if (!failed) {
            log.warn("{} cannot take a connection; it is tried again and again.", socket, e);
          }
          failed = true;
        }
      } while (!failed || !closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void admit(SocketChannel client) throws IOException {
    int limit = rules.limits().connections();
    int open = connections.size();
    if (open >= 2 * limit) {
      // So many do not even get an answer.
      rules
          .recorder()
          .begin(Protocol.CONNECT, "…", 0)
          .refused("more than " + limit + " connections are open at once: close some");
      client.close();
      return;
    }
    ClientConnection connection = new ClientConnection(client, rules, open >= limit);
    connections.add(connection);
    if (cut) {
      connection.exchange().abort();
    }
    Thread thread = Thread.ofVirtual().name("egress-connection").unstarted(() -> serve(connection));
    threads.add(thread);
    thread.start();
  }

  private void serve(ClientConnection connection) {
    try {
      connection.serve();
    } finally {
      connections.remove(connection);
      threads.remove(Thread.currentThread());
    }
  }

  /** Ends what does not move. */
  void sweep() {
    for (ClientConnection connection : connections) {
      if (connection.exchange().watch().isOver()) {
        connection.exchange().abort();
      }
    }
  }

  /** Ends every connection at once and serves none from now on; waits for nothing. */
  public void cut() {
    cut = true;
    connections.forEach(connection -> connection.exchange().abort());
  }

  /** Ends every connection and removes the socket; all is reported when this returns. */
  @Override
  public void close() throws IOException {
    synchronized (closed) {
      if (closed.getCount() == 0) {
        return;
      }
      closed.countDown();
    }
    server.close();
    Files.deleteIfExists(socket);
    try {
      accepting.join();
      connections.forEach(connection -> connection.exchange().abort());
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    rules.recorder().close();
    onClose.accept(this);
  }
}
