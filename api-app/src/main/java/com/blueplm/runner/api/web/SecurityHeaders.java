package com.blueplm.runner.api.web;

import java.util.function.BiConsumer;

/** The headers that keep a browser from doing more with an answer than it should. */
final class SecurityHeaders {
  /** Monaco colours code with style elements and attributes of its own, hence unsafe-inline. */
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; "
          + "img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; "
          + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

  private SecurityHeaders() {}

  /** Sets the headers for the answer to a path. */
  static void apply(String path, BiConsumer<String, String> setHeader) {
    boolean data = isData(path);
    setHeader.accept("Content-Security-Policy", data ? DATA_POLICY : PAGE_POLICY);
    setHeader.accept("X-Content-Type-Options", "nosniff");
    setHeader.accept("X-Frame-Options", "DENY");
    setHeader.accept("Referrer-Policy", "same-origin");
    setHeader.accept("Cross-Origin-Opener-Policy", "same-origin");
    setHeader.accept("Cross-Origin-Resource-Policy", "same-origin");
    if (data) {
      setHeader.accept("Cache-Control", "no-store");
    }
  }

  private static boolean isData(String path) {
    boolean ours =
        path.startsWith("/api/") || path.startsWith("/plm") || path.startsWith("/worker/");
    boolean docs = path.startsWith("/api/docs") || path.startsWith("/api/swagger-ui/");
    return ours && !docs;
  }
}
