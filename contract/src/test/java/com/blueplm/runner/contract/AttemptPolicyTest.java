package com.blueplm.runner.contract;

import static com.blueplm.runner.contract.AttemptOutcome.CANCELLED;
import static com.blueplm.runner.contract.AttemptOutcome.ERROR;
import static com.blueplm.runner.contract.AttemptOutcome.SUCCESS;
import static com.blueplm.runner.contract.AttemptOutcome.SUPERSEDED;
import static com.blueplm.runner.contract.AttemptOutcome.TIMEOUT;
import static com.blueplm.runner.contract.AttemptOutcome.WORKER_LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.blueplm.runner.contract.AttemptPolicy.Counts;
import com.blueplm.runner.contract.AttemptPolicy.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AttemptPolicyTest {

  private static final Verdict RETRY_AT_ONCE =
      new Verdict(RunStatus.PENDING, Decision.retry(Duration.ZERO));
  private static final Verdict HELD = new Verdict(RunStatus.NEEDS_DECISION, Decision.hold());

  private static final RetryPolicy THREE_ON_ANYTHING = retry(3, EnumSet.allOf(RetryCause.class));

  /** Outcome, reason, exit code, cause that is retried, next state when it is not. */
  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(ERROR, EndReason.EXITED, 1, RetryCause.ERROR, RunStatus.ERROR),
        arguments(ERROR, EndReason.SIGNAL, null, RetryCause.SIGNAL, RunStatus.ERROR),
        arguments(ERROR, EndReason.MEMORY_LIMIT, null, RetryCause.MEMORY_LIMIT, RunStatus.ERROR),
        arguments(ERROR, EndReason.OUTPUT_LIMIT, null, null, RunStatus.ERROR),
        arguments(ERROR, EndReason.DEPENDENCY_ERROR, null, null, RunStatus.ERROR),
        arguments(ERROR, EndReason.ISOLATION_UNAVAILABLE, null, null, RunStatus.ERROR),
        arguments(TIMEOUT, EndReason.TIMEOUT, null, RetryCause.TIMEOUT, RunStatus.TIMEOUT));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsRetriedForItsCauseAlone(
      AttemptOutcome outcome,
      EndReason reason,
      @Nullable Integer exitCode,
      @Nullable RetryCause cause,
      RunStatus status) {
    AttemptEnd end = new AttemptEnd(outcome, reason, exitCode, false);
    Set<RetryCause> others =
        Arrays.stream(RetryCause.values()).filter(c -> c != cause).collect(Collectors.toSet());

    assertThat(decide(retry(3, others), 1, end)).isEqualTo(over(status));
    assertThat(decide(retry(3, Set.of()), 1, end)).isEqualTo(over(status));
    assertThat(decide(THREE_ON_ANYTHING, 1, end))
        .isEqualTo(cause == null ? over(status) : retryAfter(Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void attemptsAreCountedAndWaitsGrow(
      AttemptOutcome outcome,
      EndReason reason,
      @Nullable Integer exitCode,
      @Nullable RetryCause cause,
      RunStatus status) {
    AttemptEnd end = new AttemptEnd(outcome, reason, exitCode, false);

    assertThat(decide(THREE_ON_ANYTHING, 2, end))
        .isEqualTo(cause == null ? over(status) : retryAfter(Duration.ofSeconds(20)));
    assertThat(decide(THREE_ON_ANYTHING, 3, end)).isEqualTo(over(status));
    assertThat(decide(retry(1, EnumSet.allOf(RetryCause.class)), 1, end)).isEqualTo(over(status));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aRunThatIsBeingCancelledKeepsItsOutcomeAndIsNotRetried(
      AttemptOutcome outcome,
      EndReason reason,
      @Nullable Integer exitCode,
      @Nullable RetryCause cause,
      RunStatus status) {
    AttemptEnd end = new AttemptEnd(outcome, reason, exitCode, false);

    for (OnWorkerLoss onLoss : OnWorkerLoss.values()) {
      assertThat(AttemptPolicy.decide(THREE_ON_ANYTHING, onLoss, new Counts(1, 0), true, end))
          .isEqualTo(over(status));
    }
  }

  @ParameterizedTest
  @CsvSource({"75, true", "2, true", "1, false", ", false"})
  void exitCodesNarrowTheRetry(@Nullable Integer exitCode, boolean retried) {
    RetryPolicy policy =
        new RetryPolicy(
            3,
            Duration.ofSeconds(10),
            2,
            Duration.ofHours(1),
            EnumSet.allOf(RetryCause.class),
            Set.of(2, 75));
    AttemptEnd end = new AttemptEnd(ERROR, EndReason.EXITED, exitCode, false);

    assertThat(decide(policy, 1, end))
        .isEqualTo(retried ? retryAfter(Duration.ofSeconds(10)) : over(RunStatus.ERROR));
    assertThat(decide(policy, 1, new AttemptEnd(TIMEOUT, EndReason.TIMEOUT, null, false)))
        .as("exit codes say nothing about a timeout")
        .isEqualTo(retryAfter(Duration.ofSeconds(10)));
  }

  /** Policy, losses so far, drained, verdict. */
  static Stream<Arguments> losses() {
    Verdict lost = over(RunStatus.LOST);
    return Stream.of(
        arguments(OnWorkerLoss.RERUN, 1, false, RETRY_AT_ONCE),
        arguments(OnWorkerLoss.RERUN, 2, false, RETRY_AT_ONCE),
        arguments(OnWorkerLoss.RERUN, 3, false, lost),
        arguments(OnWorkerLoss.RERUN, 4, false, lost),
        arguments(OnWorkerLoss.RERUN, 0, true, RETRY_AT_ONCE),
        arguments(OnWorkerLoss.RERUN, 2, true, RETRY_AT_ONCE),
        arguments(OnWorkerLoss.HOLD, 1, false, HELD),
        arguments(OnWorkerLoss.HOLD, 2, false, HELD),
        arguments(OnWorkerLoss.HOLD, 3, false, lost),
        arguments(OnWorkerLoss.HOLD, 0, true, HELD),
        arguments(OnWorkerLoss.FAIL, 1, false, lost),
        arguments(OnWorkerLoss.FAIL, 0, true, lost));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aLossIsAnsweredByThePolicyUpToThreeTimes(
      OnWorkerLoss onLoss, int losses, boolean drained, Verdict expected) {
    AttemptEnd end = new AttemptEnd(WORKER_LOST, EndReason.WORKER_LOST, null, drained);

    assertThat(decide(onLoss, losses, false, end)).isEqualTo(expected);
    assertThat(decide(onLoss, losses, true, end))
        .as("while it is being cancelled")
        .isEqualTo(over(RunStatus.CANCELLED));
  }

  @Test
  void lossesDoNotCountAgainstTheAttempts() {
    AttemptEnd end = new AttemptEnd(WORKER_LOST, EndReason.WORKER_LOST, null, false);

    assertThat(
            AttemptPolicy.decide(
                retry(1, Set.of()), OnWorkerLoss.RERUN, new Counts(0, 2), false, end))
        .isEqualTo(RETRY_AT_ONCE);
    assertThat(
            AttemptPolicy.decide(
                THREE_ON_ANYTHING,
                OnWorkerLoss.FAIL,
                new Counts(2, 2),
                false,
                new AttemptEnd(ERROR, EndReason.EXITED, 1, false)))
        .isEqualTo(retryAfter(Duration.ofSeconds(20)));
  }

  @ParameterizedTest
  @EnumSource
  void successAndCancelEndTheRunWhateverIsSet(OnWorkerLoss onLoss) {
    for (boolean cancelRequested : new boolean[] {false, true}) {
      assertThat(
              decide(
                  onLoss, 0, cancelRequested, new AttemptEnd(SUCCESS, EndReason.EXITED, 0, false)))
          .isEqualTo(over(RunStatus.SUCCESS));
      assertThat(
              decide(
                  onLoss,
                  0,
                  cancelRequested,
                  new AttemptEnd(CANCELLED, EndReason.CANCELLED, null, false)))
          .isEqualTo(over(RunStatus.CANCELLED));
    }
  }

  @Test
  void aSupersededAttemptDecidesNothing() {
    AttemptEnd end = new AttemptEnd(SUPERSEDED, EndReason.WORKER_LOST, null, false);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> decide(OnWorkerLoss.RERUN, 1, false, end));
  }

  @Test
  void everyVerdictIsAMoveThatARunningRunMayMake() {
    for (AttemptOutcome outcome : EnumSet.complementOf(EnumSet.of(SUPERSEDED))) {
      for (EndReason reason : EndReason.values()) {
        for (OnWorkerLoss onLoss : OnWorkerLoss.values()) {
          AttemptEnd end = new AttemptEnd(outcome, reason, null, false);
          assertThat(RunStatus.RUNNING.canMoveTo(decide(onLoss, 1, false, end).next()))
              .as("%s %s %s", outcome, reason, onLoss)
              .isTrue();
          assertThat(RunStatus.CANCELLING.canMoveTo(decide(onLoss, 1, true, end).next()))
              .as("%s %s %s while cancelling", outcome, reason, onLoss)
              .isTrue();
        }
      }
    }
  }

  private static Verdict decide(RetryPolicy policy, int failures, AttemptEnd end) {
    return AttemptPolicy.decide(policy, OnWorkerLoss.FAIL, new Counts(failures, 0), false, end);
  }

  private static Verdict decide(
      OnWorkerLoss onLoss, int losses, boolean cancelRequested, AttemptEnd end) {
    return AttemptPolicy.decide(
        THREE_ON_ANYTHING, onLoss, new Counts(1, losses), cancelRequested, end);
  }

  private static RetryPolicy retry(int maxAttempts, Set<RetryCause> on) {
    return new RetryPolicy(
        maxAttempts, Duration.ofSeconds(10), 2, Duration.ofHours(1), on, Set.of());
  }

  private static Verdict over(RunStatus status) {
    return new Verdict(status, Decision.done());
  }

  private static Verdict retryAfter(Duration wait) {
    return new Verdict(RunStatus.PENDING, Decision.retry(wait));
  }
}
