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
 * 64 KiB and lines that are no such objects are passed over. Thread-safe.
 */
final class ScriptEvents {

  private static final Logger log = LoggerFactory.getLogger(ScriptEvents.class);
  private static final JsonMapper JSON = GatewayJson.mapper();
  private static final int LONGEST_LINE = 64 * 1024;

  private final Path file;
  private final SecretForms secrets;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;
  private long offset;
  private @Nullable ProgressReport progress;
  private @Nullable String result;

  ScriptEvents(Path file, SecretForms secrets) {
    this.file = file;
    this.secrets = secrets;
  }

  /** Reads what was added since the last call. */
  synchronized void read() {
    if (file.toFile().length() <= offset) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer piece = ByteBuffer.allocate(LONGEST_LINE);
      while (channel.read(piece, offset) > 0) {
        piece.flip();
        offset += piece.limit();
        while (piece.hasRemaining()) {
          take(piece.get());
        }
        piece.clear();
      }
    } catch (IOException e) {
      log.warn("The script's events in {} cannot be read; the script goes on.", file, e);
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
}
