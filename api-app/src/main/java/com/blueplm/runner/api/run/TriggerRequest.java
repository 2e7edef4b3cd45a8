package com.blueplm.runner.api.run;

import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.contract.OverlapPolicy;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A manual trigger.
 *
 * @param parameters override the script's parameters, member by member
 * @param revision the revision to run; null means the live one
 * @param code unsaved code to run instead; admins only
 * @param onOverlap what to do while another run is open; null means the script's own policy
 * @param dryRun a dry run; not offered yet
 */
record TriggerRequest(
    @Nullable JsonNode parameters,
    @Nullable Integer revision,
    @Nullable String code,
    @Nullable OverlapPolicy onOverlap,
    @Nullable Boolean dryRun) {
  private static final int MAX_CODE_BYTES = 1024 * 1024;

  /** A trigger without a body. */
  static final TriggerRequest EMPTY = new TriggerRequest(null, null, null, null, null);

  /** Refuses what the types alone allow. */
  TriggerRequest checked() {
    if (Boolean.TRUE.equals(dryRun)) {
      throw ProblemException.invalid("dry_run", "dry runs come later; leave it out or false");
    }
    if (parameters != null && !parameters.isNull() && !parameters.isObject()) {
      throw ProblemException.invalid("parameters", "must be a JSON object");
    }
    if (revision != null && revision < 1) {
      throw ProblemException.invalid("revision", revision + " is no revision; they count from 1");
    }
    checkCode();
    checkOverlap(onOverlap);
    return this;
  }

  static void checkOverlap(@Nullable OverlapPolicy onOverlap) {
    if (onOverlap == OverlapPolicy.CANCEL_RUNNING) {
      throw ProblemException.invalid("on_overlap", "cancel_running: use skip, queue or allow");
    }
  }

  private void checkCode() {
    if (code == null) {
      return;
    }
    if (revision != null) {
      throw ProblemException.invalid("code", "give either code or revision");
    }
    int bytes = code.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_CODE_BYTES) {
      throw ProblemException.invalid(
          "code", bytes + " bytes; it takes 1 byte to " + MAX_CODE_BYTES + " bytes");
    }
    if (code.indexOf('\0') >= 0) {
      throw ProblemException.invalid("code", "contains a NUL character; remove it");
    }
  }
}
