package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.gateway.ProgressReport;
import com.blueplm.runner.worker.execution.SecretForms;
import com.blueplm.runner.worker.execution.SecretMasker;
import com.blueplm.runner.worker.gateway.GatewayJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what the script says about itself, one JSON object a line, in bounded pieces. Lines above
 * 64 KiB and lines that are no such objects are passed over. The file is opened before the script
 * starts: what a script puts in its place, such as a link to a file of the worker's, is never read.
 * Thread-safe.
 */
final class ScriptEvents implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ScriptEvents.class);
  private static final JsonMapper JSON = GatewayJson.mapper();
  private static final int LONGEST_LINE = 64 * 1024;

  private final FileChannel file;
  private final SecretForms secrets;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;
  private long offset;
  private @Nullable ProgressReport progress;
  private @Nullable String result;
  private @Nullable String checkpoint;

  private ScriptEvents(FileChannel file, SecretForms secrets) {
    this.file = file;
    this.secrets = secrets;
  }

  /** Opens the file of a script that has not started. */
  static ScriptEvents open(Path file, SecretForms secrets) throws IOException {
    return new ScriptEvents(FileChannel.open(file, StandardOpenOption.READ), secrets);
  }

  /** Reads what was added since the last call. */
  synchronized void read() {
    try {
      if (file.size() <= offset) {
        return;
      }
      ByteBuffer piece = ByteBuffer.allocate(LONGEST_LINE);
      while (file.read(piece, offset) > 0) {
        piece.flip();
        offset += piece.limit();
        while (piece.hasRemaining()) {
          take(piece.get());
        }
        piece.clear();
      }
    } catch (IOException e) {
      log.warn("A script's events cannot be read; the script goes on.", e);
    }
  }

  /** The last progress; null without one. */
  synchronized @Nullable ProgressReport progress() {
    return progress;
  }

  /** The last result as JSON text; null without one. */
  synchronized @Nullable String result() {
    return result;
  }

  /** The newest checkpoint since the last call, as JSON text; null without a new one. */
  synchronized @Nullable String takeCheckpoint() {
    String newest = checkpoint;
    checkpoint = null;
    return newest;
  }

  private void take(byte b) {
    if (b != '\n') {
      tooLong |= line.size() >= LONGEST_LINE;
      if (!tooLong) {
        line.write(b);
      }
      return;
    }
    if (!tooLong && line.size() > 0) {
      parse(SecretMasker.maskWhole(secrets, line.toByteArray()));
    }
    line.reset();
    tooLong = false;
  }

  private void parse(byte[] json) {
    try {
      JsonNode event = JSON.readTree(json);
      switch (event.path("type").asString("")) {
        case "progress" -> progress = progressOf(event);
        case "result" -> result = JSON.writeValueAsString(event.path("value"));
        case "checkpoint" -> checkpoint = JSON.writeValueAsString(event.path("value"));
        default -> log.debug("An event of an unknown type is passed over.");
      }
    } catch (JacksonException e) {
      log.debug("An event is not JSON and is passed over.", e);
    }
  }

  private static ProgressReport progressOf(JsonNode event) {
    JsonNode total = event.path("total");
    JsonNode phase = event.path("phase");
    return new ProgressReport(
        event.path("current").asDouble(0),
        total.isNumber() ? total.asDouble() : null,
        phase.isString() ? phase.asString() : null);
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      log.warn("A script's events could not be closed.", e);
    }
  }
}
