package com.blueplm.runner.api.problem;

import java.util.List;
import java.util.Map;

/** A refusal that the caller is told about, word for word; the one unchecked root of our errors. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<FieldError> errors;
  private final transient Map<String, Object> extensions;

  private ProblemException(
      ErrorCode code, String detail, List<FieldError> errors, Map<String, Object> extensions) {
    super(detail);
    this.code = code;
    this.errors = List.copyOf(errors);
    this.extensions = Map.copyOf(extensions);
  }

  /** A refusal with a sentence that says what to do. */
  public static ProblemException of(ErrorCode code, String detail) {
    return new ProblemException(code, detail, List.of(), Map.of());
  }

  /** A refusal that carries further members, such as {@code run_id}. */
  public static ProblemException of(ErrorCode code, String detail, Map<String, Object> extensions) {
    return new ProblemException(code, detail, List.of(), extensions);
  }

  /** 400 for one field. */
  public static ProblemException invalid(String field, String message) {
    return invalid(List.of(new FieldError(field, message)));
  }

  /** 400 for several fields at once. */
  public static ProblemException invalid(List<FieldError> errors) {
    FieldError first = errors.getFirst();
    return new ProblemException(
        ErrorCode.VALIDATION_FAILED, first.field() + ": " + first.message(), errors, Map.of());
  }

  /** 404, the same for a missing thing and for another organisation's. */
  public static ProblemException notFound() {
    return of(ErrorCode.NOT_FOUND, "There is nothing at this address.");
  }

  public ErrorCode code() {
    return code;
  }

  public List<FieldError> errors() {
    return errors;
  }

  public Map<String, Object> extensions() {
    return extensions;
  }

  /**
   * What is wrong with one field.
   *
   * @param field the field's name as in the request, dotted when nested
   * @param message names the value and the fix
   */
  public record FieldError(String field, String message) {}
}
