package com.blueplm.runner.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;
import java.util.UUID;

/**
 * The ledger's side of a run, on the queue {@link TaskQueues#LEDGER}: both calls may be repeated.
 */
@ActivityInterface
public interface RunLedger {

  /** Creates the row of a scheduled run, once, and applies the overlap policy to it. */
  @ActivityMethod(name = "ledger.open")
  OpenAnswer open(OpenRequest request);

  /**
   * Ends an attempt where no worker could: its worker is lost, it was cancelled before a claim, or
   * nobody was there to run it. Answers {@link Decision.Kind#REATTACH} when the attempt's lease is
   * alive and {@link Decision.Kind#REDISPATCH} when it was never claimed.
   */
  @ActivityMethod(name = "ledger.close")
  Decision close(CloseRequest request);

  /**
   * A scheduled run that asks for its row.
   *
   * @param scriptId the script
   * @param runId the run's id, derived from script and slot
   * @param slotAt the nominal time of the slot
   */
  record OpenRequest(UUID scriptId, UUID runId, Instant slotAt) {}

  /** What a scheduled run does next. */
  enum OpenAnswer {
    /** Make the first attempt. */
    GO,
    /** Wait to be released. */
    QUEUED,
    /** The run is over already: skipped, missed or cancelled. */
    DONE
  }

  /**
   * An attempt that the workflow gives up.
   *
   * @param runId the run
   * @param attempt the attempt, from 1
   * @param cause why
   */
  record CloseRequest(UUID runId, int attempt, CloseCause cause) {}

  /** Why the workflow gives an attempt up. */
  enum CloseCause {
    /** The activity timed out or failed: its worker may be lost. */
    WORKER_SUSPECTED,
    /** The workflow was cancelled. */
    CANCELLED
  }
}
