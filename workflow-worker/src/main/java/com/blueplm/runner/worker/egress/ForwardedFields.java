package com.blueplm.runner.worker.egress;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Leaves out the header fields that are between two neighbours only (RFC 9110 §7.6.1). */
final class ForwardedFields {

  /** Host and Content-Length are written anew from what was understood. */
  private static final Set<String> NEIGHBOURS =
      Set.of(
          "connection",
          "proxy-connection",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-authentication-info",
          "host",
          "content-length");

  private ForwardedFields() {}

  /** The fields that go on. */
  static List<HttpHead.Field> of(HttpHead head) {
    Set<String> left = head.members("Connection").collect(Collectors.toCollection(HashSet::new));
    left.addAll(NEIGHBOURS);
    return head.fields().stream()
        .filter(field -> !left.contains(field.name().toLowerCase(Locale.ROOT)))
        .toList();
  }
}
