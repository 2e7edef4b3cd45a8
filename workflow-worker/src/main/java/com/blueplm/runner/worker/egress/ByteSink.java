package com.blueplm.runner.worker.egress;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Writes whole to a connection. Used by one thread at a time. */
final class ByteSink extends OutputStream {

  private final WritableByteChannel channel;
  private final Watch watch;
  private long total;

  ByteSink(WritableByteChannel channel, Watch watch) {
    this.channel = channel;
    this.watch = watch;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      total += channel.write(buffer);
      watch.moved();
    }
  }

  /** Bytes written so far. */
  long total() {
    return total;
  }
}
