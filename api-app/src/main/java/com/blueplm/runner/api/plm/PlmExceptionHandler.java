package com.blueplm.runner.api.plm;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns every failure of the PLM data API into BluePLM's error envelope. */
@RestControllerAdvice(basePackageClasses = PlmExceptionHandler.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PlmExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(PlmExceptionHandler.class);

  @ExceptionHandler
  ResponseEntity<PlmEnvelope> refused(PlmException refusal) {
    return ResponseEntity.status(refusal.status())
        .body(
            new PlmEnvelope(
                refusal.error(),
                String.valueOf(refusal.getMessage()),
                refusal.details().isEmpty() ? null : refusal.details(),
                null));
  }

  @ExceptionHandler
  ResponseEntity<PlmEnvelope> malformedId(MethodArgumentTypeMismatchException mismatch) {
    return ResponseEntity.status(HttpStatus.NOT_FOUND)
        .body(PlmEnvelope.of("NOT_FOUND", "No " + mismatch.getName() + " has such an id"));
  }

  @ExceptionHandler
  ResponseEntity<PlmEnvelope> malformedBody(HttpMessageNotReadableException unreadable) {
    return ResponseEntity.badRequest()
        .body(PlmEnvelope.of("BAD_REQUEST", "The body must be a JSON object"));
  }

  @ExceptionHandler
  ResponseEntity<PlmEnvelope> failed(Exception failure) {
    String requestId = MDC.get("request_id");
    String shown = requestId == null ? UUID.randomUUID().toString() : requestId;
    log.error(
        "PLM request {} failed; the script gets a 500 with this id and may retry.", shown, failure);
    return ResponseEntity.internalServerError()
        .body(new PlmEnvelope("INTERNAL_ERROR", "Internal server error", null, shown));
  }
}
