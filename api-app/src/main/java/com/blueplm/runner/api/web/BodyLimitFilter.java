package com.blueplm.runner.api.web;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.Problem;
import com.blueplm.runner.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies over 8 MiB with 413: by their announced length, or when that many bytes came. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
class BodyLimitFilter extends OncePerRequestFilter {
  static final long LIMIT_BYTES = 8L << 20;

  private final ProblemWriter writer;

  BodyLimitFilter(ProblemWriter writer) {
    this.writer = writer;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > LIMIT_BYTES) {
      writer.write(
          request, response, Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, LimitedRequest.TOO_LARGE));
      return;
    }
    chain.doFilter(new LimitedRequest(request), response);
  }
}
