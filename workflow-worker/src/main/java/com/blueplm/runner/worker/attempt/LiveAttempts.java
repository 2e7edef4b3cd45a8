package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.OnWorkerLoss;
import com.blueplm.runner.contract.gateway.LineAnswer.Command;
import com.blueplm.runner.contract.gateway.LineRequest;
import com.blueplm.runner.worker.gateway.Claim;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All live attempts of this worker. Thread-safe. */
public final class LiveAttempts {

  private static final Logger log = LoggerFactory.getLogger(LiveAttempts.class);

  private final Map<UUID, LiveAttempt> byClaim = new ConcurrentHashMap<>();
  private final AtomicInteger claims = new AtomicInteger();
  private volatile boolean draining;
  private volatile boolean claimsRefused;

  /**
   * Announces a claim, for which a drain waits.
   *
   * @return whether it may be made; {@link #claimEnded} must follow then
   */
  boolean beginClaim() {
    claims.incrementAndGet();
    if (draining) {
      claims.decrementAndGet();
      return false;
    }
    return true;
  }

  /** The claim was granted and its attempt added, or it was not granted. */
  void claimEnded() {
    claims.decrementAndGet();
  }

  /** Whether a claim that got no answer is sent again. */
  boolean mayRepeatClaims() {
    return !claimsRefused;
  }

  void refuseClaims() {
    claimsRefused = true;
  }

  LiveAttempt add(Claim claim, OnWorkerLoss onWorkerLoss) {
    LiveAttempt attempt = new LiveAttempt(claim, onWorkerLoss);
    byClaim.put(claim.claimId(), attempt);
    return attempt;
  }

  /** Adds an attempt whose script is over and whose end is to be delivered. */
  LiveAttempt addEnded(Claim claim) {
    LiveAttempt attempt = add(claim, OnWorkerLoss.RERUN);
    attempt.ended();
    return attempt;
  }

  void remove(LiveAttempt attempt) {
    byClaim.remove(attempt.claim().claimId());
  }

  Optional<LiveAttempt> find(UUID runId, int number) {
    return byClaim.values().stream().filter(live -> matches(live, runId, number)).findFirst();
  }

  /** What the line says about them. */
  public List<LineRequest.LiveAttempt> describe() {
    return byClaim.values().stream()
        .map(LiveAttempt::claim)
        .map(claim -> new LineRequest.LiveAttempt(claim.runId(), claim.attempt(), claim.claimId()))
        .toList();
  }

  /** Carries out a command of the line; one about an attempt that is not here is nothing new. */
  public void apply(Command command) {
    find(command.runId(), command.attempt())
        .ifPresent(
            live -> {
              switch (command.kind()) {
                case CANCEL -> live.cancel();
                case SUPERSEDED -> live.supersede();
                case null -> log.debug("A command of a newer api-app is passed over.");
              }
            });
  }

  /** Stops all scripts because nobody is reached any more. */
  public void stopAfterOutage() {
    stopAll(StopCause.OUTAGE, live -> true);
  }

  /** Stops the scripts whose attempt Temporal gave up: another one may have begun elsewhere. */
  public void stopGivenUp() {
    stopAll(StopCause.OUTAGE, LiveAttempt::isGivenUp);
  }

  void stopAll(StopCause cause, Predicate<LiveAttempt> which) {
    for (LiveAttempt live : byClaim.values()) {
      if (which.test(live) && !live.stopRequest().isDone()) {
        log.warn("Stopping attempt {}: {}.", live.claim().key(), cause.endReason().wire());
        live.stop(cause);
      }
    }
  }

  /** Whether the worker takes no new work. */
  public boolean isDraining() {
    return draining;
  }

  void startDraining() {
    draining = true;
  }

  boolean isEmpty() {
    return claims.get() == 0 && byClaim.isEmpty();
  }

  /** Whether every claim is answered and every end late. */
  boolean isOverdue() {
    return claims.get() == 0 && byClaim.values().stream().allMatch(LiveAttempt::isOverdue);
  }

  /** How many attempts wait for a person, or end for good, when they are lost. */
  long countIrreplaceable() {
    return byClaim.values().stream().filter(live -> !live.isReplaceable()).count();
  }

  private static boolean matches(LiveAttempt live, UUID runId, int number) {
    return live.claim().runId().equals(runId) && live.claim().attempt() == number;
  }
}
