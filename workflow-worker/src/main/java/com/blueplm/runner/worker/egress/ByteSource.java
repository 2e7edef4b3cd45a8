package com.blueplm.runner.worker.egress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Buffered bytes of a connection's one direction. Used by one thread at a time. */
final class ByteSource extends InputStream {

  private static final int BUFFER = 32 * 1024;

  private final ReadableByteChannel channel;
  private final Watch watch;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
  private long total;

  ByteSource(ReadableByteChannel channel, Watch watch) {
    this.channel = channel;
    this.watch = watch;
  }

  /** The next byte; -1 at the end. */
  @Override
  public int read() throws IOException {
    if (!fill()) {
      return -1;
    }
    total++;
    return buffer.get() & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int taken = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, taken);
    total += taken;
    return taken;
  }

  /** Bytes handed out so far. */
  long total() {
    return total;
  }

  private boolean fill() throws IOException {
    if (buffer.hasRemaining()) {
      return true;
    }
    buffer.clear();
    int read;
    try {
      read = channel.read(buffer);
    } finally {
      buffer.flip();
    }
    watch.moved();
    return read > 0;
  }
}
