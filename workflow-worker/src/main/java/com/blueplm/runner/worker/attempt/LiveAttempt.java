package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import com.blueplm.runner.worker.gateway.Claim;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An attempt whose process, or whose undelivered end, this worker holds. Thread-safe. */
public final class LiveAttempt {

  /** How long the end of a script usually takes to be delivered. */
  private static final Duration DELIVERY_TIME = Duration.ofSeconds(5);

  private final Claim claim;
  private final OnWorkerLoss onWorkerLoss;
  private final CompletableFuture<StopCause> stop = new CompletableFuture<>();
  private final CompletableFuture<Void> superseded = new CompletableFuture<>();
  private final CompletableFuture<Decision> decision = new CompletableFuture<>();
  private volatile OptionalLong deliveredBy = OptionalLong.empty();
  private volatile boolean givenUp;
  private @Nullable Heartbeats waiting;

  LiveAttempt(Claim claim, OnWorkerLoss onWorkerLoss) {
    this.claim = claim;
    this.onWorkerLoss = onWorkerLoss;
  }

  public Claim claim() {
    return claim;
  }

  /** Whether another attempt follows by itself when this one is lost. */
  boolean isReplaceable() {
    return onWorkerLoss == OnWorkerLoss.RERUN;
  }

  /** Asks for an orderly stop; nothing happens when one was asked for or the script has ended. */
  public void cancel() {
    stop(StopCause.CANCELLED);
  }

  /** Another attempt took over: the process dies at once and nothing more is written. */
  public void supersede() {
    superseded.complete(null);
    stop(StopCause.SUPERSEDED);
  }

  void stop(StopCause cause) {
    if (stop.complete(cause) && deliveredBy.isEmpty()) {
      deliveredBy =
          OptionalLong.of(System.nanoTime() + cause.grace().plus(DELIVERY_TIME).toNanos());
    }
  }

  /** The script is over; what is left is to deliver its end. */
  void ended() {
    deliveredBy = OptionalLong.of(System.nanoTime() + DELIVERY_TIME.toNanos());
  }

  /** Whether its end takes longer to come or to be delivered than it should. */
  boolean isOverdue() {
    OptionalLong due = deliveredBy;
    return due.isPresent() && System.nanoTime() - due.getAsLong() > 0;
  }

  /** Whether Temporal waits for another attempt, or for none, as far as this worker heard. */
  boolean isGivenUp() {
    return givenUp;
  }

  /** An activity of Temporal's waits for this attempt from now on, in place of one before. */
  synchronized void waitedForBy(Heartbeats activity) {
    waiting = activity;
    givenUp = false;
  }

  /** Temporal no longer knows the activity; of no importance when another one waits. */
  synchronized void givenUpBy(Heartbeats activity) {
    givenUp |= waiting == activity;
  }

  boolean isSuperseded() {
    return superseded.isDone();
  }

  CompletableFuture<StopCause> stopRequest() {
    return stop;
  }

  CompletableFuture<Void> supersession() {
    return superseded;
  }

  /** What the API decided; {@link AttemptSupersededException} when another attempt took over. */
  CompletableFuture<Decision> decision() {
    return decision;
  }
}
