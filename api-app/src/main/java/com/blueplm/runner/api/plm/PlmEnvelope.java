package com.blueplm.runner.api.plm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * BluePLM's error envelope.
 *
 * @param error the code
 * @param message a sentence
 * @param details what is wrong with each field; absent unless validation failed
 * @param requestId the request's id; absent unless it is our fault
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PlmEnvelope(
    String error,
    String message,
    @Nullable List<PlmDetail> details,
    @JsonProperty("requestId") @Nullable String requestId) {

  static PlmEnvelope of(String error, String message) {
    return new PlmEnvelope(error, message, null, null);
  }

  /** A failure of ours. */
  static PlmEnvelope ours(String message, String requestId) {
    return new PlmEnvelope("INTERNAL_ERROR", message, null, requestId);
  }
}
