package com.blueplm.runner.worker.sandbox.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/**
 * A stream whose writer waits until the reader has taken what was written before, so that no more
 * than one piece is ever held.
 */
final class HandOver extends InputStream {

  private static final byte[] NOTHING = {};

  private byte[] piece = NOTHING;
  private int position;
  private boolean ended;
  private boolean abandoned;

  /** Hands a piece over; drops it when the stream has ended or its reader has gone. */
  synchronized void put(byte[] bytes) throws InterruptedException {
    while (isFull() && !ended && !abandoned) {
      wait();
    }
    if (!ended && !abandoned) {
      piece = bytes;
      position = 0;
      notifyAll();
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
    awaitPiece();
    if (!isFull()) {
      return -1;
    }
    int count = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, target, offset, count);
    position += count;
    if (!isFull()) {
      piece = NOTHING;
      position = 0;
      notifyAll();
    }
    return count;
  }

  private void awaitPiece() throws IOException {
    try {
      while (!isFull() && !ended && !abandoned) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while reading").initCause(e);
    }
  }

  private boolean isFull() {
    return position < piece.length;
  }

  /** Lets the writer go on and drops what it writes. */
  @Override
  public synchronized void close() {
    abandoned = true;
    piece = NOTHING;
    position = 0;
    notifyAll();
  }
}
