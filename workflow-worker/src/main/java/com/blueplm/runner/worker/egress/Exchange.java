package com.blueplm.runner.worker.egress;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One accepted connection and all that is opened for it: ends as a whole. */
final class Exchange {

  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final SocketChannel client;
  private final EgressLimits limits;
  private final BooleanSupplier mayForward;
  private final Watch watch = new Watch();
  private final ByteSource in;
  private final ByteSink out;
  private final List<Closeable> opened = new ArrayList<>();
  private final AtomicBoolean answered = new AtomicBoolean();
  private @Nullable Thread thread;
  private @Nullable Thread drain;
  private volatile boolean over;

  Exchange(SocketChannel client, EgressLimits limits, BooleanSupplier mayForward) {
    this.client = client;
    this.limits = limits;
    this.mayForward = mayForward;
    this.in = new ByteSource(client, watch);
    this.out = new ByteSink(client, watch);
    opened.add(client);
    watch.until(limits.head());
  }

  ByteSource in() {
    return in;
  }

  ByteSink out() {
    return out;
  }

  Watch watch() {
    return watch;
  }

  EgressLimits limits() {
    return limits;
  }

  /** Takes what a script sends to this server, when it may be sent. */
  ByteSink towards(SocketChannel server) {
    return new ByteSink(
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer bytes) throws IOException {
            awaitForwarding();
            return server.write(bytes);
          }

          @Override
          public boolean isOpen() {
            return server.isOpen();
          }

          @Override
          public void close() throws IOException {
            server.close();
          }
        },
        watch);
  }

  /**
   * Waits until the script may speak to others.
   *
   * @throws IOException when the exchange is over before that
   */
  void awaitForwarding() throws IOException {
    while (!mayForward.getAsBoolean()) {
      if (over) {
        throw new IOException("the run's way out was closed");
      }
      watch.moved();
      LockSupport.parkNanos(ASK_AGAIN_NANOS);
    }
  }

  /** Marks this thread as the one that works on the exchange. */
  synchronized void enter() {
    thread = Thread.currentThread();
  }

  /**
   * Takes what must be closed with the exchange.
   *
   * @throws IOException when the exchange is over already
   */
  synchronized <T extends Closeable> T with(T other) throws IOException {
    if (over) {
      other.close();
      throw new IOException("the run's way out was closed");
    }
    opened.add(other);
    return other;
  }

  /** The client gets nothing more; what it still sends is read over. */
  void answered() throws IOException {
    answered.set(true);
    watch.until(limits.linger());
    client.shutdownOutput();
  }

  /**
   * Reads over what comes after the request, on a thread of its own, and ends all when the client
   * goes before it is answered.
   */
  synchronized void startDrain(Runnable first) {
    drain =
        Thread.ofVirtual()
            .name("egress-drain")
            .start(
                () -> {
                  first.run();
                  drain();
                });
  }

  /** Waits for the client to close, so that closing first does not cut off its answer. */
  void finish() throws InterruptedException {
    Thread draining;
    synchronized (this) {
      draining = drain;
    }
    if (draining == null) {
      drain();
    } else {
      draining.join();
    }
  }

  private void drain() {
    byte[] ignored = new byte[4096];
    try {
      while (in.read(ignored, 0, ignored.length) >= 0) {}
    } catch (IOException e) {
      log.debug("A client is gone: {}", e.toString());
    }
    if (!answered.get()) {
      abort();
    }
  }

  /** Closes everything, from any thread; what waits is woken. */
  void abort() {
    close();
    synchronized (this) {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  synchronized void close() {
    over = true;
    for (Closeable each : opened) {
      try {
        each.close();
      } catch (IOException e) {
        log.debug("Closing a connection: {}", e.toString());
      }
    }
  }

  /** The exchange's own thread is at its end. */
  synchronized void leave() {
    thread = null;
  }
}
