package com.blueplm.runner.worker.attempt;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.worker.WorkerHome;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import com.blueplm.runner.worker.gateway.GatewayClient;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what an earlier worker process left in the same home: an attempt without a recorded end
 * died with that process and is reported as lost.
 */
public final class SpoolRecovery {

  private static final Logger log = LoggerFactory.getLogger(SpoolRecovery.class);
  private static final String GAP =
      "[runner] The worker of attempt %d was lost; output that it had not read yet is missing.";

  private final GatewayClient gateway;
  private final LiveAttempts attempts;
  private final WorkerHome home;
  private final Clock clock;

  SpoolRecovery(GatewayClient gateway, LiveAttempts attempts, WorkerHome home, Clock clock) {
    this.gateway = gateway;
    this.attempts = attempts;
    this.home = home;
    this.clock = clock;
  }

  /**
   * Begins to deliver, each spool on a thread of its own.
   *
   * @throws IOException when the directory cannot be read
   */
  public void start() throws IOException {
    for (Spool spool : Spool.leftIn(home.spools())) {
      Optional<Spool.Header> header = spool.header();
      if (header.isEmpty()) {
        spool.delete();
      } else {
        LiveAttempt live = attempts.addEnded(header.get().claim());
        Thread.ofVirtual()
            .name("recover-" + live.claim().key())
            .start(() -> recover(spool, header.get(), live));
      }
    }
  }

  private void recover(Spool spool, Spool.Header header, LiveAttempt live) {
    try {
      Decision decision = deliver(spool, header, live);
      log.info("Delivered what an earlier worker left of {}.", live.claim().key());
      attempts.remove(live);
      live.decision().complete(decision);
    } catch (AttemptSupersededException e) {
      log.info("What an earlier worker left of {} is out of date: removed.", live.claim().key());
      attempts.remove(live);
      live.decision().completeExceptionally(e);
    } catch (IOException | RuntimeException e) {
      log.warn("{} could not be delivered; the next start tries again.", spool, e);
      attempts.remove(live);
      live.decision().completeExceptionally(e);
    }
  }

  private Decision deliver(Spool spool, Spool.Header header, LiveAttempt live) throws IOException {
    OutputBudget unlimited = new OutputBudget(Long.MAX_VALUE, () -> {});
    try (Delivery delivery = Delivery.start(gateway, live, spool, unlimited)) {
      FinishRequest finish = spool.exit().orElseGet(() -> lost(header, live, delivery));
      spool.writeExit(finish);
      return delivery.complete(finish);
    }
  }

  /** What the script had printed into the pipe when its worker died is gone: the output says so. */
  private FinishRequest lost(Spool.Header header, LiveAttempt live, Delivery delivery) {
    delivery.stderr().conclude(GAP.formatted(live.claim().attempt()));
    return new FinishRequest(
        AttemptOutcome.WORKER_LOST,
        EndReason.WORKER_LOST,
        null,
        null,
        false,
        header.startedAt(),
        clock.instant(),
        true,
        null,
        null,
        delivery.stdout().size(),
        delivery.stderr().size(),
        null);
  }
}
