package com.blueplm.runner.api.plm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param customProperties properties to set; null removes one
 */
record PartChange(
    @Nullable String partNumber,
    boolean setsDescription,
    @Nullable String description,
    @Nullable String revision,
    Map<String, @Nullable Object> customProperties) {
  private static final int MAX_TEXT = 10_000;
  private static final String CUSTOM = "custom_properties";
  private static final Set<String> COLUMNS =
      Set.of("part_number", "description", "revision", CUSTOM);

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

  /**
   * Reads the body of a change.
   *
   * @throws PlmException 400 that names every wrong field
   */
  static PartChange of(Map<String, @Nullable Object> body) {
    if (body.containsKey("state")) {
      throw PlmException.badRequest(
          "state cannot be changed here: a part changes its state by release or obsolete");
    }
    List<PlmDetail> wrong = new ArrayList<>();
    PartChange change =
        new PartChange(
            text(body, "part_number", wrong),
            body.containsKey("description"),
            body.get("description") == null ? null : text(body, "description", wrong),
            text(body, "revision", wrong),
            customProperties(body, wrong));
    if (change.partNumber() != null && change.partNumber().isBlank()) {
      wrong.add(
          PlmDetail.of(
              "part_number",
              "minLength",
              Map.of("limit", 1),
              "must NOT have fewer than 1 characters"));
    }
    if (!wrong.isEmpty()) {
      throw PlmException.invalid(wrong);
    }
    return change;
  }

  /** The properties that the change removes. */
  List<String> removedProperties() {
    return customProperties.entrySet().stream()
        .filter(property -> property.getValue() == null)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static @Nullable String text(
      Map<String, @Nullable Object> body, String key, List<PlmDetail> wrong) {
    if (!body.containsKey(key)) {
      return null;
    }
    if (!(body.get(key) instanceof String text)) {
      wrong.add(PlmDetail.type(key, "string"));
      return null;
    }
    if (text.length() > MAX_TEXT) {
      wrong.add(
          PlmDetail.of(
              key,
              "maxLength",
              Map.of("limit", MAX_TEXT),
              "must NOT have more than " + MAX_TEXT + " characters"));
    }
    return text;
  }

  private static Map<String, @Nullable Object> customProperties(
      Map<String, @Nullable Object> body, List<PlmDetail> wrong) {
    Map<String, @Nullable Object> custom = new LinkedHashMap<>();
    if (body.get(CUSTOM) instanceof Map<?, ?> properties) {
      properties.forEach((key, value) -> custom.put(String.valueOf(key), value));
    } else if (body.containsKey(CUSTOM)) {
      wrong.add(PlmDetail.type(CUSTOM, "object"));
    }
    body.forEach(
        (key, value) -> {
          if (!READ_ONLY.contains(key) && !COLUMNS.contains(key)) {
            custom.put(key, value);
          }
        });
    return custom;
  }
}
