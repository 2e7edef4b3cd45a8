package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.gateway.LineAnswer.Command;
import com.blueplm.runner.contract.gateway.LineRequest;
import com.blueplm.runner.worker.gateway.Claim;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All live attempts of this worker. Thread-safe. */
public final class LiveAttempts {

  private static final Logger log = LoggerFactory.getLogger(LiveAttempts.class);

  private final Map<UUID, LiveAttempt> byClaim = new ConcurrentHashMap<>();
  private volatile boolean draining;

  LiveAttempt add(Claim claim) {
    LiveAttempt attempt = new LiveAttempt(claim);
    byClaim.put(claim.claimId(), attempt);
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
              }
            });
  }

  /** Stops all scripts because nobody is reached any more. */
  public void stopAfterOutage() {
    stopAll(StopCause.OUTAGE);
  }

  void stopAll(StopCause cause) {
    for (LiveAttempt live : byClaim.values()) {
      if (!live.stopRequest().isDone()) {
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
    return byClaim.isEmpty();
  }

  private static boolean matches(LiveAttempt live, UUID runId, int number) {
    return live.claim().runId().equals(runId) && live.claim().attempt() == number;
  }
}
