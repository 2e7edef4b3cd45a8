package com.blueplm.runner.worker.egress;

import java.util.List;

/** How the end of a message's body is told (RFC 9112 §6). */
sealed interface Framing {

  /** There is no body. */
  record Nothing() implements Framing {}

  /**
   * So many bytes.
   *
   * @param bytes the number
   */
  record Length(long bytes) implements Framing {}

  /** In pieces that tell their size. */
  record Chunked() implements Framing {}

  /** As long as the connection is open; responses only. */
  record UntilClose() implements Framing {}

  /** The framing of a request: anything that two readers could read in two ways is refused. */
  static Framing ofRequest(HttpHead head, boolean version11) throws BadMessageException {
    List<String> lengths = head.all("Content-Length");
    List<String> codings = head.all("Transfer-Encoding");
    if (codings.isEmpty()) {
      return lengths.isEmpty() ? new Nothing() : length(lengths, 400);
    }
    if (!lengths.isEmpty()) {
      throw new BadMessageException(
          400, "the request has both Content-Length and Transfer-Encoding");
    }
    if (!version11) {
      throw new BadMessageException(400, "a request of HTTP/1.0 has no Transfer-Encoding");
    }
    if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
      throw new BadMessageException(501, "the only transfer coding that is forwarded is chunked");
    }
    return new Chunked();
  }

  /** The framing of a response to a method. */
  static Framing ofResponse(HttpHead head, int status, String method) throws BadMessageException {
    if (status / 100 == 1 || status == 204 || status == 304 || method.equals("HEAD")) {
      return new Nothing();
    }
    List<String> codings = head.all("Transfer-Encoding");
    if (!codings.isEmpty()) {
      if (codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked")) {
        return new Chunked();
      }
      throw new BadMessageException(502, "the answer has a transfer coding other than chunked");
    }
    List<String> lengths = head.all("Content-Length");
    return lengths.isEmpty() ? new UntilClose() : length(lengths, 502);
  }

  private static Length length(List<String> values, int status) throws BadMessageException {
    String value = values.getFirst();
    if (values.size() != 1 || !value.matches("[0-9]{1,18}")) {
      throw new BadMessageException(status, "Content-Length is not one number");
    }
    return new Length(Long.parseLong(value));
  }
}
