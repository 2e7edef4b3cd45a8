package com.blueplm.runner.api.identity;

import com.blueplm.runner.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets only workers into the worker gateway. */
class WorkerKeyFilter extends OncePerRequestFilter {
  private final byte[] keySha256;
  private final ProblemWriter writer;

  WorkerKeyFilter(byte[] keySha256, ProblemWriter writer) {
    this.keySha256 = keySha256.clone();
    this.writer = writer;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean known =
        BearerTokens.of(request.getHeader(HttpHeaders.AUTHORIZATION))
            .filter(token -> MessageDigest.isEqual(keySha256, Sha256.of(token)))
            .isPresent();
    if (known) {
      chain.doFilter(request, response);
    } else {
      writer.write(request, response, RouteAuthorization.unauthenticated());
    }
  }
}
