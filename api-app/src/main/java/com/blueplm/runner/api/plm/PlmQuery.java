package com.blueplm.runner.api.plm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads query parameters as BluePLM does: unknown ones are ignored, all wrong ones are reported at
 * once.
 */
final class PlmQuery {
  private final Map<String, String> parameters;
  private final List<Map<String, Object>> details = new ArrayList<>();

  PlmQuery(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  @Nullable String text(String name) {
    String value = parameters.get(name);
    if (value != null && value.indexOf('\0') >= 0) {
      return reject(name, "pattern", "must not contain a NUL character");
    }
    return value;
  }

  @Nullable UUID uuid(String name) {
    String value = parameters.get(name);
    if (value == null) {
      return null;
    }
    try {
      return UUID.fromString(value);
    } catch (IllegalArgumentException malformed) {
      return reject(name, "format", "must match format \"uuid\"");
    }
  }

  /** Accepts Python's spelling too, so that {@code params={"released_only": True}} works. */
  boolean flag(String name) {
    String value = parameters.get(name);
    if (value == null) {
      return false;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> {
        reject(name, "type", "must be boolean");
        yield false;
      }
    };
  }

  int number(String name, int fallback, int max) {
    String value = parameters.get(name);
    if (value == null) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(value);
      if (number < 0) {
        reject(name, "minimum", "must be >= 0");
        return fallback;
      }
      return Math.min(number, max);
    } catch (NumberFormatException malformed) {
      reject(name, "type", "must be integer");
      return fallback;
    }
  }

  @Nullable String oneOf(String name, Set<String> allowed) {
    String value = parameters.get(name);
    return value == null || allowed.contains(value)
        ? value
        : reject(name, "enum", "must be equal to one of the allowed values");
  }

  /** Throws 400 when any parameter was wrong. */
  void check() {
    if (!details.isEmpty()) {
      throw PlmException.invalid(details);
    }
  }

  private <T> @Nullable T reject(String name, String keyword, String message) {
    details.add(
        Map.of(
            "instancePath",
            "/" + name,
            "schemaPath",
            "#/properties/" + name + "/" + keyword,
            "keyword",
            keyword,
            "params",
            Map.of(),
            "message",
            message));
    return null;
  }
}
