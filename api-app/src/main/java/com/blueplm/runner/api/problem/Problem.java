package com.blueplm.runner.api.problem;

import com.blueplm.runner.api.problem.ProblemException.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * An error as it is answered.
 *
 * @param status the HTTP status, which is the code's own except for a few answers without a code of
 *     their own (406, 503)
 * @param code the code
 * @param detail a sentence for people
 * @param errors what is wrong with which field; only with status 400
 * @param extensions further members
 * @param headers further headers
 */
public record Problem(
    HttpStatus status,
    ErrorCode code,
    String detail,
    List<FieldError> errors,
    Map<String, Object> extensions,
    Map<String, String> headers) {

  /** A problem with the status of its code and nothing further. */
  public static Problem of(ErrorCode code, String detail) {
    return of(code.status(), code, detail);
  }

  /** A problem with another status than its code's. */
  public static Problem of(HttpStatus status, ErrorCode code, String detail) {
    return new Problem(status, code, detail, List.of(), Map.of(), Map.of());
  }

  /** The refusal that an exception carries. */
  public static Problem of(ProblemException refusal) {
    String detail = refusal.getMessage();
    return new Problem(
        refusal.code().status(),
        refusal.code(),
        detail == null ? refusal.code().status().getReasonPhrase() : detail,
        refusal.errors(),
        refusal.extensions(),
        Map.of());
  }

  /** The same with a further header. */
  public Problem withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(status, code, detail, errors, extensions, more);
  }

  /** The members of the answer, in the order in which people read them. */
  Map<String, Object> body(String requestId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", status.getReasonPhrase());
    body.put("status", status.value());
    body.put("detail", detail);
    body.put("code", code.name());
    body.put("request_id", requestId);
    if (status == HttpStatus.BAD_REQUEST) {
      body.put(
          "errors",
          errors.stream()
              .map(error -> Map.of("field", error.field(), "message", error.message()))
              .toList());
    }
    body.putAll(extensions);
    return body;
  }
}
