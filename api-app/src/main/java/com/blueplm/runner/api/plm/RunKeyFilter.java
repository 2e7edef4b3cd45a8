package com.blueplm.runner.api.plm;

import com.blueplm.runner.api.run.RunKeys;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Accepts the key of a live attempt as bearer token or in {@code X-API-Key}, and nothing else. */
final class RunKeyFilter extends OncePerRequestFilter {
  private static final String BEARER = "Bearer ";

  private final RunKeys keys;

  RunKeyFilter(RunKeys keys) {
    this.keys = keys;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional.ofNullable(presented(request))
        .flatMap(keys::authenticate)
        .map(
            key -> new PlmCaller(key.orgId(), key.runId(), key.attempt(), Set.copyOf(key.scopes())))
        .ifPresent(RunKeyFilter::signIn);
    chain.doFilter(request, response);
  }

  private static void signIn(PlmCaller caller) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(
            caller, null, AuthorityUtils.NO_AUTHORITIES));
    SecurityContextHolder.setContext(context);
  }

  private static @Nullable String presented(HttpServletRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    return authorization != null && authorization.startsWith(BEARER)
        ? authorization.substring(BEARER.length())
        : request.getHeader("X-API-Key");
  }
}
