package com.blueplm.runner.worker.execution;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one stream of a script in bounded pieces, masks it and hands it on. A platform thread,
 * because reading a pipe would hold the carrier of a virtual one.
 */
public final class OutputPump {

  private static final Logger log = LoggerFactory.getLogger(OutputPump.class);
  private static final int PIECE = 64 * 1024;

  private final InputStream stream;
  private final SecretMasker masker;
  private final OutputSink sink;
  private final CountDownLatch end = new CountDownLatch(1);
  private boolean closed;

  private OutputPump(InputStream stream, SecretMasker masker, OutputSink sink) {
    this.stream = stream;
    this.masker = masker;
    this.sink = sink;
  }

  /** Starts reading. */
  public static OutputPump start(
      InputStream stream, SecretForms secrets, OutputSink sink, String name) {
    OutputPump pump = new OutputPump(stream, new SecretMasker(secrets), sink);
    Thread.ofPlatform().daemon().name(name).start(pump::run);
    return pump;
  }

  /**
   * Waits for the stream's end; afterwards nothing more reaches the sink, even when a process that
   * was left behind still holds the stream.
   *
   * @return whether the end was seen
   */
  public boolean awaitEnd(Duration patience) {
    boolean ended = false;
    try {
      ended = end.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
    return ended;
  }

  private void run() {
    byte[] piece = new byte[PIECE];
    try {
      int length = stream.read(piece);
      while (length >= 0 && take(piece, length)) {
        length = stream.read(piece);
      }
    } catch (IOException e) {
      log.debug("A stream broke off; what came before it is kept.", e);
    } finally {
      close();
      end.countDown();
    }
  }

  private synchronized boolean take(byte[] piece, int length) {
    if (!closed) {
      masker.mask(piece, length, sink);
    }
    return !closed;
  }

  private synchronized void close() {
    if (!closed) {
      closed = true;
      masker.finish(sink);
    }
  }
}
