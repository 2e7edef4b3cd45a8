package com.blueplm.runner.worker.sandbox.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/**
 * A stream between two threads that holds no more than 64 KiB: the writer waits until the reader
 * has made room.
 */
final class HandOver extends InputStream {

  private static final int CAPACITY = 64 * 1024;

  private final byte[] ring = new byte[CAPACITY];
  private int first;
  private int held;
  private boolean ended;
  private boolean abandoned;

  /** Copies bytes in; drops them when the stream has ended or its reader has gone. */
  synchronized void put(byte[] bytes) throws InterruptedException {
    int offset = 0;
    while (offset < bytes.length && !ended && !abandoned) {
      if (held == CAPACITY) {
        wait();
      } else {
        offset += copyIn(bytes, offset);
        notifyAll();
      }
    }
  }

  /** The reader sees the end after what was written. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    awaitBytes();
    if (held == 0) {
      return -1;
    }
    int count = Math.min(Math.min(length, held), CAPACITY - first);
    System.arraycopy(ring, first, target, offset, count);
    first = (first + count) % CAPACITY;
    held -= count;
    notifyAll();
    return count;
  }

  /** Lets the writer go on and drops what it writes. */
  @Override
  public synchronized void close() {
    abandoned = true;
    held = 0;
    notifyAll();
  }

  private int copyIn(byte[] bytes, int offset) {
    int end = (first + held) % CAPACITY;
    int room = Math.min(CAPACITY - held, CAPACITY - end);
    int count = Math.min(bytes.length - offset, room);
    System.arraycopy(bytes, offset, ring, end, count);
    held += count;
    return count;
  }

  private void awaitBytes() throws IOException {
    try {
      while (held == 0 && !ended && !abandoned) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while reading").initCause(e);
    }
  }
}
