package com.blueplm.runner.api.run;

import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.gateway.FinishRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is written beside the final state of a run.
 *
 * @param reason why it ended
 * @param exitCode the exit code; null when there was none
 * @param signal the signal's number; null unless killed by one
 * @param treeConfirmed whether the process tree was seen empty; null when nothing ran
 * @param cpuMs CPU time; null when not measured
 * @param peakMemoryBytes peak memory; null when not measured
 * @param result the script's result as JSON text; null without one
 */
record Ending(
    EndReason reason,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    @Nullable Boolean treeConfirmed,
    @Nullable Long cpuMs,
    @Nullable Long peakMemoryBytes,
    @Nullable String result) {

  /** Of a run without a process, or whose process nobody could follow. */
  static Ending unseen(EndReason reason, @Nullable Boolean treeConfirmed) {
    return new Ending(reason, null, null, treeConfirmed, null, null, null);
  }

  /** As the worker saw it. */
  static Ending of(FinishRequest finish, @Nullable String result) {
    return new Ending(
        finish.endReason(),
        finish.exitCode(),
        finish.signal(),
        finish.treeConfirmed(),
        finish.cpuMs(),
        finish.peakMemoryBytes(),
        result);
  }

  Ending because(EndReason other) {
    return new Ending(other, exitCode, signal, treeConfirmed, cpuMs, peakMemoryBytes, result);
  }
}
