package com.blueplm.runner.api.plm;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** The status and envelope of every failure, as BluePLM has them. */
final class PlmErrors {
  private static final Logger log = LoggerFactory.getLogger(PlmErrors.class);

  private PlmErrors() {}

  static ResponseEntity<PlmEnvelope> of(Throwable failure, String requestId) {
    return switch (failure) {
      case PlmException refusal -> answer(refusal.status(), refusal.envelope());
      case ProblemException refusal -> of(refusal);
      case MethodArgumentTypeMismatchException malformedId -> of(malformedId);
      case HttpMessageNotReadableException unreadable ->
          answer(
              HttpStatus.BAD_REQUEST,
              PlmEnvelope.of("BAD_REQUEST", "The body must be a JSON object"));
      case ErrorResponse refusal when refusal.getStatusCode().is4xxClientError() ->
          answer(
              refusal.getStatusCode(),
              PlmEnvelope.of("BAD_REQUEST", reason(refusal.getStatusCode())));
      case DataAccessResourceFailureException down -> unavailable(down, requestId);
      case TransientDataAccessException busy -> unavailable(busy, requestId);
      case CannotCreateTransactionException down -> unavailable(down, requestId);
      case TransactionSystemException down -> unavailable(down, requestId);
      default -> internal(failure, requestId);
    };
  }

  private static ResponseEntity<PlmEnvelope> of(ProblemException refusal) {
    if (refusal.code() == ErrorCode.VALIDATION_FAILED) {
      PlmException invalid =
          PlmException.invalid(
              refusal.errors().stream()
                  .map(error -> PlmDetail.of(error.field(), "format", Map.of(), error.message()))
                  .toList());
      return answer(invalid.status(), invalid.envelope());
    }
    return answer(
        refusal.code().status(),
        PlmEnvelope.of("BAD_REQUEST", String.valueOf(refusal.getMessage())));
  }

  private static ResponseEntity<PlmEnvelope> of(MethodArgumentTypeMismatchException malformedId) {
    String name = malformedId.getName();
    PlmException missing =
        PlmException.notFound(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    return answer(missing.status(), missing.envelope());
  }

  private static ResponseEntity<PlmEnvelope> unavailable(Exception down, String requestId) {
    log.warn("PLM request {} is answered 503; the script's client may try again", requestId, down);
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "2")
        .contentType(MediaType.APPLICATION_JSON)
        .body(PlmEnvelope.ours("The database does not answer; try again in a moment", requestId));
  }

  private static ResponseEntity<PlmEnvelope> internal(Throwable failure, String requestId) {
    log.error(
        "PLM request {} failed; the script gets a 500 with this id and may try again",
        requestId,
        failure);
    return answer(
        HttpStatus.INTERNAL_SERVER_ERROR, PlmEnvelope.ours("Internal server error", requestId));
  }

  private static ResponseEntity<PlmEnvelope> answer(HttpStatusCode status, PlmEnvelope envelope) {
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(envelope);
  }

  private static String reason(HttpStatusCode status) {
    HttpStatus known = HttpStatus.resolve(status.value());
    return known == null ? "Refused" : known.getReasonPhrase();
  }
}
