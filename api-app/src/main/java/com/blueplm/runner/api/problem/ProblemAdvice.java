package com.blueplm.runner.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Answers every exception of a controller as a problem. The last advice in order: a feature with an
 * envelope of its own (the PLM data API) comes first for its own controllers.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice {
  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private final ProblemWriter writer;

  ProblemAdvice(ProblemWriter writer) {
    this.writer = writer;
  }

  @ExceptionHandler
  void handle(AsyncRequestNotUsableException gone) {
    log.debug("The caller has gone away; nobody reads the answer", gone);
  }

  @ExceptionHandler
  void handle(Exception thrown, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (response.isCommitted()) {
      // Breaking the connection is the only way left to say that the answer is not whole.
      throw thrown;
    }
    writer.write(request, response, ProblemTranslator.translate(thrown));
  }
}
