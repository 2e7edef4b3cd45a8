package com.blueplm.runner.contract;

import java.time.Duration;
import java.util.Optional;

/**
 * The one place that decides what follows an attempt (design §5.4, §5.9): a pure function of the
 * settings, the counts and the end of the attempt.
 */
public final class AttemptPolicy {

  /** After this many lost workers a run is not run again. */
  public static final int MAX_LOSSES = 3;

  private AttemptPolicy() {}

  /**
   * What follows an attempt.
   *
   * @param retry the script's retry settings
   * @param onWorkerLoss what the script asks for when its worker is lost
   * @param counts how the run's attempts ended so far, this one included
   * @param cancelRequested whether a cancel was asked for, which rules out another attempt
   * @param end how the attempt ended
   */
  public static Verdict decide(
      RetryPolicy retry,
      OnWorkerLoss onWorkerLoss,
      Counts counts,
      boolean cancelRequested,
      AttemptEnd end) {
    return switch (end.outcome()) {
      case SUCCESS -> Verdict.over(RunStatus.SUCCESS);
      case CANCELLED -> Verdict.over(RunStatus.CANCELLED);
      case SUPERSEDED -> throw new IllegalArgumentException("a superseded attempt decides nothing");
      case WORKER_LOST -> afterLoss(onWorkerLoss, counts, cancelRequested, end);
      case ERROR -> afterFailure(retry, counts, cancelRequested, end, RunStatus.ERROR);
      case TIMEOUT -> afterFailure(retry, counts, cancelRequested, end, RunStatus.TIMEOUT);
    };
  }

  private static Verdict afterLoss(
      OnWorkerLoss onWorkerLoss, Counts counts, boolean cancelRequested, AttemptEnd end) {
    if (cancelRequested) {
      return Verdict.over(RunStatus.CANCELLED);
    }
    if (onWorkerLoss == OnWorkerLoss.FAIL || (!end.drained() && counts.losses() >= MAX_LOSSES)) {
      return Verdict.over(RunStatus.LOST);
    }
    return onWorkerLoss == OnWorkerLoss.HOLD
        ? new Verdict(RunStatus.NEEDS_DECISION, Decision.hold())
        : new Verdict(RunStatus.PENDING, Decision.retry(Duration.ZERO));
  }

  private static Verdict afterFailure(
      RetryPolicy retry, Counts counts, boolean cancelRequested, AttemptEnd end, RunStatus status) {
    boolean again =
        !cancelRequested
            && counts.failures() < retry.maxAttempts()
            && causeOf(end).filter(retry.on()::contains).isPresent()
            && exitCodeMatches(retry, end);
    return again
        ? new Verdict(RunStatus.PENDING, Decision.retry(retry.waitAfter(counts.failures())))
        : Verdict.over(status);
  }

  private static boolean exitCodeMatches(RetryPolicy retry, AttemptEnd end) {
    return end.endReason() != EndReason.EXITED
        || retry.exitCodes().isEmpty()
        || (end.exitCode() != null && retry.exitCodes().contains(end.exitCode()));
  }

  private static Optional<RetryCause> causeOf(AttemptEnd end) {
    return switch (end.endReason()) {
      case EXITED -> Optional.of(RetryCause.ERROR);
      case TIMEOUT -> Optional.of(RetryCause.TIMEOUT);
      case SIGNAL -> Optional.of(RetryCause.SIGNAL);
      case MEMORY_LIMIT -> Optional.of(RetryCause.MEMORY_LIMIT);
      default -> Optional.empty();
    };
  }

  /**
   * How the attempts of a run ended so far.
   *
   * @param failures attempts that the script itself failed (error or timeout)
   * @param losses attempts whose worker was lost, drained ones not counted
   */
  public record Counts(int failures, int losses) {}

  /**
   * What becomes of the run and what the workflow does.
   *
   * @param next the run's next state
   * @param decision the answer to the workflow
   */
  public record Verdict(RunStatus next, Decision decision) {
    static Verdict over(RunStatus status) {
      return new Verdict(status, Decision.done());
    }
  }
}
