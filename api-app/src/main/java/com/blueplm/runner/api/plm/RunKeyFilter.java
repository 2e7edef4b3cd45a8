package com.blueplm.runner.api.plm;

import com.blueplm.runner.api.problem.RequestId;
import com.blueplm.runner.api.run.RefusedWrites;
import com.blueplm.runner.api.run.RunKey;
import com.blueplm.runner.api.run.RunKeys;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Accepts the key of a live attempt as bearer token or in {@code X-API-Key}, and nothing else. */
final class RunKeyFilter extends OncePerRequestFilter implements AuthenticationEntryPoint {
  private static final String BEARER = "Bearer ";
  private static final ResponseEntity<PlmEnvelope> UNAUTHORIZED =
      ResponseEntity.status(HttpStatus.UNAUTHORIZED)
          .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
          .body(
              PlmEnvelope.of(
                  "UNAUTHORIZED",
                  "This needs the key of a running attempt: BLUEPLM_API_KEY of the script"));

  private static final ResponseEntity<PlmEnvelope> SUPERSEDED =
      ResponseEntity.status(HttpStatus.CONFLICT)
          .body(
              PlmEnvelope.of(
                  "ATTEMPT_SUPERSEDED",
                  "The attempt that this key belongs to has ended; nothing was read or changed"));

  private final RunKeys keys;
  private final RefusedWrites refused;
  private final JsonMapper json;

  RunKeyFilter(RunKeys keys, RefusedWrites refused, JsonMapper json) {
    this.keys = keys;
    this.refused = refused;
    this.json = json;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String key = presented(request);
    Optional<PlmCaller> caller;
    try {
      caller = Optional.ofNullable(key).flatMap(this::caller);
      if (key != null && caller.isEmpty()) {
        Optional<RunKey> ended = keys.ownerOf(key);
        if (ended.isPresent()) {
          refused.plmCall(ended.get());
          write(response, SUPERSEDED);
          return;
        }
      }
    } catch (DataAccessException down) {
      write(response, PlmErrors.of(down, RequestId.of(request)));
      return;
    }
    caller.ifPresent(RunKeyFilter::signIn);
    chain.doFilter(request, response);
  }

  /** Nobody presented a key, or not that of a live attempt. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
      throws IOException {
    write(response, UNAUTHORIZED);
  }

  private Optional<PlmCaller> caller(String key) {
    return keys.authenticate(key)
        .map(known -> new PlmCaller(known.orgId(), known.runId(), Set.copyOf(known.scopes())));
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

  private void write(HttpServletResponse response, ResponseEntity<PlmEnvelope> answer)
      throws IOException {
    response.setStatus(answer.getStatusCode().value());
    answer.getHeaders().forEach((name, values) -> response.setHeader(name, values.getFirst()));
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    json.writeValue(response.getOutputStream(), answer.getBody());
  }
}
