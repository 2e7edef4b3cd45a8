package com.blueplm.runner.worker.execution;

import com.blueplm.runner.contract.gateway.ExecutionOrder;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds the environment of a script from empty: nothing of the worker's own is in it. */
final class ScriptEnvironment {

  private static final String SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin";

  private ScriptEnvironment() {}

  /**
   * The whole environment; secrets win over plain settings.
   *
   * @param apiUrl the PLM data API as the script reaches it
   */
  static Map<String, String> of(ExecutionOrder order, Places places, String apiUrl, Clock clock) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", places.interpreterDirectory() + ":" + SYSTEM_PATH);
    environment.put("HOME", places.temporaryDirectory());
    environment.put("PWD", places.temporaryDirectory());
    environment.put("TMPDIR", places.temporaryDirectory());
    environment.put("LANG", "C.UTF-8");
    environment.put("TZ", "UTC");
    // Each thread's own arena would use up the address space limit after some 14 threads.
    environment.put("MALLOC_ARENA_MAX", "2");
    environment.put("PYTHONUNBUFFERED", "1");
    environment.put("BLUEPLM_API_URL", apiUrl);
    environment.put("BLUEPLM_API_KEY", order.apiKey());
    environment.put("BLUEPLM_RUN_ID", order.runId().toString());
    environment.put("BLUEPLM_SCRIPT_ID", order.scriptId().toString());
    environment.put("BLUEPLM_SCRIPT_NAME", order.scriptName());
    environment.put("BLUEPLM_ATTEMPT", Integer.toString(order.attempt()));
    environment.put("BLUEPLM_TRIGGER", order.trigger().wire());
    if (order.slotAt() != null) {
      environment.put("BLUEPLM_SLOT", order.slotAt().toString());
    }
    long deadline = clock.instant().plusSeconds(order.timeoutSeconds()).getEpochSecond();
    environment.put("BLUEPLM_DEADLINE", Long.toString(deadline));
    environment.put("BLUEPLM_RUN_KEY", order.runKey());
    environment.put("BLUEPLM_ARTIFACTS", places.artifactsDirectory());
    environment.put("BLUEPLM_RUNTIME", places.runtimeDirectory());
    environment.putAll(order.environment());
    environment.putAll(order.secrets());
    return environment;
  }

  /** Where things are, as the script sees them. */
  record Places(
      String interpreterDirectory,
      String temporaryDirectory,
      String artifactsDirectory,
      String runtimeDirectory) {}
}
