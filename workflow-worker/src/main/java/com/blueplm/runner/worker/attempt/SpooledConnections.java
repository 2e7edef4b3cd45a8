package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.gateway.ConnectionReport;
import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import com.blueplm.runner.worker.egress.ConnectionSink;
import com.blueplm.runner.worker.gateway.GatewayJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The reports about an attempt's connections on disk, one JSON object a line. Thread-safe. */
final class SpooledConnections implements ConnectionSink, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SpooledConnections.class);
  private static final JsonMapper JSON = GatewayJson.mapper();
  private static final int MOST_AT_ONCE = 500;
  private static final int LARGEST_READ = 256 * 1024;

  /** No channel: a report of an interrupted thread, as at the end of a run, would close that. */
  private final RandomAccessFile file;

  private final Runnable onData;
  private long size;
  private boolean broken;

  private SpooledConnections(RandomAccessFile file, Runnable onData) throws IOException {
    this.file = file;
    this.onData = onData;
    this.size = file.length();
  }

  /** Opens a file that may hold reports already. */
  static SpooledConnections open(Path path, Runnable onData) throws IOException {
    return new SpooledConnections(new RandomAccessFile(path.toFile(), "rw"), onData);
  }

  @Override
  public void report(Connection connection) {
    append(connection);
    onData.run();
  }

  private synchronized void append(Connection connection) {
    if (broken) {
      return;
    }
    byte[] line = JSON.writeValueAsBytes(connection);
    byte[] bytes = Arrays.copyOf(line, line.length + 1);
    bytes[line.length] = '\n';
    try {
      file.seek(size);
      file.write(bytes);
      size += bytes.length;
    } catch (IOException e) {
      broken = true;
      log.warn("Connections cannot be spooled and are lost from here on; the script goes on.", e);
    }
  }

  synchronized long size() {
    return size;
  }

  /** The reports from an offset on, up to as many as are sent at once. */
  Batch read(long offset) {
    byte[] bytes = bytes(offset);
    Map<Integer, Connection> byNumber = new LinkedHashMap<>();
    int next = 0;
    for (int i = 0; i < bytes.length && byNumber.size() < MOST_AT_ONCE; i++) {
      if (bytes[i] == '\n') {
        add(byNumber, bytes, next, i - next);
        next = i + 1;
      }
    }
    // What a worker that died left half written has no end and never will.
    return new Batch(List.copyOf(byNumber.values()), offset + (next == 0 ? bytes.length : next));
  }

  private synchronized byte[] bytes(long offset) {
    byte[] bytes = new byte[(int) Math.min(size - offset, LARGEST_READ)];
    try {
      file.seek(offset);
      file.readFully(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("spooled connections cannot be read back", e);
    }
    return bytes;
  }

  private static void add(Map<Integer, Connection> byNumber, byte[] bytes, int from, int length) {
    try {
      Connection connection = JSON.readValue(bytes, from, length, Connection.class);
      byNumber.put(connection.number(), connection);
    } catch (JacksonException e) {
      log.warn("A spooled report about a connection cannot be read and is left out.", e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /**
   * Some reports.
   *
   * @param connections of several about one connection the last
   * @param nextOffset where the next batch begins
   */
  record Batch(List<Connection> connections, long nextOffset) {

    ConnectionReport report() {
      return new ConnectionReport(connections);
    }
  }
}
