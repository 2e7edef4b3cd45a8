package com.blueplm.runner.api.identity;

import com.blueplm.runner.api.config.RunnerProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.stereotype.Component;

/**
 * Sessions of browsers: they hold the user's id and the CSRF token, nothing about rights, so that a
 * changed role counts at once.
 */
@Component
class BrowserSessions {
  static final String COOKIE = "SESSION";
  static final String CSRF_COOKIE = "csrf";
  static final String CSRF_HEADER = "X-CSRF-Token";
  private static final String USER = "user_id";
  private static final String CSRF = "csrf";

  private final SecureRandom random = new SecureRandom();
  private final boolean secure;

  BrowserSessions(RunnerProperties properties) {
    this.secure = "https".equals(properties.publicUrl().getScheme());
  }

  /** The cookie of the session: not readable by scripts, not sent by other sites' forms. */
  DefaultCookieSerializer cookies() {
    DefaultCookieSerializer cookies = new DefaultCookieSerializer();
    cookies.setCookieName(COOKIE);
    cookies.setCookiePath("/");
    cookies.setUseHttpOnlyCookie(true);
    cookies.setSameSite("Lax");
    cookies.setUseSecureCookie(secure);
    return cookies;
  }

  /** The user of the request's session. */
  Optional<UUID> find(HttpServletRequest request) {
    return attribute(request, USER).map(UUID::fromString);
  }

  /** Whether the request proves that a page of ours sent it. */
  boolean hasCsrfToken(HttpServletRequest request) {
    String given = request.getHeader(CSRF_HEADER);
    return given != null
        && attribute(request, CSRF).filter(token -> sameText(token, given)).isPresent();
  }

  /** Begins a session of the user, under a new id whatever was there before. */
  void begin(HttpServletRequest request, HttpServletResponse response, UUID userId) {
    end(request);
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    HttpSession session = request.getSession(true);
    session.setAttribute(USER, userId.toString());
    session.setAttribute(CSRF, token);
    setCsrfCookie(response, token, null);
  }

  /** Ends the request's session, if there is one, and removes its cookies. */
  void end(HttpServletRequest request, HttpServletResponse response) {
    if (end(request)) {
      setCsrfCookie(response, "", Duration.ZERO);
    }
  }

  private static boolean end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    return session != null;
  }

  private void setCsrfCookie(
      HttpServletResponse response, String value, @Nullable Duration maxAge) {
    ResponseCookie.ResponseCookieBuilder cookie =
        ResponseCookie.from(CSRF_COOKIE, value).path("/").sameSite("Lax").secure(secure);
    if (maxAge != null) {
      cookie.maxAge(maxAge);
    }
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
  }

  private static Optional<String> attribute(HttpServletRequest request, String name) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(name) instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  private static boolean sameText(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
