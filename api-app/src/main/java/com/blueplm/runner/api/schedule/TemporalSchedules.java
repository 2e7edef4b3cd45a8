package com.blueplm.runner.api.schedule;

import com.blueplm.runner.contract.WorkflowIds;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.api.workflowservice.v1.PatchScheduleRequest;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Makes Temporal's Schedule of a script what the script says. It speaks to the service itself: the
 * SDK's client would try again for seconds what {@link ScheduleReconciler} repeats anyway.
 */
@Component
class TemporalSchedules {
  /** Why a Schedule runs again. */
  static final String RESUMED = "resumed";

  private static final int PAGE = 500;

  private final WorkflowServiceStubs stubs;
  private final ScheduleCalls calls;
  private final ScheduleForm form;
  private final String namespace;
  private final String identity;

  TemporalSchedules(
      WorkflowServiceStubs stubs, WorkflowClient client, ScheduleCalls calls, ScheduleForm form) {
    this.stubs = stubs;
    this.calls = calls;
    this.form = form;
    this.namespace = client.getOptions().getNamespace();
    this.identity = client.getOptions().getIdentity();
  }

  /** Creates, updates, pauses or deletes the Schedule; may be repeated. */
  void apply(ScriptSchedule script) {
    String id = WorkflowIds.scheduleOf(script.scriptId());
    if (script.spec().cron() == null) {
      delete(id);
      return;
    }
    Schedule schedule = form.of(script, script.spec().cron());
    try {
      create(id, schedule);
    } catch (RuntimeException failure) {
      if (!ScheduleCalls.hasCode(failure, Status.Code.ALREADY_EXISTS)) {
        throw failure;
      }
      update(id, schedule);
    }
  }

  /** Pauses or resumes only, so that the due slots of an unchanged spec are kept. */
  void applyPause(ScriptSchedule script) {
    SchedulePatch.Builder patch = SchedulePatch.newBuilder();
    if (script.isPaused()) {
      patch.setPause(script.note());
    } else {
      patch.setUnpause(RESUMED);
    }
    PatchScheduleRequest request =
        PatchScheduleRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(WorkflowIds.scheduleOf(script.scriptId()))
            .setPatch(patch)
            .setIdentity(identity)
            .setRequestId(requestId())
            .build();
    calls.run(() -> service().patchSchedule(request));
  }

  /**
   * The Schedule of a script as Temporal has it; empty when it has none.
   *
   * @throws RuntimeException when Temporal does not answer, or has not even the namespace
   */
  Optional<DescribeScheduleResponse> describe(UUID scriptId) {
    DescribeScheduleRequest request =
        DescribeScheduleRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(WorkflowIds.scheduleOf(scriptId))
            .build();
    try {
      return Optional.of(calls.call(() -> service().describeSchedule(request)));
    } catch (RuntimeException failure) {
      if (ScheduleCalls.isMissing(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** The scripts that have a Schedule, as far as Temporal has listed them already. */
  Set<UUID> scriptsWithSchedule() {
    Set<UUID> scripts = new HashSet<>();
    ByteString page = ByteString.EMPTY;
    do {
      ListSchedulesRequest request =
          ListSchedulesRequest.newBuilder()
              .setNamespace(namespace)
              .setMaximumPageSize(PAGE)
              .setNextPageToken(page)
              .build();
      ListSchedulesResponse answer = calls.call(() -> service().listSchedules(request));
      answer
          .getSchedulesList()
          .forEach(
              listed ->
                  WorkflowIds.scriptOfSchedule(listed.getScheduleId()).ifPresent(scripts::add));
      page = answer.getNextPageToken();
    } while (!page.isEmpty());
    return scripts;
  }

  /** Removes the Schedule of a script, if there is one. */
  void delete(UUID scriptId) {
    delete(WorkflowIds.scheduleOf(scriptId));
  }

  /** Throws 503 when Temporal does not answer; whether the script has a Schedule is no matter. */
  void requireReachable(UUID scriptId) {
    DescribeScheduleRequest request =
        DescribeScheduleRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(WorkflowIds.scheduleOf(scriptId))
            .build();
    unlessMissing(() -> service().describeSchedule(request));
  }

  private void create(String id, Schedule schedule) {
    CreateScheduleRequest request =
        CreateScheduleRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(id)
            .setSchedule(schedule)
            .setIdentity(identity)
            .setRequestId(requestId())
            .build();
    calls.run(() -> service().createSchedule(request));
  }

  private void update(String id, Schedule schedule) {
    UpdateScheduleRequest request =
        UpdateScheduleRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(id)
            .setSchedule(schedule)
            .setIdentity(identity)
            .setRequestId(requestId())
            .build();
    calls.run(() -> service().updateSchedule(request));
  }

  private void delete(String id) {
    DeleteScheduleRequest request =
        DeleteScheduleRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(id)
            .setIdentity(identity)
            .build();
    unlessMissing(() -> service().deleteSchedule(request));
  }

  private void unlessMissing(Runnable call) {
    try {
      calls.run(call);
    } catch (RuntimeException failure) {
      if (!ScheduleCalls.hasCode(failure, Status.Code.NOT_FOUND)) {
        throw failure;
      }
    }
  }

  private WorkflowServiceBlockingStub service() {
    return stubs.blockingStub();
  }

  private static String requestId() {
    return UUID.randomUUID().toString();
  }
}
