package com.blueplm.runner.api.problem;

import static com.blueplm.runner.api.problem.JsonProblems.invalid;

import com.blueplm.runner.api.problem.ProblemException.FieldError;
import jakarta.servlet.ServletException;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;

/** Turns whatever was thrown into the problem that the caller sees; the rest goes to the log. */
final class ProblemTranslator {
  private static final Logger log = LoggerFactory.getLogger(ProblemTranslator.class);
  private static final String UNAVAILABLE =
      "The database does not answer. Nothing was changed; try again in a moment.";

  private ProblemTranslator() {}

  static Problem translate(Throwable thrown) {
    return switch (thrown) {
      case ProblemException refusal -> Problem.of(refusal);
      case HttpMessageNotReadableException unreadable -> JsonProblems.of(unreadable);
      case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch);
      case TypeMismatchException mismatch ->
          invalid(String.valueOf(mismatch.getPropertyName()), "has the wrong type");
      case BindException bind -> fields(bind);
      case HandlerMethodValidationException validation -> parameters(validation);
      case ConstraintViolationException violation -> violations(violation);
      case MissingRequestValueException missing -> missing(missing);
      case HttpRequestMethodNotSupportedException method -> method(method);
      case HttpMediaTypeNotSupportedException type ->
          Problem.of(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "Send the body as "
                  + type.getSupportedMediaTypes()
                  + " and name it in Content-Type.");
      case HttpMediaTypeNotAcceptableException type ->
          Problem.of(
              HttpStatus.NOT_ACCEPTABLE,
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "This address answers " + type.getSupportedMediaTypes() + "; accept that.");
      case AsyncRequestTimeoutException timeout ->
          unavailable("The answer took too long.", timeout);
      case DataAccessResourceFailureException down -> unavailable(UNAVAILABLE, down);
      case TransientDataAccessException busy -> unavailable(UNAVAILABLE, busy);
      case CannotCreateTransactionException down -> unavailable(UNAVAILABLE, down);
      case TransactionSystemException down -> unavailable(UNAVAILABLE, down);
      case ErrorResponse response ->
          ofStatus(HttpStatus.valueOf(response.getStatusCode().value()), thrown);
      case ServletException wrapped when wrapped.getRootCause() instanceof Exception root ->
          translate(root);
      default -> internal(thrown);
    };
  }

  /** The problem for an error of which only the status is known. */
  static Problem ofStatus(HttpStatus status, Throwable thrown) {
    if (status.is5xxServerError()) {
      return internal(thrown);
    }
    return ofStatus(status);
  }

  static Problem ofStatus(HttpStatus status) {
    return switch (status) {
      case BAD_REQUEST -> invalid("request", "cannot be understood");
      case UNAUTHORIZED -> Problem.of(ErrorCode.UNAUTHENTICATED, "Sign in, or send a valid token.");
      case FORBIDDEN -> Problem.of(ErrorCode.FORBIDDEN, "You may not do this.");
      case METHOD_NOT_ALLOWED ->
          Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "This method is not supported here.");
      case CONTENT_TOO_LARGE ->
          Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than 8 MiB.");
      case UNSUPPORTED_MEDIA_TYPE ->
          Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
      case NOT_FOUND -> Problem.of(ProblemException.notFound());
      default ->
          status.is5xxServerError()
              ? Problem.of(status, ErrorCode.INTERNAL, "Something went wrong on our side.")
              : Problem.of(status, ErrorCode.VALIDATION_FAILED, status.getReasonPhrase());
    };
  }

  private static Problem mismatch(MethodArgumentTypeMismatchException mismatch) {
    if (mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
      return Problem.of(ProblemException.notFound());
    }
    String type = mismatch.getRequiredType() == null ? "" : mismatch.getRequiredType().getName();
    String expected =
        switch (type) {
          case "int", "java.lang.Integer", "long", "java.lang.Long" -> "must be a whole number";
          case "boolean", "java.lang.Boolean" -> "must be true or false";
          case "java.util.UUID" -> "must be a UUID";
          case "java.time.Instant" -> "must be a time such as 2026-01-31T12:00:00Z";
          default -> "has a value that is not allowed";
        };
    return invalid(mismatch.getName(), expected);
  }

  private static Problem fields(BindException bind) {
    List<FieldError> errors =
        bind.getFieldErrors().stream()
            .map(
                error ->
                    new FieldError(snakeCase(error.getField()), message(error.getDefaultMessage())))
            .toList();
    return errors.isEmpty()
        ? invalid("body", "is not valid")
        : Problem.of(ProblemException.invalid(errors));
  }

  private static Problem parameters(HandlerMethodValidationException validation) {
    List<FieldError> errors =
        validation.getParameterValidationResults().stream()
            .flatMap(
                result ->
                    result.getResolvableErrors().stream()
                        .map(
                            error ->
                                new FieldError(
                                    snakeCase(
                                        String.valueOf(
                                            result.getMethodParameter().getParameterName())),
                                    message(error.getDefaultMessage()))))
            .toList();
    return errors.isEmpty()
        ? invalid("request", "is not valid")
        : Problem.of(ProblemException.invalid(errors));
  }

  private static Problem violations(ConstraintViolationException violation) {
    List<FieldError> errors =
        violation.getConstraintViolations().stream()
            .map(
                each ->
                    new FieldError(
                        snakeCase(each.getPropertyPath().toString()), message(each.getMessage())))
            .toList();
    return errors.isEmpty()
        ? invalid("request", "is not valid")
        : Problem.of(ProblemException.invalid(errors));
  }

  private static Problem missing(MissingRequestValueException missing) {
    String name =
        switch (missing) {
          case org.springframework.web.bind.MissingServletRequestParameterException parameter ->
              parameter.getParameterName();
          case org.springframework.web.bind.MissingRequestHeaderException header ->
              header.getHeaderName();
          default -> "request";
        };
    return invalid(name, "is required");
  }

  private static Problem method(HttpRequestMethodNotSupportedException method) {
    String allowed =
        method.getSupportedMethods() == null
            ? ""
            : String.join(", ", List.of(method.getSupportedMethods()));
    return Problem.of(
            ErrorCode.METHOD_NOT_ALLOWED,
            "%s is not supported here; use %s.".formatted(method.getMethod(), allowed))
        .withHeader("Allow", allowed);
  }

  private static Problem unavailable(String detail, Throwable thrown) {
    log.warn("Answering 503; the caller may try again", thrown);
    return new Problem(
        HttpStatus.SERVICE_UNAVAILABLE,
        ErrorCode.INTERNAL,
        detail,
        List.of(),
        Map.of(),
        Map.of("Retry-After", "2"));
  }

  private static Problem internal(Throwable thrown) {
    log.error("Answering 500; this is a bug or a broken part of the installation", thrown);
    return Problem.of(
        ErrorCode.INTERNAL, "Something went wrong on our side. The log has the request id.");
  }

  static Problem ofJson(JacksonException json) {
    return JsonProblems.of(json);
  }

  private static String message(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "is not valid" : text;
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
