package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Calls Temporal with a deadline of two seconds and tells "is down" from "refuses". */
@Component
class TemporalCalls implements DisposableBean {
  private static final long DEADLINE_SECONDS = 2;

  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("temporal-deadlines").factory());

  /**
   * Answers what the call answers.
   *
   * @throws ProblemException 503 {@code TEMPORAL_UNAVAILABLE} when Temporal does not answer in time
   */
  <T> T call(Callable<T> call) {
    try (Context.CancellableContext context =
        Context.current().withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS, deadlines)) {
      return context.call(call);
    } catch (Exception failure) {
      StatusRuntimeException status = statusOf(failure);
      if (status != null && isOutage(status.getStatus().getCode())) {
        throw unavailable(failure);
      }
      if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new IllegalStateException("Temporal's client failed", failure);
    }
  }

  /** The gRPC status behind a failure; null when there is none. */
  static @Nullable StatusRuntimeException statusOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return status;
      }
    }
    return null;
  }

  private static boolean isOutage(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED -> true;
      default -> false;
    };
  }

  private static ProblemException unavailable(Exception failure) {
    ProblemException problem =
        ProblemException.of(
            ErrorCode.TEMPORAL_UNAVAILABLE,
            "Temporal did not answer within "
                + DEADLINE_SECONDS
                + " s. Nothing was saved: try again in a moment, and see /readyz.");
    problem.initCause(failure);
    return problem;
  }

  @Override
  public void destroy() {
    deadlines.shutdownNow();
  }
}
