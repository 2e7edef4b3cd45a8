package com.blueplm.runner.worker.line;

import com.blueplm.runner.worker.WorkerIdentity;
import com.blueplm.runner.worker.WorkerProperties;
import com.blueplm.runner.worker.attempt.LiveAttempts;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.isolation.Isolation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LineConfiguration {

  @Bean
  WorkerLine workerLine(
      GatewayClient gateway,
      WorkerIdentity worker,
      Isolation isolation,
      LiveAttempts attempts,
      EngineProbe engine,
      WorkerProperties properties) {
    OutageWatch outages =
        new OutageWatch(
            engine, attempts::stopAfterOutage, properties.outageGrace(), System::nanoTime);
    return new WorkerLine(
        gateway, worker, isolation, attempts, outages, properties.maxConcurrentRuns());
  }
}
