package com.blueplm.runner.worker.isolation;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.worker.sandbox.Sandbox;
import java.util.Map;
import java.util.Optional;

/**
 * What the self-test found.
 *
 * @param sandbox runs commands at the best level found
 * @param probes each probe and its result, in words
 * @param refusal why the worker runs nothing, and what to do; empty when it may run scripts
 */
public record Isolation(Sandbox sandbox, Map<String, String> probes, Optional<String> refusal) {

  /** The level that scripts get here. */
  public IsolationLevel level() {
    return sandbox.level();
  }
}
