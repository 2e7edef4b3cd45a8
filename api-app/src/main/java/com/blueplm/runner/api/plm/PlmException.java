package com.blueplm.runner.api.plm;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** A refusal of the PLM data API, answered in BluePLM's error envelope. */
final class PlmException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String error;
  private final transient List<Map<String, Object>> details;

  private PlmException(
      HttpStatus status, String error, String message, List<Map<String, Object>> details) {
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

  static PlmException invalid(List<Map<String, Object>> details) {
    return new PlmException(
        HttpStatus.BAD_REQUEST, "VALIDATION_ERROR", "Validation failed", details);
  }

  HttpStatus status() {
    return status;
  }

  String error() {
    return error;
  }

  List<Map<String, Object>> details() {
    return details;
  }
}
