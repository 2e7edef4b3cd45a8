package com.blueplm.runner.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EgressPropertiesTest {

  @Test
  void defaults() {
    assertThat(bind(Map.of())).isEqualTo(new EgressProperties(List.of(), false, List.of()));
  }

  @Test
  void fullMapping() {
    EgressProperties properties =
        bind(
            Map.of(
                "runner.egress.allow-private", "erp.corp.example:443,10.1.0.0/16",
                "runner.egress.allow-host", "true",
                "runner.egress.reserved", "127.0.0.1:5432"));

    assertThat(properties)
        .isEqualTo(
            new EgressProperties(
                List.of("erp.corp.example:443", "10.1.0.0/16"), true, List.of("127.0.0.1:5432")));
  }

  private static EgressProperties bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("runner.egress", EgressProperties.class);
  }
}
