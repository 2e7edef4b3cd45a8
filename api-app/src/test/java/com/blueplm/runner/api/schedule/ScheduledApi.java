package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TemporalServer;
import com.blueplm.runner.contract.WorkflowIds;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An application with a Temporal of its own, and what tests of schedules do with both. */
final class ScheduledApi implements AutoCloseable {
  final TemporalServer temporal;
  final ApiServer server;

  private ScheduledApi(TemporalServer temporal, ApiServer server) {
    this.temporal = temporal;
    this.server = server;
  }

  static ScheduledApi start() {
    return start("10s");
  }

  /**
   * Starts both.
   *
   * @param lookInterval how often each Schedule is compared at most
   */
  static ScheduledApi start(String lookInterval) {
    TemporalServer temporal = TemporalServer.start();
    return new ScheduledApi(
        temporal,
        ApiServer.with(
                Map.of(
                    "spring.temporal.connection.target",
                    temporal.target(),
                    "runner.schedule-look-interval",
                    lookInterval))
            .start());
  }

  UUID create(Map<String, Object> settings) {
    Map<String, Object> body = new HashMap<>(settings);
    body.put("name", "script " + UUID.randomUUID());
    body.put("code", "print('hi')");
    return UUID.fromString(server.admin().post("/api/scripts", body).expect(201).text("/id"));
  }

  UUID scheduled() {
    return create(Map.of("schedule_cron", "0 5 * * *"));
  }

  Answer get(UUID script) {
    return server.viewer().get("/api/scripts/" + script).expect(200);
  }

  Answer patch(UUID script, Map<String, Object> changes) {
    return server.admin().patch("/api/scripts/" + script, changes).expect(200);
  }

  Answer pause(UUID script, String reason) {
    return server
        .operator()
        .post("/api/scripts/" + script + "/schedule/pause", Map.of("reason", reason));
  }

  Answer resume(UUID script) {
    return server.operator().post("/api/scripts/" + script + "/schedule/resume", null);
  }

  /** Why the script's schedule is paused; empty when it is not. */
  String pausedBecause(UUID script) {
    return get(script).text("/schedule_paused/reason");
  }

  ScheduleHandle handle(UUID script) {
    return server.bean(ScheduleClient.class).getHandle(WorkflowIds.scheduleOf(script));
  }

  ScheduleDescription describe(UUID script) {
    return handle(script).describe();
  }

  Optional<ScheduleDescription> find(UUID script) {
    try {
      return Optional.of(describe(script));
    } catch (ScheduleException gone) {
      return Optional.empty();
    }
  }

  boolean isPausedInTemporal(UUID script) {
    return find(script).filter(found -> found.getSchedule().getState().isPaused()).isPresent();
  }

  @Override
  public void close() {
    server.close();
    temporal.close();
  }
}
