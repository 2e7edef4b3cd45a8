package com.blueplm.runner.worker.run;

import static com.blueplm.runner.worker.run.RunEnvironment.RUN;
import static com.blueplm.runner.worker.run.RunEnvironment.WORKER;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED;
import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.Decision;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server is told about each activity (design §5.10), read from the history. */
class ProtocolOptionsTest {

  private final RunEnvironment run = new RunEnvironment();

  @BeforeEach
  void executeCloseAndAttach() {
    run.execution.thenFail();
    run.ledger.thenClose(Decision.reattach(WORKER));
    run.start();
    run.end();
  }

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void execute() {
    ActivityTaskScheduledEventAttributes execute = scheduled(0);

    assertThat(execute.getActivityType().getName()).isEqualTo("execution.execute");
    assertThat(execute.getTaskQueue().getName()).isEqualTo("runs");
    assertThat(execute.getHeartbeatTimeout().getSeconds()).isEqualTo(5);
    assertThat(execute.getStartToCloseTimeout().getSeconds()).isEqualTo(25 * 3600);
    assertThat(execute.getRetryPolicy().getMaximumAttempts()).isEqualTo(1);
  }

  @Test
  void closeAttempt() {
    ActivityTaskScheduledEventAttributes close = scheduled(1);

    assertThat(close.getActivityType().getName()).isEqualTo("ledger.close");
    assertThat(close.getTaskQueue().getName()).isEqualTo("ledger");
    assertThat(close.getStartToCloseTimeout().getSeconds()).isEqualTo(10);
    assertThat(close.getRetryPolicy().getMaximumAttempts()).isZero();
    assertThat(close.getRetryPolicy().getInitialInterval().getNanos()).isEqualTo(200_000_000);
    assertThat(close.getRetryPolicy().getMaximumInterval().getSeconds()).isEqualTo(5);
  }

  @Test
  void attach() {
    ActivityTaskScheduledEventAttributes attach = scheduled(2);

    assertThat(attach.getActivityType().getName()).isEqualTo("execution.attach");
    assertThat(attach.getTaskQueue().getName()).isEqualTo("worker-" + WORKER);
    assertThat(attach.getScheduleToStartTimeout().getSeconds()).isEqualTo(3);
    assertThat(attach.getHeartbeatTimeout().getSeconds()).isEqualTo(5);
    assertThat(attach.getStartToCloseTimeout().getSeconds()).isEqualTo(25 * 3600);
    assertThat(attach.getRetryPolicy().getMaximumAttempts()).isEqualTo(1);
  }

  @Test
  void payloadsAreIdsNumbersAndEnums() {
    assertThat(payload(0)).isEqualTo("{\"runId\":\"" + RUN + "\",\"number\":1}");
    assertThat(payload(1))
        .isEqualTo("{\"runId\":\"" + RUN + "\",\"attempt\":1,\"cause\":\"WORKER_SUSPECTED\"}");
    assertThat(payload(2)).isEqualTo("{\"runId\":\"" + RUN + "\",\"number\":1}");
  }

  private String payload(int activity) {
    return scheduled(activity).getInput().getPayloads(0).getData().toStringUtf8();
  }

  private ActivityTaskScheduledEventAttributes scheduled(int activity) {
    return run.events(EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        .get(activity)
        .getActivityTaskScheduledEventAttributes();
  }
}
