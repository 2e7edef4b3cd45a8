package com.blueplm.runner.api.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a bearer token out of an Authorization header. */
final class BearerTokens {
  private static final String SCHEME = "Bearer ";
  private static final int MAX_LENGTH = 512;

  private BearerTokens() {}

  static Optional<String> of(@Nullable String authorization) {
    if (authorization == null
        || authorization.length() > MAX_LENGTH
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    String token = authorization.substring(SCHEME.length()).strip();
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }
}
