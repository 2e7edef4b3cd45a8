package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.worker.execution.OutputSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream's masked bytes on disk: appended by a reader, read back by the pusher. */
final class SpooledStream implements OutputSink, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SpooledStream.class);

  private static final int LONGEST_LAST_LINE = 8192;

  private final FileChannel file;
  private final OutputBudget budget;
  private final Runnable onData;
  private long size;
  private long lost;
  private boolean broken;
  private byte last = '\n';

  private SpooledStream(FileChannel file, OutputBudget budget, Runnable onData) throws IOException {
    this.file = file;
    this.budget = budget;
    this.onData = onData;
    this.size = file.size();
    if (size > 0) {
      this.last = read(size - 1, 1)[0];
    }
  }

  /** Opens a file that may hold bytes already. */
  static SpooledStream open(Path path, OutputBudget budget, Runnable onData) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new SpooledStream(file, budget, onData);
  }

  @Override
  public void write(byte[] bytes, int length) {
    synchronized (this) {
      int kept = broken ? 0 : budget.take(length);
      lost += length - kept;
      append(bytes, kept);
    }
    onData.run();
  }

  /** Adds the marker of lost bytes, if any, and then the lines of ours. */
  synchronized void conclude(String... lines) {
    if (lost > 0) {
      appendLine("[Script Runner: " + lost + " bytes of output were lost here]");
    }
    for (String line : lines) {
      appendLine(line);
    }
  }

  synchronized long size() {
    return size;
  }

  synchronized boolean endsInLine() {
    return last == '\n';
  }

  /** The last line with anything in it; empty when there is none, cut when it is long. */
  String lastLine() {
    long from = Math.max(0, size() - LONGEST_LAST_LINE);
    String end = new String(read(from, LONGEST_LAST_LINE), StandardCharsets.UTF_8).stripTrailing();
    return end.substring(end.lastIndexOf('\n') + 1);
  }

  /** Reads up to {@code length} bytes from an offset below the size. */
  byte[] read(long offset, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try {
      while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {}
    } catch (IOException e) {
      throw new UncheckedIOException("spooled output cannot be read back", e);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private void appendLine(String line) {
    byte[] bytes = ((last == '\n' ? "" : "\n") + line + "\n").getBytes(StandardCharsets.UTF_8);
    append(bytes, bytes.length);
  }

  private void append(byte[] bytes, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    try {
      while (buffer.hasRemaining()) {
        size += file.write(buffer, size);
      }
    } catch (IOException e) {
      // Later bytes are dropped too: a gap in the middle could not be told from the truth.
      broken = true;
      lost += buffer.remaining();
      log.warn("Output cannot be spooled and is lost from here on; the script goes on.", e);
    }
    if (buffer.position() > 0) {
      last = bytes[buffer.position() - 1];
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
