package com.blueplm.runner.api.problem;

import com.blueplm.runner.api.problem.ProblemException.FieldError;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Says what is wrong with a JSON body in the words of JSON, never with the names of our classes.
 */
final class JsonProblems {
  private static final String BODY = "body";

  private JsonProblems() {}

  static Problem of(HttpMessageNotReadableException unreadable) {
    for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException refusal) {
        return Problem.of(refusal);
      }
      if (cause instanceof JacksonException json) {
        return of(json);
      }
    }
    return invalid(BODY, "is missing or cannot be read; send a JSON object");
  }

  static Problem of(JacksonException json) {
    return switch (json) {
      case UnrecognizedPropertyException unknown ->
          invalid(path(unknown), "is not a known field; remove it");
      case InvalidFormatException format -> invalid(path(format), expected(format.getTargetType()));
      case MismatchedInputException mismatch ->
          invalid(path(mismatch), expected(mismatch.getTargetType()));
      case DatabindException bind -> invalid(path(bind), "has a value that is not allowed");
      case StreamReadException syntax -> invalid(BODY, syntax(syntax));
      default -> invalid(BODY, "cannot be read as JSON");
    };
  }

  private static String syntax(StreamReadException syntax) {
    String message = syntax.getOriginalMessage();
    String reason =
        message != null && message.startsWith("Duplicate")
            ? "names a field twice"
            : "is not valid JSON";
    return "%s (line %d, column %d)"
        .formatted(reason, syntax.getLocation().getLineNr(), syntax.getLocation().getColumnNr());
  }

  private static String path(DatabindException bind) {
    String path =
        bind.getPath().stream()
            .map(
                step -> {
                  String name = step.getPropertyName();
                  return name == null ? String.valueOf(step.getIndex()) : name;
                })
            .collect(Collectors.joining("."));
    return path.isEmpty() ? BODY : path;
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "has the wrong type";
    }
    if (type.isEnum()) {
      return "must be one of " + wireNames(type);
    }
    if (type == boolean.class || type == Boolean.class) {
      return "must be true or false";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "must be a whole number in range";
    }
    if (type == double.class || type == Double.class || Number.class.isAssignableFrom(type)) {
      return "must be a number";
    }
    if (type == String.class) {
      return "must be a text";
    }
    if (type == UUID.class) {
      return "must be a UUID";
    }
    if (java.time.temporal.Temporal.class.isAssignableFrom(type)) {
      return "must be a time such as 2026-01-31T12:00:00Z";
    }
    if (java.util.Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "must be a list";
    }
    return "must be an object";
  }

  private static String wireNames(Class<?> type) {
    return List.of(type.getEnumConstants()).stream()
        .map(constant -> constant.toString().toLowerCase(java.util.Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  static Problem invalid(String field, String message) {
    return new Problem(
        ErrorCode.VALIDATION_FAILED.status(),
        ErrorCode.VALIDATION_FAILED,
        field + ": " + message,
        List.of(new FieldError(field, message)),
        Map.of(),
        Map.of());
  }
}
