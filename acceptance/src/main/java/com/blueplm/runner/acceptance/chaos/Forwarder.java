package com.blueplm.runner.acceptance.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * A TCP line that can be disturbed: it listens on a port of 127.0.0.1 and passes bytes to another.
 */
final class Forwarder implements AutoCloseable {
  /** What the line does with bytes. */
  enum Mode {
    /** Passes them on. */
    PASS,
    /** Resets every connection, old and new. */
    CUT,
    /** Keeps connections open and passes nothing in either direction. */
    FREEZE,
    /** Passes little and late. */
    SLOW
  }

  private static final Duration DELAY = Duration.ofMillis(60);
  private static final int SLOW_BYTES = 4096;

  private final ServerSocket listener;
  private final IntSupplier target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private Mode mode = Mode.PASS;
  private boolean closed;

  /**
   * Listens at once; the target is asked for at each connection, so it need not be known before.
   */
  Forwarder(IntSupplier targetPort) {
    this.target = targetPort;
    try {
      this.listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("forwarder-" + port()).start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  synchronized Mode mode() {
    return mode;
  }

  /** Changes what happens from now on; a cut drops the connections that there are. */
  synchronized void set(Mode wanted) {
    mode = wanted;
    if (wanted == Mode.CUT) {
      open.forEach(Forwarder::reset);
    }
    notifyAll();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException closing) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    open.add(client);
    Socket server = new Socket();
    open.add(server);
    try {
      if (!pass(0)) {
        reset(client);
        return;
      }
      server.connect(new InetSocketAddress("127.0.0.1", target.getAsInt()), 5_000);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(() -> pump(server, client));
      pump(client, server);
      back.join();
    } catch (IOException | RuntimeException unreachable) {
      reset(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reset(client);
      reset(server);
      open.remove(client);
      open.remove(server);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!pass(n)) {
          throw new IOException("cut");
        }
        out.write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException broken) {
      reset(from);
      reset(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset(from);
      reset(to);
    }
  }

  /** Waits until the bytes may go on; false when they may not at all. */
  private synchronized boolean pass(int bytes) throws InterruptedException {
    if (mode == Mode.SLOW) {
      wait(DELAY.toMillis() * (1 + bytes / SLOW_BYTES));
    }
    while (mode == Mode.FREEZE && !closed) {
      wait();
    }
    return mode != Mode.CUT && !closed;
  }

  private static void reset(Socket socket) {
    try {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException gone) {
      // It was closed from the other side in this moment: what was wanted.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    listener.close();
    open.forEach(Forwarder::reset);
  }
}
