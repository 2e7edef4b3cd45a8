package com.blueplm.runner.worker.egress;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the heads and the proxy's own answers that a client gets. */
final class Answer {

  private static final int LONGEST_REASON = 400;

  private Answer() {}

  /**
   * An answer of the proxy's own. The sentence is also the reason phrase: clients show that and not
   * the body when CONNECT is refused.
   */
  static void say(OutputStream sink, int status, String sentence, boolean withBody)
      throws IOException {
    byte[] body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
    head(
        sink,
        status + " " + phrase(sentence),
        List.of(
            new HttpHead.Field("Content-Type", "text/plain; charset=utf-8"),
            new HttpHead.Field("Content-Length", Integer.toString(body.length)),
            new HttpHead.Field("Connection", "close")));
    if (withBody) {
      sink.write(body);
    }
  }

  /** A status line and fields, in one write. */
  static void head(OutputStream sink, String status, List<HttpHead.Field> fields)
      throws IOException {
    write(sink, "HTTP/1.1 " + status, fields);
  }

  /** The head of any message, in one write. */
  static void write(OutputStream sink, String start, List<HttpHead.Field> fields)
      throws IOException {
    StringBuilder text = new StringBuilder(start).append("\r\n");
    for (HttpHead.Field field : fields) {
      text.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    sink.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String phrase(String sentence) {
    String line = sentence.replaceAll("[^\\x20-\\x7e]", "?");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON);
  }
}
