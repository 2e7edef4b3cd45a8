package com.blueplm.runner.api.identity;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.Problem;
import com.blueplm.runner.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who is calling: by the bearer token when there is an Authorization header, else by the
 * browser's session. Public routes look at neither.
 */
class CredentialFilter extends OncePerRequestFilter {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final IdentityRepository identities;
  private final BrowserSessions sessions;
  private final RouteRules rules;
  private final ProblemWriter writer;

  CredentialFilter(
      IdentityRepository identities,
      BrowserSessions sessions,
      RouteRules rules,
      ProblemWriter writer) {
    this.identities = identities;
    this.sessions = sessions;
    this.rules = rules;
    this.writer = writer;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isPublic(request)) {
      chain.doFilter(request, response);
      return;
    }
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    Actor actor = authorization == null ? null : byToken(authorization).orElse(null);
    if (authorization != null && actor == null) {
      writer.write(request, response, RouteAuthorization.unauthenticated());
      return;
    }
    if (authorization == null) {
      actor = sessions.find(request).flatMap(identities::findUser).orElse(null);
      if (actor != null && isForged(request)) {
        writer.write(
            request,
            response,
            Problem.of(
                ErrorCode.FORBIDDEN,
                "Send the value of the cookie csrf as the header X-CSRF-Token."));
        return;
      }
    }
    signIn(actor);
    chain.doFilter(request, response);
  }

  private boolean isPublic(HttpServletRequest request) {
    return rules.find(request).filter(rule -> rule.allows(null)).isPresent();
  }

  private Optional<Actor> byToken(String authorization) {
    return BearerTokens.of(authorization).map(Sha256::of).flatMap(identities::findByToken);
  }

  private boolean isForged(HttpServletRequest request) {
    return !SAFE.contains(request.getMethod()) && !sessions.hasCsrfToken(request);
  }

  private static void signIn(@Nullable Actor actor) {
    if (actor != null) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(new ActorAuthentication(actor));
      SecurityContextHolder.setContext(context);
    }
  }
}
