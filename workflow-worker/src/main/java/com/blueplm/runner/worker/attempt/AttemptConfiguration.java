package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.worker.EgressProperties;
import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.WorkerIdentity;
import com.blueplm.runner.worker.WorkerProperties;
import com.blueplm.runner.worker.dependencies.Environments;
import com.blueplm.runner.worker.egress.DestinationRule;
import com.blueplm.runner.worker.egress.EgressLimits;
import com.blueplm.runner.worker.egress.EgressProxy;
import com.blueplm.runner.worker.egress.EgressSettings;
import com.blueplm.runner.worker.execution.ScriptExecutor;
import com.blueplm.runner.worker.gateway.GatewayClient;
import com.blueplm.runner.worker.isolation.Isolation;
import com.blueplm.runner.worker.wake.Wakefulness;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
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
    return new Drain(
        attempts, properties.drainTime(), Optional.ofNullable(properties.drainLimit()));
  }

  @Bean
  SpoolRecovery spoolRecovery(
      GatewayClient gateway, LiveAttempts attempts, WorkerHome home, Clock clock) {
    return new SpoolRecovery(gateway, attempts, home, clock);
  }

  @Bean
  EgressProxy egressProxy(
      WorkerProperties properties,
      EgressProperties egress,
      @Value("${spring.temporal.connection.target:}") String temporal,
      WorkerHome home,
      Wakefulness wakefulness,
      Clock clock)
      throws IOException {
    List<String> reserved = new ArrayList<>(egress.reserved());
    String address = temporal.substring(temporal.lastIndexOf('/') + 1);
    if (address.indexOf(':') > 0) {
      reserved.add(address);
    }
    EgressSettings settings =
        new EgressSettings(
            properties.apiUrl(),
            reserved,
            egress.allowPrivate().stream().map(DestinationRule::parse).toList(),
            egress.allowHost(),
            EgressLimits.standard());
    return EgressProxy.start(
        settings, home.root().resolve("egress"), wakefulness::isCertain, clock);
  }

  @Bean
  ScriptExecutionActivity scriptExecutionActivity(
      GatewayClient gateway,
      Isolation isolation,
      Environments environments,
      EgressProxy egress,
      LiveAttempts attempts,
      WorkerHome home,
      WorkerIdentity worker,
      Clock clock) {
    return new ScriptExecutionActivity(
        new AttemptTools(
            gateway,
            new ScriptExecutor(isolation.sandbox(), clock),
            environments,
            egress,
            attempts,
            home,
            clock),
        worker);
  }
}
