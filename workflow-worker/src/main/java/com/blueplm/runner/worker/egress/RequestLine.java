package com.blueplm.runner.worker.egress;

import java.util.OptionalInt;

/**
 * What a request asks of the proxy.
 *
 * @param method the method
 * @param target where to
 * @param path path and query as they came; empty for CONNECT
 * @param version11 whether the client speaks HTTP/1.1 rather than 1.0
 */
record RequestLine(String method, Target target, String path, boolean version11) {

  private static final String SCHEME = "http://";
  private static final int HTTP = 80;

  boolean isConnect() {
    return method.equals("CONNECT");
  }

  /** Reads the first line and checks what the rest of the head may say about it. */
  static RequestLine of(HttpHead head) throws BadMessageException {
    String[] parts = head.start().split(" ", -1);
    if (parts.length != 3 || !HeadReader.isToken(parts[0])) {
      throw new BadMessageException(
          400, "the first line is not a method, an address and a version");
    }
    boolean version11 = parts[2].equals("HTTP/1.1");
    if (!version11 && !parts[2].equals("HTTP/1.0")) {
      throw new BadMessageException(
          parts[2].startsWith("HTTP/") ? 505 : 400, "this proxy speaks HTTP/1.1");
    }
    if (!parts[1].chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new BadMessageException(
          400, "the address holds characters that must be percent-encoded");
    }
    int hosts = head.all("Host").size();
    if (hosts > 1 || (hosts == 0 && version11)) {
      throw new BadMessageException(400, "a request has one Host field");
    }
    return parts[0].equals("CONNECT")
        ? connect(head, parts[1], version11)
        : plain(head, parts[0], parts[1], version11);
  }

  private static RequestLine connect(HttpHead head, String authority, boolean version11)
      throws BadMessageException {
    boolean body = head.all("Content-Length").stream().anyMatch(length -> !length.equals("0"));
    if (body || !head.all("Transfer-Encoding").isEmpty()) {
      throw new BadMessageException(400, "a CONNECT request has no body");
    }
    return new RequestLine("CONNECT", Target.parse(authority, OptionalInt.empty()), "", version11);
  }

  private static RequestLine plain(HttpHead head, String method, String url, boolean version11)
      throws BadMessageException {
    if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new BadMessageException(
          400, "a proxy is asked for http://host/path, and by CONNECT for everything else");
    }
    if (method.equals("TRACE") || method.equals("TRACK")) {
      throw new BadMessageException(405, "this proxy does not forward " + method);
    }
    if (head.first("Upgrade").isPresent()
        || head.members("Connection").anyMatch("upgrade"::equals)) {
      throw new BadMessageException(
          501, "this proxy upgrades no connection: use CONNECT, as for wss addresses");
    }
    int end = SCHEME.length();
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String path = url.substring(end);
    if (path.indexOf('#') >= 0) {
      throw new BadMessageException(400, "a fragment is not part of a request");
    }
    Target target = Target.parse(url.substring(SCHEME.length(), end), OptionalInt.of(HTTP));
    return new RequestLine(method, target, path.startsWith("/") ? path : "/" + path, version11);
  }
}
