package com.blueplm.runner.api.script;

import com.blueplm.runner.api.dependency.InlineMetadata;
import com.blueplm.runner.api.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a script asks for in its inline metadata (PEP 723), as it is answered. */
@Schema(
    description =
        "What the script asks for in its inline metadata (PEP 723); of the pending revision while"
            + " there is one, else of the live one.")
record Dependencies(
    @Schema(description = "Versions of Python that the script runs on; null when it does not say")
        @Nullable String requiresPython,
    @Schema(description = "The packages as the script lists them") List<String> packages,
    @Schema(description = "Whether runs get exactly these packages") boolean locked,
    @Schema(description = "Why there is no lock; null while a worker still has to answer")
        @Nullable String error) {
  private static final String NEVER_LOCKED =
      "The dependencies were never locked; save the code again to lock them.";

  /** What is told of the newest state of a script's code. */
  static Dependencies of(String code, StoredScript.Locking locking) {
    StoredScript.Pending pending = locking.pending();
    return pending == null ? live(code, locking) : waiting(pending.code(), pending.lockError());
  }

  private static Dependencies live(String code, StoredScript.Locking locking) {
    try {
      InlineMetadata metadata = InlineMetadata.of(code);
      boolean locked = locking.locked() || !metadata.needsLock();
      return new Dependencies(
          metadata.requiresPython(), metadata.packages(), locked, locked ? null : NEVER_LOCKED);
    } catch (ProblemException olderThanTheCheck) {
      return unreadable(olderThanTheCheck);
    }
  }

  private static Dependencies waiting(String code, @Nullable String error) {
    try {
      InlineMetadata metadata = InlineMetadata.of(code);
      return new Dependencies(
          metadata.requiresPython(),
          metadata.packages(),
          false,
          error == null ? null : metadata.explain(error));
    } catch (ProblemException olderThanTheCheck) {
      return unreadable(olderThanTheCheck);
    }
  }

  private static Dependencies unreadable(ProblemException why) {
    return new Dependencies(null, List.of(), false, why.errors().getFirst().message());
  }
}
