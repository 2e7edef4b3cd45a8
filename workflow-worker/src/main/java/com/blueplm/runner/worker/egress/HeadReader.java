package com.blueplm.runner.worker.egress;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads message heads by the letter of RFC 9112: lines end in CRLF, names are tokens right before
 * their colon, no folding, no control characters. What is read loosely by one side and strictly by
 * the other is how requests are smuggled.
 */
final class HeadReader {

  private static final int MAX_FIELDS = 500;
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private final InputStream source;
  private final int badStatus;
  private final int tooLargeStatus;
  private int left;

  private HeadReader(InputStream source, int limit, int badStatus, int tooLargeStatus) {
    this.source = source;
    this.left = limit;
    this.badStatus = badStatus;
    this.tooLargeStatus = tooLargeStatus;
  }

  /** Reads a request's head; empty when the client closes without one. */
  static Optional<HttpHead> request(InputStream source, int limit)
      throws IOException, BadMessageException {
    return new HeadReader(source, limit, 400, 431).read();
  }

  /** Reads a response's head. */
  static HttpHead response(InputStream source, int limit) throws IOException, BadMessageException {
    return new HeadReader(source, limit, 502, 502)
        .read()
        .orElseThrow(() -> new EOFException("the other side closed without an answer"));
  }

  /** Reads the fields after a chunked body. */
  static List<HttpHead.Field> trailers(InputStream source, int limit, int badStatus)
      throws IOException, BadMessageException {
    return new HeadReader(source, limit, badStatus, badStatus).fields();
  }

  /** Whether the text is a token: a method or a field's name. */
  static boolean isToken(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(
                c ->
                    (c >= '0' && c <= '9')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z')
                        || TOKEN_MARKS.indexOf(c) >= 0);
  }

  private Optional<HttpHead> read() throws IOException, BadMessageException {
    int first = source.read();
    if (first < 0) {
      return Optional.empty();
    }
    // An empty line before a request is allowed (RFC 9112 §2.2), and once is enough.
    String start = line(first);
    if (start.isEmpty()) {
      start = line(source.read());
    }
    if (start.isEmpty() || start.charAt(0) == ' ' || start.charAt(0) == '\t') {
      throw bad("the first line of the message is missing");
    }
    return Optional.of(new HttpHead(start, fields()));
  }

  private List<HttpHead.Field> fields() throws IOException, BadMessageException {
    List<HttpHead.Field> fields = new ArrayList<>();
    for (String line = line(source.read()); !line.isEmpty(); line = line(source.read())) {
      if (fields.size() == MAX_FIELDS) {
        throw new BadMessageException(
            tooLargeStatus, "the message has more than " + MAX_FIELDS + " header fields");
      }
      fields.add(field(line));
    }
    return fields;
  }

  private HttpHead.Field field(String line) throws BadMessageException {
    if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
      throw bad("a header field goes on over lines, which is obsolete");
    }
    int colon = line.indexOf(':');
    String name = colon < 0 ? "" : line.substring(0, colon);
    if (!isToken(name)) {
      throw bad("a header line does not begin with a name and a colon");
    }
    return new HttpHead.Field(name, line.substring(colon + 1).strip());
  }

  /** A line whose first byte is read already. */
  private String line(int first) throws IOException, BadMessageException {
    byte[] bytes = new byte[128];
    int length = 0;
    for (int next = first; ; next = source.read()) {
      if (next < 0) {
        throw new EOFException("the message ends within its head");
      }
      if (--left < 0) {
        throw new BadMessageException(tooLargeStatus, "the message's head is too large");
      }
      if (next == '\r') {
        left--;
        if (source.read() != '\n') {
          throw bad("a line holds a carriage return");
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
      }
      if (next < ' ' && next != '\t' || next == 0x7f) {
        throw bad(
            next == '\n'
                ? "a line ends without a carriage return"
                : "a line holds a control character");
      }
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, length * 2);
      }
      bytes[length++] = (byte) next;
    }
  }

  private BadMessageException bad(String sentence) {
    return new BadMessageException(badStatus, sentence);
  }
}
