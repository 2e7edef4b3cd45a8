package com.blueplm.runner.api.plm;

import com.blueplm.runner.api.problem.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Turns every failure of the PLM data API into BluePLM's error envelope. */
@RestControllerAdvice(basePackageClasses = PlmExceptionHandler.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PlmExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(PlmExceptionHandler.class);

  @ExceptionHandler
  void handle(AsyncRequestNotUsableException gone) {
    log.debug("The script has gone away; nobody reads the answer", gone);
  }

  @ExceptionHandler
  ResponseEntity<PlmEnvelope> handle(Exception failure, HttpServletRequest request) {
    return PlmErrors.of(failure, RequestId.of(request));
  }
}
