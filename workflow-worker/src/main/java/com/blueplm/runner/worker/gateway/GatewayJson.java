package com.blueplm.runner.worker.gateway;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of the gateway: snake case. */
public final class GatewayJson {

  private GatewayJson() {}

  /** A new mapper; thread-safe. */
  public static JsonMapper mapper() {
    return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  }
}
