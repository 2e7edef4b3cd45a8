package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.run.OverlapDecision.Kind;
import com.blueplm.runner.contract.OverlapPolicy;
import com.blueplm.runner.contract.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OverlapDecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void withoutOpenRunsEveryPolicyRuns() {
    for (OverlapPolicy policy : OverlapPolicy.values()) {
      assertThat(decide(policy, List.of()).kind()).isEqualTo(Kind.GO);
    }
  }

  @Test
  void waitingForARetryOrAPersonIsInTheWay() {
    for (RunStatus status :
        List.of(
            RunStatus.PENDING, RunStatus.RUNNING, RunStatus.CANCELLING, RunStatus.NEEDS_DECISION)) {
      OpenRun open = open(status, -60, false);
      OverlapDecision skip = decide(OverlapPolicy.SKIP, List.of(open));
      assertThat(skip.kind()).isEqualTo(Kind.SKIP);
      assertThat(skip.blocker()).isEqualTo(open.id());
      assertThat(decide(OverlapPolicy.QUEUE, List.of(open)).kind()).isEqualTo(Kind.QUEUE);
      assertThat(decide(OverlapPolicy.ALLOW, List.of(open)).kind()).isEqualTo(Kind.GO);
    }
  }

  @Test
  void aHundredWait() {
    List<OpenRun> ninetyNine =
        Stream.generate(() -> open(RunStatus.QUEUED, -60, false)).limit(99).toList();
    assertThat(decide(OverlapPolicy.QUEUE, ninetyNine).kind()).isEqualTo(Kind.QUEUE);
    List<OpenRun> hundred =
        Stream.concat(ninetyNine.stream(), Stream.of(open(RunStatus.QUEUED, -1, false))).toList();
    assertThat(decide(OverlapPolicy.QUEUE, hundred).kind()).isEqualTo(Kind.QUEUE_FULL);
    List<OpenRun> withBackfills =
        Stream.concat(ninetyNine.stream(), Stream.of(open(RunStatus.QUEUED, -1, true))).toList();
    assertThat(decide(OverlapPolicy.QUEUE, withBackfills).kind()).isEqualTo(Kind.QUEUE);
  }

  @Test
  void aWaitingBackfillIsNeverInTheWayARunningOneIs() {
    OpenRun waiting = open(RunStatus.QUEUED, -3600, true);
    OpenRun running = open(RunStatus.RUNNING, -3600, true);
    assertThat(decide(OverlapPolicy.QUEUE, List.of(waiting)).kind()).isEqualTo(Kind.GO);
    assertThat(decide(OverlapPolicy.SKIP, List.of(waiting)).kind()).isEqualTo(Kind.GO);
    assertThat(decide(OverlapPolicy.QUEUE, List.of(running)).kind()).isEqualTo(Kind.QUEUE);
    assertThat(decide(OverlapPolicy.CANCEL_RUNNING, List.of(waiting)).cancels()).isEmpty();
  }

  @Test
  void cancelRunningWaitsOnlyBehindWhatCannotEndAtOnce() {
    OpenRun running = open(RunStatus.RUNNING, -60, false);
    OpenRun queued = open(RunStatus.QUEUED, -30, false);
    OverlapDecision behind = decide(OverlapPolicy.CANCEL_RUNNING, List.of(running, queued));
    assertThat(behind.kind()).isEqualTo(Kind.QUEUE);
    assertThat(behind.cancels()).containsExactly(queued.id(), running.id());

    OpenRun pending = open(RunStatus.PENDING, -60, false);
    OverlapDecision atOnce = decide(OverlapPolicy.CANCEL_RUNNING, List.of(pending));
    assertThat(atOnce.kind()).isEqualTo(Kind.GO);
    assertThat(atOnce.cancels()).containsExactly(pending.id());
  }

  @Test
  void anOlderSlotNeverCancelsANewerRun() {
    OpenRun newer = open(RunStatus.RUNNING, 60, false);
    OverlapDecision skipped = decide(OverlapPolicy.CANCEL_RUNNING, List.of(newer));
    assertThat(skipped.kind()).isEqualTo(Kind.SKIP);
    assertThat(skipped.blocker()).isEqualTo(newer.id());
    assertThat(skipped.cancels()).isEmpty();
  }

  private static OverlapDecision decide(OverlapPolicy policy, List<OpenRun> open) {
    return OverlapDecision.decide(policy, NOW, open);
  }

  private static OpenRun open(RunStatus status, int secondsFromNow, boolean backfill) {
    return new OpenRun(UUID.randomUUID(), status, NOW.plusSeconds(secondsFromNow), backfill);
  }
}
