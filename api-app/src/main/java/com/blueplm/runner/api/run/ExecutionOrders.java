package com.blueplm.runner.api.run;

import com.blueplm.runner.api.config.RunnerProperties;
import com.blueplm.runner.api.script.RunSettings;
import com.blueplm.runner.api.secret.SecretReader;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what a worker needs for one attempt; a new key each time. */
@Component
class ExecutionOrders {
  private final RunWorkRepository work;
  private final SecretReader secrets;
  private final RunKeys keys;
  private final String apiUrl;

  ExecutionOrders(
      RunWorkRepository work, SecretReader secrets, RunKeys keys, RunnerProperties properties) {
    this.work = work;
    this.secrets = secrets;
    this.keys = keys;
    this.apiUrl = properties.publicUrl().toString().replaceAll("/+$", "") + "/plm";
  }

  RunWork work(LockedRun run) {
    return work.find(run.orgId(), run.id());
  }

  ExecutionOrder of(LockedRun run, int attempt, RunWork given) {
    RunSettings settings = run.settings();
    RunSettings.Limits limits = settings.limits();
    return new ExecutionOrder(
        run.id(),
        attempt,
        run.scriptId(),
        given.scriptName(),
        FileNames.of(given.scriptName()),
        given.code(),
        run.trigger(),
        run.slotAt(),
        run.id().toString(),
        settings.timeoutSeconds(),
        new ExecutionOrder.Limits(
            limits.memoryMb(),
            limits.cpuPercent(),
            limits.outputMb(),
            limits.tmpMb(),
            limits.processes()),
        new ExecutionOrder.Network(settings.network().policy(), settings.network().hosts()),
        settings.environment(),
        secrets.forRun(run.orgId(), run.scriptId()),
        apiUrl,
        keys.mint(run.orgId(), run.id(), attempt, settings.plmScopes()),
        given.parameters(),
        given.payload(),
        lockOf(given),
        settings.onWorkerLoss(),
        given.checkpoint());
  }

  /** An empty lock has nothing to install. */
  private static @Nullable String lockOf(RunWork given) {
    String lock = given.requirementsLock();
    return lock == null || lock.isBlank() ? null : lock;
  }
}
