package com.blueplm.runner.worker.isolation;

import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.WorkerProperties;
import com.blueplm.runner.worker.execution.OrphanJanitor;
import com.blueplm.runner.worker.sandbox.ProcessSpawner;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IsolationConfiguration {

  private static final Logger log = LoggerFactory.getLogger(IsolationConfiguration.class);

  @Bean
  ProcessSpawner processSpawner() {
    return new ProcessSpawner();
  }

  /** The first thing a worker does: clear away what an earlier one left, then look about. */
  @Bean
  Isolation isolation(
      ProcessSpawner spawner, WorkerHome home, WorkerProperties properties, Clock clock)
      throws IOException {
    new OrphanJanitor(home.runs()).clean();
    Isolation isolation =
        new IsolationProbe(spawner, home.root(), home.runs(), properties.minimumIsolation(), clock)
            .probe(properties.python());
    isolation
        .refusal()
        .ifPresentOrElse(
            reason -> log.error("No scripts will be run here. {}", reason),
            () -> log.info("Scripts run at {}: {}", isolation.level().wire(), isolation.probes()));
    return isolation;
  }
}
