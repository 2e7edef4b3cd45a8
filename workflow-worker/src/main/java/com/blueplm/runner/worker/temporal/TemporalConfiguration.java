package com.blueplm.runner.worker.temporal;

import com.blueplm.runner.contract.DependencyLocking;
import com.blueplm.runner.worker.WorkerIdentity;
import com.blueplm.runner.worker.WorkerProperties;
import com.blueplm.runner.worker.attempt.Drain;
import com.blueplm.runner.worker.attempt.ScriptExecutionActivity;
import com.blueplm.runner.worker.attempt.SpoolRecovery;
import com.blueplm.runner.worker.isolation.Isolation;
import com.blueplm.runner.worker.line.EngineProbe;
import com.blueplm.runner.worker.line.WorkerLine;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TemporalConfiguration {

  private static final long PROBE_SECONDS = 1;

  @Bean
  EngineProbe engineProbe(WorkflowServiceStubs stubs) {
    HealthCheckRequest request =
        HealthCheckRequest.newBuilder()
            .setService(WorkflowServiceStubs.HEALTH_CHECK_SERVICE_NAME)
            .build();
    return () -> {
      try {
        var unused =
            HealthGrpc.newBlockingStub(stubs.getRawChannel())
                .withDeadlineAfter(PROBE_SECONDS, TimeUnit.SECONDS)
                .check(request);
        return true;
      } catch (StatusRuntimeException e) {
        return false;
      }
    };
  }

  @Bean
  WorkerLifecycle workerLifecycle(
      WorkflowClient client,
      ScriptExecutionActivity execution,
      DependencyLocking locking,
      WorkerIdentity identity,
      WorkerProperties properties,
      WorkerLine line,
      SpoolRecovery recovery,
      Isolation isolation,
      Drain drain) {
    TemporalWorkers temporal =
        new TemporalWorkers(client, execution, locking, identity, properties.maxConcurrentRuns());
    return new WorkerLifecycle(line, recovery, isolation, temporal, drain);
  }
}
