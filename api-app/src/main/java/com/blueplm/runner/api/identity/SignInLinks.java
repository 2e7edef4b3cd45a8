package com.blueplm.runner.api.identity;

import com.blueplm.runner.api.config.RunnerProperties;
import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes and takes one-time sign-in links, good for 15 minutes. */
@Component
class SignInLinks {
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final int MAX_CODE_LENGTH = 128;

  private final SecureRandom random = new SecureRandom();
  private final SignInLinksRepository links;
  private final URI publicUrl;

  SignInLinks(SignInLinksRepository links, RunnerProperties properties) {
    this.links = links;
    this.publicUrl = properties.publicUrl();
  }

  /** A new link that signs in as this caller. */
  @Transactional
  public Link create(Actor actor) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant expiresAt = links.create(actor, Sha256.of(code), LIFE);
    String base = publicUrl.toString();
    String slash = base.endsWith("/") ? "" : "/";
    return new Link(base + slash + "sign-in?code=" + code, expiresAt);
  }

  /**
   * The user whom the code signs in; it is used up by this.
   *
   * @throws ProblemException 401 when the code is unknown, used or too old
   */
  @Transactional
  public UUID use(String code) {
    if (code.length() > MAX_CODE_LENGTH) {
      throw refused();
    }
    return links.use(Sha256.of(code)).orElseThrow(SignInLinks::refused);
  }

  private static ProblemException refused() {
    return ProblemException.of(
        ErrorCode.UNAUTHENTICATED,
        "This sign-in link is unknown, used or older than 15 minutes. Make a new one with ./start or at /api/auth/sign-in-links.");
  }

  /**
   * A link.
   *
   * @param url its address
   * @param expiresAt until when it can be used
   */
  record Link(String url, Instant expiresAt) {
    @Override
    public String toString() {
      return "Link[expiresAt=" + expiresAt + "]";
    }
  }
}
