package com.blueplm.runner.api.temporal;

import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How api-app keeps its connection to Temporal. */
@Configuration
class TemporalConnection {
  /** The SDK's own ten seconds would go on refusing saves that long after Temporal is back. */
  private static final Duration BETWEEN_CONNECTS = Duration.ofSeconds(1);

  @Bean
  TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> quickReconnect() {
    return options -> options.setConnectionBackoffResetFrequency(BETWEEN_CONNECTS);
  }
}
