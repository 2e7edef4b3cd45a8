package com.blueplm.runner.api.temporal;

import com.blueplm.runner.api.status.ReadinessPart;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Whether Temporal answers. */
@Component
class TemporalReadiness implements ReadinessPart {
  private static final Logger log = LoggerFactory.getLogger(TemporalReadiness.class);
  private static final long DEADLINE_MILLIS = 800;

  private final WorkflowServiceStubs service;

  TemporalReadiness(WorkflowServiceStubs service) {
    this.service = service;
  }

  @Override
  public String name() {
    return "temporal";
  }

  @Override
  public String state() {
    try {
      var unused =
          service
              .blockingStub()
              .withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
              .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return "ok";
    } catch (RuntimeException silent) {
      log.debug("Temporal does not answer", silent);
      return "down";
    }
  }
}
