package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.temporal.TemporalCalls;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.NotFoundFailure;
import io.temporal.serviceclient.StatusUtils;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Calls about Schedules: tells a Temporal that is down from one that refuses. */
@Component
class ScheduleCalls {
  private final TemporalCalls calls;

  ScheduleCalls(TemporalCalls calls) {
    this.calls = calls;
  }

  /**
   * Answers what the call answers.
   *
   * @throws ProblemException 503 {@code TEMPORAL_UNAVAILABLE} when Temporal does not answer in time
   */
  <T> T call(Supplier<T> call) {
    AtomicReference<@Nullable T> answer = new AtomicReference<>();
    run(() -> answer.set(call.get()));
    return Objects.requireNonNull(answer.get(), "the call answered nothing");
  }

  /** The same for a call without an answer. */
  void run(Runnable call) {
    try {
      calls.run(call);
    } catch (RuntimeException failure) {
      if (!TemporalCalls.isUnavailable(failure)) {
        throw failure;
      }
      ProblemException problem =
          ProblemException.of(
              ErrorCode.TEMPORAL_UNAVAILABLE,
              "Temporal did not answer within "
                  + TemporalCalls.DEADLINE.toSeconds()
                  + " s, so nothing was saved. Try again in a moment; /readyz tells when it is back.");
      problem.initCause(failure);
      throw problem;
    }
  }

  /** What Temporal says against a request, word for word; null when the failure is another one. */
  static @Nullable String refusal(RuntimeException failure) {
    Status status = statusOf(failure);
    return status.getCode() == Status.Code.INVALID_ARGUMENT ? status.getDescription() : null;
  }

  /**
   * Whether Temporal answered that it has no such Schedule: not so when it has not even the
   * namespace, as long as an emptied Temporal is still being set up.
   */
  static boolean isMissing(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return status.getStatus().getCode() == Status.Code.NOT_FOUND
            && !StatusUtils.hasFailure(status, NamespaceNotFoundFailure.class)
            && StatusUtils.hasFailure(status, NotFoundFailure.class);
      }
    }
    return false;
  }

  /** Whether this is what Temporal answered. */
  static boolean hasCode(RuntimeException failure, Status.Code code) {
    return statusOf(failure).getCode() == code;
  }

  private static Status statusOf(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return status.getStatus();
      }
    }
    return Status.UNKNOWN;
  }
}
