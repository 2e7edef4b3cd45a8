package com.blueplm.runner.worker.execution;

import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.contract.TriggerType;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders for tests. */
public final class Orders {

  public static final String API_KEY = "srk_the-key-of-this-attempt";

  private Orders() {}

  public static ExecutionOrder of(String code) {
    return of(code, 30, 10, Map.of(), Map.of());
  }

  /** An order with another network policy and address of the PLM data API. */
  public static ExecutionOrder with(
      ExecutionOrder order, ExecutionOrder.Network network, String apiUrl) {
    return new ExecutionOrder(
        order.runId(),
        order.attempt(),
        order.scriptId(),
        order.scriptName(),
        order.fileName(),
        order.code(),
        order.trigger(),
        order.slotAt(),
        order.runKey(),
        order.timeoutSeconds(),
        order.limits(),
        network,
        order.environment(),
        order.secrets(),
        apiUrl,
        order.apiKey(),
        order.parameters(),
        order.payload(),
        order.requirementsLock(),
        order.onWorkerLoss(),
        order.checkpoint());
  }

  /** An order with another policy for a lost worker and the checkpoint of an earlier attempt. */
  public static ExecutionOrder with(
      ExecutionOrder order, OnWorkerLoss onWorkerLoss, @Nullable String checkpoint) {
    return new ExecutionOrder(
        order.runId(),
        order.attempt(),
        order.scriptId(),
        order.scriptName(),
        order.fileName(),
        order.code(),
        order.trigger(),
        order.slotAt(),
        order.runKey(),
        order.timeoutSeconds(),
        order.limits(),
        order.network(),
        order.environment(),
        order.secrets(),
        order.apiUrl(),
        order.apiKey(),
        order.parameters(),
        order.payload(),
        order.requirementsLock(),
        onWorkerLoss,
        checkpoint);
  }

  public static ExecutionOrder of(
      String code,
      int timeoutSeconds,
      int outputMb,
      Map<String, String> environment,
      Map<String, String> secrets) {
    return new ExecutionOrder(
        UUID.randomUUID(),
        1,
        UUID.randomUUID(),
        "Sync suppliers",
        "sync_suppliers.py",
        code,
        TriggerType.SCHEDULED,
        Instant.parse("2026-11-24T06:00:00Z"),
        "run-key",
        timeoutSeconds,
        new ExecutionOrder.Limits(256, 50, outputMb, 64, 64),
        new ExecutionOrder.Network("internet", List.of()),
        environment,
        secrets,
        "http://127.0.0.1:8080/plm",
        API_KEY,
        "{\"depth\":3}",
        "{\"event\":\"released\"}",
        null,
        OnWorkerLoss.RERUN,
        null);
  }
}
