package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.slot.PauseKind;
import com.blueplm.runner.api.slot.PauseSource;
import com.blueplm.runner.api.slot.Pauses;
import com.blueplm.runner.contract.WorkflowIds;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings a script and its Schedule together again, both ways: spec, policies and action follow the
 * script, a pause or a resume in Temporal's UI is taken over by the script.
 *
 * <p>Looks again under the lock that writers of the Schedule take, so that it never judges by what
 * Temporal had before the newest write; and not at all while a write is still due.
 */
@Component
class DriftRepair {
  private static final Logger log = LoggerFactory.getLogger(DriftRepair.class);
  private static final int MAX_REASON = 500;
  private static final String DEFAULT_REASON = "Paused in Temporal's UI";

  private final DriftRepository drift;
  private final ScheduleRepository repository;
  private final ScheduleForm form;
  private final ScheduleWriter writer;
  private final TemporalSchedules schedules;
  private final Pauses pauses;
  private final TransactionTemplate transaction;
  private final Clock clock;

  DriftRepair(
      DriftRepository drift,
      ScheduleRepository repository,
      ScheduleForm form,
      ScheduleWriter writer,
      TemporalSchedules schedules,
      Pauses pauses,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.drift = drift;
    this.repository = repository;
    this.form = form;
    this.writer = writer;
    this.schedules = schedules;
    this.pauses = pauses;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /** How the Schedule of a script differs; empty when it need not be looked at now. */
  Optional<Drift> look(UUID scriptId) {
    return drift.known(scriptId).map(known -> compare(known, schedules.describe(scriptId)));
  }

  /**
   * Repairs what differs, if it still does: first what the script takes over, so that the Schedule
   * is then written with it.
   *
   * @param runningUntil until when the Schedule is known not to have been paused in Temporal
   */
  void repair(UUID scriptId, Instant runningUntil) {
    underLock(scriptId, known -> adopt(known, runningUntil));
    underLock(scriptId, this::write);
  }

  private void underLock(UUID scriptId, Consumer<DriftRepository.Known> step) {
    transaction.executeWithoutResult(
        status -> {
          repository.lockSchedule(scriptId);
          drift.known(scriptId).ifPresent(step);
        });
  }

  /** Removes the Schedule of a script that should have none. */
  void remove(UUID scriptId) {
    transaction.executeWithoutResult(
        status -> {
          repository.lockSchedule(scriptId);
          if (!drift.withoutSchedule(List.of(scriptId)).isEmpty()) {
            schedules.delete(scriptId);
            log.warn(
                "Temporal had a Schedule {} although its script has none; it was deleted.",
                WorkflowIds.scheduleOf(scriptId));
          }
        });
  }

  private void adopt(DriftRepository.Known known, Instant runningUntil) {
    ScriptSchedule script = known.script();
    Optional<DescribeScheduleResponse> described = schedules.describe(script.scriptId());
    switch (compare(known, described).pause()) {
      case PAUSED -> adoptPause(script, described.orElseThrow(), runningUntil);
      case RESUMED -> adoptResume(script);
      case NONE, MUST_PAUSE -> log.trace("Script {} keeps its pause", script.scriptId());
    }
  }

  private void write(DriftRepository.Known known) {
    ScriptSchedule script = known.script();
    UUID scriptId = script.scriptId();
    Optional<DescribeScheduleResponse> described = schedules.describe(scriptId);
    Drift found = compare(known, described);
    String id = WorkflowIds.scheduleOf(scriptId);
    if (found.missing()) {
      writer.writeAgain(script);
      log.warn("Temporal had lost Schedule {} (\"{}\"); it was created again.", id, script.name());
    } else if (found.edited()) {
      writer.writeAgain(script);
      log.warn(
          "Schedule {} (\"{}\") was changed in Temporal; it was written again as its script says."
              + " Change the script instead.",
          id,
          script.name());
    } else if (found.unrecorded()) {
      repository.storeFingerprint(scriptId, Fingerprint.of(described.orElseThrow().getSchedule()));
    }
    if (found.pause() == Drift.PauseDrift.MUST_PAUSE) {
      if (!found.edited()) {
        schedules.applyPause(script);
      }
      log.warn(
          "Schedule {} (\"{}\") was resumed in Temporal, but its script is {}; it was paused again.",
          id,
          script.name(),
          script.note());
    }
  }

  private void adoptPause(
      ScriptSchedule script, DescribeScheduleResponse described, Instant runningUntil) {
    if (!drift.lockSynced(script.scriptId())) {
      return;
    }
    Instant since = since(described, runningUntil);
    String reason = reason(described.getSchedule().getState());
    boolean begun =
        pauses.begin(
            script.orgId(),
            script.scriptId(),
            PauseKind.PAUSE,
            PauseSource.TEMPORAL,
            reason,
            null,
            since);
    if (begun) {
      pauses.claimOpenSlots(script.orgId(), script.scriptId(), PauseKind.PAUSE);
      log.warn(
          "Schedule {} (\"{}\") was paused in Temporal: {}. Its script is paused now; resume it there"
              + " or here.",
          WorkflowIds.scheduleOf(script.scriptId()),
          script.name(),
          reason);
    }
  }

  private void adoptResume(ScriptSchedule script) {
    if (drift.lockSynced(script.scriptId())
        && pauses.end(script.orgId(), script.scriptId(), PauseKind.PAUSE, null, clock.instant())) {
      log.warn(
          "Schedule {} (\"{}\") was resumed in Temporal, so its script is, too.",
          WorkflowIds.scheduleOf(script.scriptId()),
          script.name());
    }
  }

  private Drift compare(DriftRepository.Known known, Optional<DescribeScheduleResponse> described) {
    String cron = known.script().spec().cron();
    if (cron == null) {
      throw new IllegalStateException("a script without a schedule is not compared");
    }
    Schedule wanted = form.of(known.script(), cron);
    return Drift.between(
        known, wanted, described.map(DescribeScheduleResponse::getSchedule).orElse(null));
  }

  /** After the last slot that it started, and after it was last seen running. */
  private Instant since(DescribeScheduleResponse described, Instant runningUntil) {
    Instant lastStarted =
        described.getInfo().getRecentActionsList().stream()
            .map(action -> action.getScheduleTime())
            .map(time -> Instant.ofEpochSecond(time.getSeconds(), time.getNanos()))
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    Instant since = lastStarted.isAfter(runningUntil) ? lastStarted : runningUntil;
    Instant now = clock.instant();
    return since.isAfter(now) ? now : since;
  }

  private static String reason(ScheduleState state) {
    String notes = state.getNotes().strip();
    if (notes.isEmpty() || notes.equals(TemporalSchedules.RESUMED)) {
      return DEFAULT_REASON;
    }
    String clean = notes.replace("\0", "");
    return clean.codePointCount(0, clean.length()) <= MAX_REASON
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, MAX_REASON));
  }
}
