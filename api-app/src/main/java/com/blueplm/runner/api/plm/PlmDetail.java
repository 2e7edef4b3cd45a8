package com.blueplm.runner.api.plm;

import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What is wrong with one field, in the shape of BluePLM's validator.
 *
 * @param instancePath the field, such as {@code /limit}
 * @param schemaPath the rule that it breaks
 * @param keyword the rule's name
 * @param params what the rule wants
 * @param message a few words
 */
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
record PlmDetail(
    String instancePath,
    String schemaPath,
    String keyword,
    Map<String, Object> params,
    String message) {

  static PlmDetail of(String field, String keyword, Map<String, Object> params, String message) {
    return new PlmDetail(
        "/" + field, "#/properties/" + field + "/" + keyword, keyword, params, message);
  }

  /** The field has another type than this one. */
  static PlmDetail type(String field, String type) {
    return of(field, "type", Map.of("type", type), "must be " + type);
  }
}
