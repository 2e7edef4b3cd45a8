package com.blueplm.runner.api.plm;

import java.util.List;
import org.springframework.http.HttpStatus;

/** A refusal of the PLM data API, answered in BluePLM's error envelope. */
final class PlmException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String error;
  private final transient List<PlmDetail> details;

  private PlmException(HttpStatus status, String error, String message, List<PlmDetail> details) {
    super(message);
    this.status = status;
    this.error = error;
    this.details = List.copyOf(details);
  }

  static PlmException notFound(String what) {
    return new PlmException(HttpStatus.NOT_FOUND, "NOT_FOUND", what + " not found", List.of());
  }

  static PlmException badRequest(String message) {
    return new PlmException(HttpStatus.BAD_REQUEST, "BAD_REQUEST", message, List.of());
  }

  static PlmException forbidden(String message) {
    return new PlmException(HttpStatus.FORBIDDEN, "FORBIDDEN", message, List.of());
  }

  static PlmException invalid(List<PlmDetail> details) {
    return new PlmException(
        HttpStatus.BAD_REQUEST, "VALIDATION_ERROR", "Validation failed", details);
  }

  HttpStatus status() {
    return status;
  }

  PlmEnvelope envelope() {
    return new PlmEnvelope(
        error, String.valueOf(getMessage()), details.isEmpty() ? null : details, null);
  }
}
