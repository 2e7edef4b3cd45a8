package com.blueplm.runner.api.plm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads query parameters as BluePLM does: unknown ones are ignored, all wrong ones are reported at
 * once.
 */
final class PlmQuery {
  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,40}");
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Map<String, String> parameters;
  private final List<PlmDetail> details = new ArrayList<>();

  PlmQuery(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  @Nullable String text(String name) {
    String value = parameters.get(name);
    if (value != null && value.indexOf('\0') >= 0) {
      details.add(
          PlmDetail.of(name, "pattern", Map.of(), "must not hold a NUL character; remove it"));
      return null;
    }
    return value;
  }

  @Nullable UUID uuid(String name) {
    String value = parameters.get(name);
    if (value == null) {
      return null;
    }
    if (!ID.matcher(value).matches()) {
      details.add(
          PlmDetail.of(name, "format", Map.of("format", "uuid"), "must match format \"uuid\""));
      return null;
    }
    return UUID.fromString(value);
  }

  /** Accepts Python's spelling too, so that {@code params={"released_only": True}} works. */
  boolean flag(String name) {
    return switch (parameters.getOrDefault(name, "false")) {
      case "true", "True", "1" -> true;
      case "false", "False", "0" -> false;
      default -> {
        details.add(PlmDetail.type(name, "boolean"));
        yield false;
      }
    };
  }

  /** A number from 0 on; a larger one than the maximum counts as the maximum. */
  int number(String name, int fallback, int max) {
    String value = parameters.get(name);
    if (value == null) {
      return fallback;
    }
    if (!INTEGER.matcher(value).matches()) {
      details.add(PlmDetail.type(name, "integer"));
      return fallback;
    }
    BigInteger number = new BigInteger(value);
    if (number.signum() < 0) {
      details.add(
          PlmDetail.of(name, "minimum", Map.of("comparison", ">=", "limit", 0), "must be >= 0"));
      return fallback;
    }
    return number.min(BigInteger.valueOf(max)).intValueExact();
  }

  @Nullable String oneOf(String name, Set<String> allowed) {
    String value = parameters.get(name);
    if (value != null && !allowed.contains(value)) {
      details.add(
          PlmDetail.of(
              name,
              "enum",
              Map.of("allowedValues", allowed),
              "must be equal to one of the allowed values"));
      return null;
    }
    return value;
  }

  /** Throws 400 when any parameter was wrong. */
  void check() {
    if (!details.isEmpty()) {
      throw PlmException.invalid(details);
    }
  }
}
