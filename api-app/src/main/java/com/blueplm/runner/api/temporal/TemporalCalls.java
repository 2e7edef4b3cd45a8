package com.blueplm.runner.api.temporal;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.StatusUtils;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Calls of the Temporal client with a deadline of our own: the SDK alone would try for a minute
 * where the wire contract gives Temporal two seconds.
 */
@Component
public class TemporalCalls {
  /** How long Temporal may take to answer. */
  public static final Duration DEADLINE = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(TemporalCalls.class);

  private static final Set<Status.Code> TRANSIENT =
      EnumSet.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.CANCELLED,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.ABORTED,
          Status.Code.INTERNAL,
          Status.Code.UNKNOWN);

  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("temporal-deadlines").factory());

  /** Runs a call that ends, at the latest, after {@link #DEADLINE}. */
  public void run(Runnable call) {
    try (Context.CancellableContext context =
        Context.current()
            .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS, deadlines)) {
      context.run(call);
    }
  }

  /** Runs a call about a workflow and says what came of it. */
  Delivery deliver(String workflowId, Runnable call) {
    try {
      run(call);
      return Delivery.ACCEPTED;
    } catch (RuntimeException failure) {
      if (isUnavailable(failure)) {
        log.debug("Temporal did not answer about workflow {}", workflowId, failure);
        return Delivery.UNAVAILABLE;
      }
      if (failure instanceof WorkflowNotFoundException) {
        log.debug("Temporal knows no open workflow {}", workflowId);
        return Delivery.GONE;
      }
      log.error("Temporal refused a call about workflow {}. It is repeated", workflowId, failure);
      return Delivery.REFUSED;
    }
  }

  /** Whether the failure says that Temporal could not answer, so that the call may be repeated. */
  public static boolean isUnavailable(Throwable failure) {
    StatusRuntimeException status = statusOf(failure);
    return status != null
        && (TRANSIENT.contains(status.getStatus().getCode()) || namespaceIsMissing(status));
  }

  /** As while a new server sets itself up: it says nothing about any workflow. */
  private static boolean namespaceIsMissing(StatusRuntimeException status) {
    return StatusUtils.hasFailure(status, NamespaceNotFoundFailure.class);
  }

  private static @Nullable StatusRuntimeException statusOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return status;
      }
    }
    return null;
  }

  @PreDestroy
  void close() {
    deadlines.shutdownNow();
  }
}
