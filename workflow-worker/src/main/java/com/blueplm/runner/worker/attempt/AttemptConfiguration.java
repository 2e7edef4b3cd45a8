package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.WorkerIdentity;
import com.blueplm.runner.worker.WorkerProperties;
import com.blueplm.runner.worker.dependencies.Environments;
import com.blueplm.runner.worker.execution.ScriptExecutor;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.isolation.Isolation;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AttemptConfiguration {

  @Bean
  LiveAttempts liveAttempts() {
    return new LiveAttempts();
  }

  @Bean
  Drain drain(LiveAttempts attempts, WorkerProperties properties) {
    return new Drain(attempts, properties.drainTime());
  }

  @Bean
  SpoolRecovery spoolRecovery(
      GatewayClient gateway, LiveAttempts attempts, WorkerHome home, Clock clock) {
    return new SpoolRecovery(gateway, attempts, home, clock);
  }

  @Bean
  ScriptExecutionActivity scriptExecutionActivity(
      GatewayClient gateway,
      Isolation isolation,
      Environments environments,
      LiveAttempts attempts,
      WorkerHome home,
      WorkerIdentity worker,
      Clock clock) {
    return new ScriptExecutionActivity(
        new AttemptTools(
            gateway,
            new ScriptExecutor(isolation.sandbox(), clock),
            environments,
            attempts,
            home,
            clock),
        worker);
  }
}
