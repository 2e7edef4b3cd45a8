package com.blueplm.runner.api.plm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of a part. Keys that are no columns go to its custom properties, where null removes one.
 *
 * @param partNumber the new part number; null keeps it
 * @param setsDescription whether the description changes
 * @param description the new description
 * @param revision the new revision; null keeps it
 * @param customProperties properties to merge
 */
record PartChange(
    @Nullable String partNumber,
    boolean setsDescription,
    @Nullable String description,
    @Nullable String revision,
    Map<String, @Nullable Object> customProperties) {

  /** Fields of the representation that a change may repeat but never changes. */
  private static final Set<String> READ_ONLY =
      Set.of(
          "id",
          "file_name",
          "file_path",
          "file_type",
          "version",
          "vault_id",
          "created_at",
          "updated_at");

  private static final int MAX_TEXT = 10_000;

  static PartChange of(Map<String, @Nullable Object> body) {
    if (body.containsKey("state")) {
      throw PlmException.badRequest(
          "state cannot be changed here: a part changes its state by release or obsolete");
    }
    Map<String, @Nullable Object> custom = new LinkedHashMap<>();
    if (body.get("custom_properties") instanceof Map<?, ?> properties) {
      properties.forEach((key, value) -> custom.put(String.valueOf(key), value));
    } else if (body.get("custom_properties") != null) {
      throw PlmException.badRequest("custom_properties must be an object");
    }
    body.forEach(
        (key, value) -> {
          if (!READ_ONLY.contains(key) && !isColumn(key)) {
            custom.put(key, value);
          }
        });
    checkNoNul(custom);
    return new PartChange(
        text(body, "part_number", false),
        body.containsKey("description"),
        text(body, "description", true),
        text(body, "revision", false),
        custom);
  }

  private static boolean isColumn(String key) {
    return Set.of("part_number", "description", "revision", "custom_properties").contains(key);
  }

  private static @Nullable String text(
      Map<String, @Nullable Object> body, String key, boolean nullable) {
    Object value = body.get(key);
    if (value == null) {
      if (body.containsKey(key) && !nullable) {
        throw PlmException.badRequest(key + " must be a string, not null");
      }
      return null;
    }
    if (!(value instanceof String text)) {
      throw PlmException.badRequest(key + " must be a string");
    }
    if (text.length() > MAX_TEXT) {
      throw PlmException.badRequest(key + " must be at most " + MAX_TEXT + " characters");
    }
    checkNoNul(text);
    return text;
  }

  private static void checkNoNul(@Nullable Object value) {
    switch (value) {
      case String text when text.indexOf('\0') >= 0 ->
          throw PlmException.badRequest("A text must not contain a NUL character: remove it");
      case Map<?, ?> map ->
          map.forEach(
              (key, nested) -> {
                checkNoNul(key);
                checkNoNul(nested);
              });
      case Iterable<?> list -> list.forEach(PartChange::checkNoNul);
      case null, default -> {}
    }
  }
}
