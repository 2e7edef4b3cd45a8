package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import com.blueplm.runner.worker.gateway.Claim;
import java.util.concurrent.CompletableFuture;

/** An attempt whose process, or whose undelivered end, this worker holds. Thread-safe. */
public final class LiveAttempt {

  private final Claim claim;
  private final CompletableFuture<StopCause> stop = new CompletableFuture<>();
  private final CompletableFuture<Void> superseded = new CompletableFuture<>();
  private final CompletableFuture<Decision> decision = new CompletableFuture<>();

  LiveAttempt(Claim claim) {
    this.claim = claim;
  }

  public Claim claim() {
    return claim;
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
    stop.complete(cause);
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
