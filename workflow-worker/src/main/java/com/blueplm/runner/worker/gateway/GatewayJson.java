package com.blueplm.runner.worker.gateway;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of the gateway: snake case. What a newer api-app says beyond what we know is passed
 * over: fields are ignored and values of enums are null, so that workers and api-app can be
 * upgraded one after the other.
 */
public final class GatewayJson {

  private GatewayJson() {}

  /** A new mapper; thread-safe. */
  public static JsonMapper mapper() {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        .build();
  }
}
