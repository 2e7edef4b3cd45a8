package com.blueplm.runner.api.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers what a filter threw (a session that cannot be read, say) as a problem. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class ProblemFilter extends OncePerRequestFilter {
  private final ProblemWriter writer;

  ProblemFilter(ProblemWriter writer) {
    this.writer = writer;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException thrown) {
      if (response.isCommitted()) {
        // Breaking the connection is the only way left to say that the answer is not whole.
        throw thrown;
      }
      writer.write(request, response, ProblemTranslator.translate(thrown));
    }
  }
}
