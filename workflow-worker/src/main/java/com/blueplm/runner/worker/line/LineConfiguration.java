package com.blueplm.runner.worker.line;

import com.blueplm.runner.worker.WorkerIdentity;
import com.blueplm.runner.worker.WorkerProperties;
import com.blueplm.runner.worker.attempt.LiveAttempts;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.isolation.Isolation;
import com.blueplm.runner.worker.wake.Wakefulness;
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
      Wakefulness wakefulness,
      WorkerProperties properties) {
    OutageWatch outages =
        new OutageWatch(
            engine,
            attempts::stopAfterOutage,
            attempts::stopGivenUp,
            properties.outageGrace(),
            System::nanoTime);
    return new WorkerLine(
        gateway, worker, isolation, attempts, outages, wakefulness, properties.maxConcurrentRuns());
  }
}
