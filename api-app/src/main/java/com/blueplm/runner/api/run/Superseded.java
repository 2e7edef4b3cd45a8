package com.blueplm.runner.api.run;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import java.util.UUID;

/** The answer to a worker that speaks for an attempt that is not the live one. */
final class Superseded {

  private Superseded() {}

  static ProblemException attempt(UUID runId, int attempt) {
    return ProblemException.of(
        ErrorCode.ATTEMPT_SUPERSEDED,
        "Attempt %d of run %s is not the live one of this claim: stop its process and write nothing"
            .formatted(attempt, runId));
  }
}
